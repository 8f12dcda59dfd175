// Rewriting a message in a tone, or a few words in capital letters.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import { fill, fillAsIs, type Marked, mark, say } from "../marked-text.ts";
import { dress, idleSystem } from "../noise.ts";
import { rewriteAs, rewriteAsPirate, rewriteInCapitals } from "../wordings/tone.ts";
import { people } from "../words/people.ts";
import { cities } from "../words/places.ts";
import { relations } from "../words/relations.ts";
import { colours, days, objects } from "../words/things.ts";
import { messages } from "../words/tones.ts";

const tones = ["formal", "casual", "polite", "pirate"] as const;

export function tone(random: Draw): Made {
  if (random.chance(0.25)) return capitals(random);
  const chosen = random.pick(tones);
  const { message, values } = random.combination(
    () => ({ message: random.pick(messages), values: drawValues(random) }),
    ({ message: { plain }, values: drawn }) => `tone ${chosen} ${say(plain, drawn)}`,
  );
  const text = fill(message.plain, values);
  const assistant = say(message[chosen], values);
  const user =
    chosen === "pirate"
      ? fill(withPirate(random.wording(rewriteAsPirate)), { text, pirate: mark("pirate", "tone") })
      : fill(random.wording(rewriteAs), { text, tone: chosen });
  return rewritten(random, user, assistant, ["tone", "item", "name", "city", "day"]);
}

function drawValues(random: Draw): Record<string, string> {
  return {
    item: random.pick(objects),
    day: random.pick(days),
    name: random.pick(people).name,
    city: random.pick(cities),
  };
}

/** Marks the word that asks for the tone. */
function withPirate(template: string): string {
  return template.replace("pirate", "{pirate}");
}

function capitals(random: Draw): Made {
  const words = random.combination(
    () => phrase(random),
    (text) => `capitals ${text}`,
  );
  const user = fillAsIs(random.wording(rewriteInCapitals), { text: mark(words, "words") });
  return rewritten(random, user, words.toUpperCase(), ["tone", "words"]);
}

function phrase(random: Draw): string {
  const form = random.int(3);
  if (form === 0) return `the ${random.pick(colours)} ${random.pick(objects)}`;
  const relation = random.pick(Object.values(relations));
  return form === 1
    ? random.pick(relation.values)
    : `${random.pick(people).name} in ${random.pick(cities)}`;
}

/** The words that ask for capital letters, or for a pirate at the start of a line, are found in the finished text. */
function markAsking(user: Marked): Marked {
  const asking = /pirate|capital letters|capitals|upper case|big letters/i.exec(user.text);
  if (!asking || user.spans.some(({ label }) => label === "tone")) return user;
  const span = { start: asking.index, end: asking.index + asking[0].length, label: "tone" };
  return { ...user, spans: [...user.spans, span] };
}

function rewritten(random: Draw, user: Marked, assistant: string, decisive: string[]): Made {
  return {
    kind: "tone",
    ...idleSystem(random),
    user: markAsking(dress(random, user)),
    assistant,
    decisive,
    check: { exact: assistant },
  };
}
