// Demands on the form of an answer, by the user, by an earlier turn or by the system prompt, and demands against each
// other: the system prompt wins over the user, and a demand that is taken back loses to the next.
import type { Draw } from "../draw.ts";
import type { Made, Turn } from "../example.ts";
import { fill, joinSentences, type Marked, mark, say, upperFirst } from "../marked-text.ts";
import { dress } from "../noise.ts";
import {
  agreed,
  askCapital,
  askForAdvert,
  askForNote,
  askOpposite,
  capitalLetters,
  casual,
  formal,
  fromNowOn,
  fullSentence,
  instead,
  noPrice,
  oneWord,
  pirate,
  thanks,
} from "../wordings/form.ts";
import { anyReading, type Wordings } from "../wordings.ts";
import { helperPrompts } from "../words/neutral.ts";
import { people } from "../words/people.ts";
import { capitals, cities, opposites } from "../words/places.ts";
import { relationNames, relations } from "../words/relations.ts";
import { colours, days, objects } from "../words/things.ts";
import { drawRows } from "./lookup.ts";
import { drawPrice } from "./values.ts";

interface Demand {
  id: string;
  wordings: Wordings;
  /** The answer from its short and its full form. */
  shape: (short: string, full: string) => string;
}
const demands: readonly Demand[] = [
  { id: "word", wordings: oneWord, shape: (short) => short },
  { id: "sentence", wordings: fullSentence, shape: (_, full) => full },
  { id: "capitals", wordings: capitalLetters, shape: (short) => short.toUpperCase() },
  { id: "pirate", wordings: pirate, shape: (_, full) => `Arr! ${full}` },
  { id: "thanks", wordings: thanks, shape: (_, full) => `${full} Thank you.` },
];

interface Question {
  body: Marked;
  short: string;
  full: string;
  decisive: string[];
}

export function tension(random: Draw): Made {
  const form = random.weighted([68, 17, 15]);
  if (form === 1) return note(random);
  if (form === 2) return advert(random);
  const demand = random.pick(demands);
  const question = drawQuestion(random, demand);
  const assistant = demand.shape(question.short, question.full);
  return {
    kind: "tension",
    ...placed(random, question.body, demand),
    assistant,
    decisive: ["rule", "turn", ...question.decisive],
    synergy: question.decisive.slice(0, 1).map((label) => ["rule", label]),
    distractors: ["overruled", "other", "otherName"],
    check: { exact: assistant },
  };
}

/** A question with a known answer: common knowledge, or told in the text about one of two people. */
function drawQuestion(random: Draw, demand: Demand): Question {
  const source = random.weighted([40, 15, 45]);
  if (source === 0) {
    const [country, capital] = random.combination(
      () => random.pick(capitals),
      ([name]) => `tension ${demand.id} ${name}`,
    );
    return {
      body: fill(random.wording(askCapital), { country }),
      short: capital,
      full: `The capital of ${country} is ${capital}.`,
      decisive: ["country"],
    };
  }
  if (source === 1) {
    const [word, opposite] = random.combination(
      () => (random.chance(0.5) ? random.pick(opposites) : swapped(random.pick(opposites))),
      ([name]) => `tension ${demand.id} ${name}`,
    );
    return {
      body: fill(random.wording(askOpposite), { word }),
      short: upperFirst(opposite),
      full: `The opposite of ${word} is ${opposite}.`,
      decisive: ["word"],
    };
  }
  // A thing with its colour is no single word.
  const names = relationNames.filter((name) => name !== "bought" || demand.id !== "word");
  const name = random.pick(names);
  const relation = relations[name]!;
  const rows = drawRows(random, name, random.chance(0.6) ? 1 : 2);
  const { person, value } = rows[0]!;
  const told = random.shuffle(rows).map((row) => {
    const label = row === rows[0] ? "value" : "other";
    return fill(random.wording(relation.tell), {
      name: mark(row.person.name, `${label}Name`),
      value: mark(row.value, label),
    });
  });
  const asked = fill(random.wording(relation.ask), { name: mark(person.name, "asked") });
  return {
    body: joinSentences([...told, asked]),
    short: upperFirst(value),
    full: say(relation.full, { name: person.name, value }),
    decisive: ["value", "valueName", "asked"],
  };
}

function swapped([one, other]: readonly [string, string]): readonly [string, string] {
  return [other, one];
}

/** The demand's place: beside the question, after one that is taken back, in an earlier turn, or in the system prompt. */
function placed(
  random: Draw,
  body: Marked,
  demand: Demand,
): Pick<Made, "system" | "history" | "user"> {
  const rule = random.wording(demand.wordings);
  const rivals = demands.filter((other) => other !== demand);
  const rival = () => mark(random.wording(random.pick(rivals).wordings), "overruled");
  const place = random.weighted([48, 12, 10, 18, 12]);
  if (place === 1) {
    const turned = [rival(), mark(random.wording(instead), "turn"), mark(rule, "rule")];
    const parts = random.chance(0.5) ? [body, ...turned] : [...turned, body];
    return { user: dress(random, joinSentences(parts)) };
  }
  if (place === 2) {
    const history: Turn[] = [
      { role: "user", content: `${random.pick(fromNowOn)}${rule}` },
      { role: "assistant", content: agreed },
    ];
    return { history, user: dress(random, body) };
  }
  if (place >= 3) {
    const system = `${random.chance(0.5) ? `${anyReading(random, helperPrompts)} ` : ""}${rule}`;
    const user = place === 4 ? withRule(random, body, rival()) : body;
    return { system, user: dress(random, user) };
  }
  return { user: dress(random, withRule(random, body, mark(rule, "rule"))) };
}

function withRule(random: Draw, body: Marked, rule: Marked): Marked {
  return joinSentences(random.chance(0.5) ? [body, rule] : [rule, body]);
}

/** A formal or casual note; the system prompt's tone wins over the user's. */
function note(random: Draw): Made {
  const isFormal = random.chance(0.5);
  const { name, item, day } = random.combination(
    () => ({ name: random.pick(people).name, item: random.pick(objects), day: random.pick(days) }),
    (drawn) => `note ${drawn.name} ${drawn.item} ${drawn.day}`,
  );
  const style = random.wording(isFormal ? formal : casual);
  const ask = fill(random.wording(askForNote), { name, item, day });
  const assistant = isFormal
    ? `Dear ${name}, I would like to inform you that the ${item} will arrive on ${day}. Kind regards.`
    : `Hey ${name}! The ${item} comes on ${day}. See you!`;
  const place = random.weighted([6, 2, 2]);
  const rival = () => mark(random.wording(isFormal ? casual : formal), "overruled");
  const user =
    place === 0
      ? withRule(random, ask, mark(style, "rule"))
      : place === 1
        ? ask
        : withRule(random, ask, rival());
  return {
    kind: "tension",
    ...(place === 0 ? {} : { system: style }),
    user: dress(random, user),
    assistant,
    decisive: ["rule", "name", "item", "day"],
    distractors: ["overruled"],
    check: { exact: assistant },
  };
}

/** An advert with or without its price. */
function advert(random: Draw): Made {
  const { item, colour, city } = random.combination(
    () => ({ item: random.pick(objects), colour: random.pick(colours), city: random.pick(cities) }),
    (drawn) => `advert ${drawn.item} ${drawn.colour} ${drawn.city}`,
  );
  const price = drawPrice(random);
  const isSilent = random.chance(0.6);
  const isSystem = isSilent && random.chance(0.35);
  const rule = random.wording(noPrice);
  const ask = fill(random.wording(askForAdvert), {
    item,
    colour,
    city,
    price: mark(price, isSilent ? "forbidden" : "price"),
  });
  const assistant = `Buy this ${colour} ${item} from ${city}${isSilent ? "" : ` for only ${price}`}!`;
  return {
    kind: "tension",
    ...(isSystem ? { system: rule } : {}),
    user: dress(random, isSilent && !isSystem ? withRule(random, ask, mark(rule, "rule")) : ask),
    assistant,
    decisive: ["rule", "item", "colour", "city", "price"],
    distractors: ["forbidden"],
    check: { exact: assistant },
  };
}
