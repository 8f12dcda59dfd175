// One or two fields of a record. With two fields of each type only the asked word decides which one it is.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import { fill, fillAsIs, join, type Marked, mark, plain } from "../marked-text.ts";
import { dress, filler, fillerParagraph, idleSystem, inLongText } from "../noise.ts";
import { extract } from "../wordings/extraction.ts";
import { people, rarePeople, surnames } from "../words/people.ts";
import { cities } from "../words/places.ts";
import { pairedFields, pairedSentences, singleFields, singleRecords } from "../words/records.ts";
import { objects } from "../words/things.ts";
import { drawDate, drawPrice, drawTime } from "./values.ts";

type Values = Record<string, string>;

export function extraction(random: Draw): Made {
  const isPaired = random.chance(0.5);
  const record = isPaired ? "" : random.pick(singleRecords);
  const names = isPaired
    ? Object.keys(pairedFields)
    : Object.keys(singleFields).filter(
        (name) => record.includes(`{${name}}`) || record.includes(`{a:${name}}`),
      );
  const asked = random.some(names, random.chance(0.15) ? 2 : 1);
  const values = random.combination(
    () => (isPaired ? pairedValues(random) : singleValues(random)),
    (drawn) => `extract ${asked.map((name) => `${name} ${drawn[name]}`).join(" ")}`,
  );
  const slots = slotsOf(values, asked);
  const fields = isPaired ? pairedFields : singleFields;
  const text = isPaired ? pairedText(random, slots) : fill(record, slots);
  const field = join(
    asked.map((name, index) => mark(random.pick(fields[name]!.words), `field${index}`)),
    " and the ",
  );
  const assistant = asked.map((name) => values[name]!).join(", ");
  return {
    kind: "extract",
    ...idleSystem(random),
    user: dress(random, fill(random.wording(extract), { field, text: lengthened(random, text) })),
    assistant,
    decisive: ["value0", "value1", "field0", "field1"],
    synergy: [
      ["field0", "value0"],
      ["field1", "value1"],
    ],
    distractors: ["other"],
    check: { exact: assistant },
  };
}

function slotsOf(values: Values, asked: readonly string[]): Record<string, Marked> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      mark(value, asked.includes(name) ? `value${asked.indexOf(name)}` : "other"),
    ]),
  );
}

function drawName(random: Draw): string {
  const first = random.pick(random.chance(0.75) ? people : rarePeople).name;
  return random.chance(0.5) ? first : `${first} ${random.pick(surnames)}`;
}

function singleValues(random: Draw): Values {
  return {
    name: drawName(random),
    city: random.pick(cities),
    date: drawDate(random),
    price: drawPrice(random),
    time: drawTime(random),
    product: random.pick(objects),
    number: `${100 + random.int(900)}`,
  };
}

function pairedValues(random: Draw): Values {
  const different = (draw: () => string): [string, string] => {
    const one = draw();
    let other = draw();
    while (other === one) other = draw();
    return [one, other];
  };
  const [sender, receiver] = different(() => drawName(random));
  const [start, destination] = different(() => random.pick(cities));
  const [price, shipping] = different(() => drawPrice(random));
  const [orderDate, deliveryDate] = different(() => drawDate(random));
  const product = random.pick(objects);
  return {
    sender,
    receiver,
    start,
    destination,
    price,
    shipping,
    orderDate,
    deliveryDate,
    product,
  };
}

/** The sentences of the asked fields and one or two of the others, in random order. */
function pairedText(random: Draw, slots: Record<string, Marked>): Marked {
  const isAsked = (sentences: readonly string[]) =>
    Object.entries(slots).some(
      ([name, { spans }]) => spans[0]!.label !== "other" && sentences[0]!.includes(`{${name}}`),
    );
  const kept = pairedSentences.filter((sentences) => isAsked(sentences) || random.chance(0.5));
  return join(
    random.shuffle(kept).map((sentences) => fillAsIs(random.pick(sentences), slots)),
    " ",
  );
}

function lengthened(random: Draw, text: Marked): Marked {
  if (random.chance(0.15)) return join([text, filler(random)], " ");
  if (random.chance(0.02)) return inLongText(random, text);
  if (!random.chance(0.06)) return text;
  const paragraph = fillerParagraph(random, 3 + random.int(4));
  return join(
    random.chance(0.5) ? [paragraph, plain("\n\n"), text] : [text, plain("\n\n"), paragraph],
    "",
  );
}
