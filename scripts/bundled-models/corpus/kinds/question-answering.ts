// Questions about a short text on one to four people: by name, by value, several at once, in a conversation, and with
// no answer in the text.
import type { Draw } from "../draw.ts";
import type { Made, Turn } from "../example.ts";
import { fill, fillAsIs, join, type Marked, mark, plain, say, upperFirst } from "../marked-text.ts";
import { dress, filler, fillerParagraph, idleSystem, inLongText } from "../noise.ts";
import { askAboutText, askNext, inFull } from "../wordings/question-answering.ts";
import { tails } from "../words/neutral.ts";
import { type Person, people } from "../words/people.ts";
import { type Relation, relationNames, relations } from "../words/relations.ts";
import { drawRows } from "./lookup.ts";

export const notInText = "The text does not say.";

interface Fact {
  person: Person;
  value: string;
}
interface Scene {
  relation: Relation;
  /** About the asked relation; the first is the one asked for. */
  facts: readonly Fact[];
  context: Marked;
  /** Somebody whom the text does not connect with the relation. */
  absent: Person;
}

const labels = {
  decisive: ["value", "valueName", "asked", "form"],
  distractors: ["other", "otherName"],
};

export function questionAnswering(random: Draw): Made {
  // Several questions on one text give a denser signal to learn from, and those for a name are learned last.
  const form = random.weighted(
    random.split === "train" ? [32, 18, 14, 18, 6, 12] : [58, 12, 12, 10, 8],
  );
  if (form === 1) return askByValue(random);
  if (form === 2) return askAbsent(random);
  if (form === 3) return askSeveral(random);
  if (form === 4) return askInConversation(random);
  if (form === 5) return askSeveralByValue(random);
  const { relation, facts, context } = drawScene(random);
  const { person, value } = facts[0]!;
  const isFull = random.chance(0.25);
  return finish(random, {
    user: demand(
      random,
      isFull,
      context,
      fill(random.wording(relation.ask), { name: mark(person.name, "asked") }),
    ),
    assistant: isFull ? say(relation.full, { name: person.name, value }) : short(value),
    synergy: [["asked", "valueName"]],
  });
}

/** Questions for a name alone, two thirds of them several in one prompt. */
export function questionsByValue(random: Draw): Made {
  return random.chance(0.35) ? askByValue(random) : askSeveralByValue(random);
}

/** "Who lives in Rome?" */
function askByValue(random: Draw): Made {
  const { relation, facts, context } = drawScene(random);
  const { person, value } = facts[0]!;
  const isFull = random.chance(0.2);
  return finish(random, {
    user: demand(
      random,
      isFull,
      context,
      fill(random.wording(relation.askWho), { value: mark(value, "asked") }),
    ),
    assistant: isFull ? say(relation.full, { name: person.name, value }) : short(person.name),
    synergy: [["asked", "value"]],
  });
}

/** Half of these ask for a name, half for a value that the text does not hold. */
function askAbsent(random: Draw): Made {
  const scene = drawScene(random, 1 + random.weighted([35, 40, 25]));
  const { relation, facts, absent } = scene;
  const others = relation.values.filter((value) => !facts.some((fact) => fact.value === value));
  const question = random.chance(0.7)
    ? fill(random.wording(relation.ask), { name: mark(absent.name, "asked") })
    : fill(random.wording(relation.askWho), { value: mark(random.pick(others), "asked") });
  return finish(random, {
    user: demand(random, random.chance(0.15), scene.context, question),
    assistant: notInText,
    decisive: ["asked"],
    distractors: ["value", "valueName", ...labels.distractors],
  });
}

/** Two or three questions in one prompt, answered in their order. */
function askSeveral(random: Draw): Made {
  return askSeveralBy(
    random,
    ({ ask }, { person }) => fill(random.wording(ask), { name: mark(person.name, "asked") }),
    ({ value }) => value,
  );
}

/** "Who lives in Rome? Who lives in Paris?" */
function askSeveralByValue(random: Draw): Made {
  return askSeveralBy(
    random,
    ({ askWho }, { value }) => fill(random.wording(askWho), { value: mark(value, "asked") }),
    ({ person }) => person.name,
  );
}

function askSeveralBy(
  random: Draw,
  ask: (relation: Relation, fact: Fact) => Marked,
  answer: (fact: Fact) => string,
): Made {
  const askedCount = 2 + random.int(2);
  const { relation, facts, context } = drawScene(random, askedCount + random.int(3), askedCount);
  const asked = random.shuffle(facts.slice(0, askedCount));
  const questions = join(
    asked.map((fact) => ask(relation, fact)),
    " ",
  );
  const isFull = random.chance(0.3);
  const answers = asked.map((fact) =>
    isFull
      ? say(relation.full, { name: fact.person.name, value: fact.value })
      : short(answer(fact)),
  );
  return finish(random, {
    user: demand(random, isFull, context, questions),
    assistant: answers.join(" "),
  });
}

/** The text stands in an earlier turn; the last turn asks about another person, with few words. */
function askInConversation(random: Draw): Made {
  const { relation, facts, context } = drawScene(random, 2 + random.int(2));
  const order = random.shuffle([...facts.keys()]);
  const ask = (index: number) =>
    fill(random.wording(relation.ask), { name: mark(facts[index]!.person.name, "asked") });
  const history: Turn[] = [
    {
      role: "user",
      content: fillAsIs(random.wording(askAboutText), { context, question: ask(order[0]!) }).text,
    },
    { role: "assistant", content: short(facts[order[0]!]!.value) },
  ];
  if (order.length > 2 && random.chance(0.5)) {
    history.push({
      role: "user",
      content: say(random.wording(askNext), { name: facts[order[2]!]!.person.name }),
    });
    history.push({ role: "assistant", content: short(facts[order[2]!]!.value) });
  }
  const next = facts[order[1]!]!;
  const user = random.chance(0.65)
    ? fill(random.wording(askNext), { name: mark(next.person.name, "asked") })
    : ask(order[1]!);
  return { ...finish(random, { user, assistant: short(next.value) }), history, user };
}

/**
 * A text about `count` people (or one to four) in one relation, of whom the first `askedCount` are asked for, with facts
 * of other relations and fillers between.
 */
function drawScene(
  random: Draw,
  count = 1 + random.weighted([15, 55, 24, 6]),
  askedCount = 1,
): Scene {
  const name = random.pick(relationNames);
  const relation = relations[name]!;
  const facts = drawRows(random, name, count);
  const sentences = facts.map((fact, index) =>
    tell(random, relation, fact, index < askedCount ? "value" : "other"),
  );
  const otherNames = relationNames.filter((other) => other !== name && !related(other, name));
  const strangers = people.filter((person) => !facts.some((fact) => fact.person === person));
  const absent = random.pick(strangers);
  for (let extra = random.weighted([55, 32, 13]); extra > 0; extra--) {
    const about = relations[random.pick(otherNames)]!;
    const person = random.chance(0.8) ? random.pick(facts).person : absent;
    sentences.push(tell(random, about, { person, value: random.pick(about.values) }, "other"));
  }
  for (let extra = random.weighted([60, 28, 12]); extra > 0; extra--)
    sentences.push(filler(random));
  let context = join(random.shuffle(sentences), " ");
  if (random.chance(0.02)) return { relation, facts, context: inLongText(random, context), absent };
  if (random.chance(0.1)) {
    const paragraphs = Array.from({ length: 1 + random.int(2) }, () =>
      fillerParagraph(random, 3 + random.int(5)),
    );
    context = join(random.shuffle([context, ...paragraphs]), "\n\n");
  }
  return { relation, facts, context, absent };
}

/** Pairs whose questions could be answered by the other's facts. */
function related(one: string, other: string): boolean {
  return [
    ["city", "room"],
    ["bought", "colour"],
    ["bought", "pet"],
    ["food", "drink"],
    ["colour", "bought"],
  ].some((pair) => pair.includes(one) && pair.includes(other));
}

function tell(random: Draw, relation: Relation, { person, value }: Fact, label: string): Marked {
  const sentence = fill(random.wording(relation.tell), {
    name: mark(person.name, `${label}Name`),
    value: mark(value, label),
  });
  if (!random.chance(0.15)) return sentence;
  const tail = random.pick(relation.tails && random.chance(0.7) ? relation.tails : tails);
  const stem = { ...sentence, text: sentence.text.replace(/\.$/, "") };
  const [lead] = /^[, ]*/.exec(tail)!;
  return join([stem, plain(lead), mark(tail.slice(lead.length), "filler"), plain(".")], "");
}

function demand(random: Draw, isFull: boolean, context: Marked, question: Marked): Marked {
  const wording = random.wording(askAboutText);
  if (!isFull) return fillAsIs(wording, { context, question });
  const form = mark(random.wording(inFull), "form");
  return join([fillAsIs(wording.replace(/\nA(nswer)?:$/, ""), { context, question }), form], " ");
}

function short(value: string): string {
  return upperFirst(`${value}.`);
}

function finish(random: Draw, made: Pick<Made, "user" | "assistant"> & Partial<Made>): Made {
  return {
    kind: "qa",
    ...idleSystem(random),
    ...labels,
    check: { exact: made.assistant },
    ...made,
    user: dress(random, made.user),
  };
}
