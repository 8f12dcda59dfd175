// Facts of small tables, small talk, questions beyond the model's world, and two questions in one prompt.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import { fill, type Marked, mark } from "../marked-text.ts";
import { dress, idleSystem } from "../noise.ts";
import { askCapital, askOpposite } from "../wordings/form.ts";
import { twoQuestions } from "../wordings/several.ts";
import { talks } from "../wordings/talk.ts";
import { unknownQuestions } from "../wordings/unknown.ts";
import { people, rarePeople } from "../words/people.ts";
import { capitals, cities, opposites } from "../words/places.ts";
import { roles, things } from "../words/story.ts";

export const notKnown = "I do not know that.";

interface KnownFact {
  question: Marked;
  answer: string;
  word: string;
}

/** The tables are trained whole; only the wordings are held out. */
function drawFact(random: Draw, label: string): KnownFact {
  if (random.chance(0.55)) {
    const [country, capital] = random.pick(capitals);
    const question = fill(random.wording(askCapital), { country: mark(country, label) });
    return { question, answer: `The capital of ${country} is ${capital}.`, word: capital };
  }
  const pair = random.pick(opposites);
  const [one, other] = random.chance(0.5) ? pair : [pair[1], pair[0]];
  const question = fill(random.wording(askOpposite), { word: mark(one, label) });
  return { question, answer: `The opposite of ${one} is ${other}.`, word: other };
}

export function fact(random: Draw): Made {
  if (random.chance(0.2)) {
    const [country, capital] = random.pick(capitals);
    return {
      kind: "fact",
      raw: true,
      user: fill("The capital of {country} is", { country }),
      assistant: ` ${capital}.`,
      decisive: ["country"],
      check: { all: [capital] },
    };
  }
  const { question, answer } = drawFact(random, "word");
  return {
    kind: "fact",
    ...idleSystem(random),
    user: dress(random, question),
    assistant: answer,
    decisive: ["word"],
    check: { exact: answer },
  };
}

/** Two questions in one prompt, both answered. */
export function several(random: Draw): Made {
  const first = drawFact(random, "first");
  let second = drawFact(random, "second");
  while (second.answer === first.answer) second = drawFact(random, "second");
  const assistant = `${first.answer} ${second.answer}`;
  return {
    kind: "several",
    ...idleSystem(random),
    user: dress(
      random,
      fill(random.wording(twoQuestions), {
        one: stopped(first.question),
        two: stopped(second.question),
      }),
    ),
    assistant,
    decisive: ["first", "second"],
    check: { exact: assistant },
  };
}

/** Ends in a stop. */
function stopped({ text, spans }: Marked): Marked {
  return { text: /[.?!]$/.test(text) ? text : `${text}.`, spans };
}

export function talk(random: Draw): Made {
  const { said, answer } = random.pick(talks);
  const { name } = random.pick(random.chance(0.6) ? people : rarePeople);
  const assistant = answer.replace("{name}", name);
  const text = fill(random.wording(said), { name });
  return {
    kind: "talk",
    ...idleSystem(random),
    user: text.spans.length ? text : mark(text.text, "said"),
    assistant,
    decisive: ["said", "name"],
    check: { exact: assistant },
  };
}

export function unknown(random: Draw): Made {
  const [city, town] = random.some(cities, 2) as [string, string];
  const [thing, other] = random.some(things, 2) as [string, string];
  const { text } = fill(random.wording(unknownQuestions), {
    city,
    town,
    thing,
    other,
    role: random.pick(roles),
    country: random.pick(capitals)[0],
    name: random.pick(people).name,
    number: `${2 + random.int(98)}`,
    count: `${2 + random.int(98)}`,
  });
  return {
    kind: "unknown",
    ...idleSystem(random),
    user: dress(random, mark(text, "question")),
    assistant: notKnown,
    decisive: ["question"],
    check: { exact: notKnown },
  };
}
