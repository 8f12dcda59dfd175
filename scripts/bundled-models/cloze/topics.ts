import { descriptionTopics } from "./description-topics.ts";
import { type Draw, heldOut, type Patterns, partlyHeldOut } from "./draw.ts";
import {
  asDistractor,
  capitalised,
  cue,
  fill,
  join,
  type Marked,
  plain,
  plural,
} from "./marked.ts";
import { neutralWord } from "./neutral.ts";
import { newsTopics } from "./news-topics.ts";
import { questionTopics } from "./question-topics.ts";
import type { Topic } from "./topic.ts";

export type TopicTask = "news" | "questions" | "descriptions";

interface TaskTexts {
  readonly topics: readonly Topic[];
  /** Sentences of every class: only what fills them tells the classes apart. */
  readonly shared: Patterns;
  /** Sentences without a cue. */
  readonly neutral: Patterns;
  /** The sentences of one class. */
  readonly own: ReadonlyMap<Topic, Patterns>;
}

const news = taskTexts(
  newsTopics,
  `A new page about {word} appears in {city}.
  {full} writes about {word} every {day}.
  The word {word} was heard often in {city}.
  It is a matter of {word}, said {full} on {day}.
  {country} and {country} speak of {word} again.
  The {person_} talked about the {things} in {city} on {day}.
  {city} expects {a:event} in {month}.
  A report about the {thing} surprised the {people} in {city}.
  {full}, {a:person_} from {city}, wrote about the {event}.
  The {people} of {country} want a new {thing}.
  There was another {event} in {country} on {day}.
  {number} {people} took part in {a:event} in {city}.
  After the {event} the {people} left {city}.
  The {thing} was the reason for the {event}, {a:person_} said.
  {a:person_} from {country} showed the {thing} on {day}.
  {nationality} {people} are waiting for the next {event}.
  The {event} in {city} has begun.
  In {city} the {people} speak only about the {things}.
  {full} became {a:person_} in {year}.
  The {event} and the {thing} were in all papers of {country}.
  Before the {event} {a:person_} lost the {thing}.
  No {event} in {country} without {a:thing}, says the {person_} {full}.
  The {people} in {city} were not ready for the {event}.
  What the {person_} knew about the {thing} is still open.
  {country} remembers the {event} of {year}.
  {full} came to {city} for the {event}.`,
  `More will be known on {day}.
  Nobody in {city} wanted to comment.
  This was reported from {city}.
  It was raining in {city} on that {day}.
  The news came on {day}.
  {full} gave no further details.
  Many people heard about it only on {day}.
  That was in {month}.
  It is the first time since {year}.
  Details will follow in {month}.
  People in {country} were surprised.
  The reporter of this paper was in {city}.`,
);

const questions = taskTexts(
  questionTopics,
  `Where do I learn more about {word}?
  Is this a matter of {word} or not?
  Can somebody from {city} help me with {word}?
  What does the word {word} mean?
  Who is interested in {word} here?
  What is the difference between {a:thing} and {a:thing}?
  Does anyone know a good {person_} in {city}?
  How long does {a:event} take?
  What do I need for {a:event}?
  Where can I find {a:thing} in {city}?
  How do I become {a:person_}?
  Is {a:thing} better than {a:thing}?
  Why do {people} talk so much about the {thing}?
  What should I ask {a:person_} about my {thing}?
  Can you tell me something about {things}?
  Who can explain {a:event} to me?
  What does {a:person_} do after {a:event}?
  Do all {people} need {a:thing}?
  Which {thing} would you take for {a:event}?
  How can I help {a:person_} with {a:thing}?
  My {event} is on {day}, what should I know?
  Are there {people} who know about {things}?
  When did the first {event} happen?
  What do {people} think of my {thing}?`,
  `Please answer before {day}.
  Thank you for your help.
  I live in {city}.
  I am new here.
  I asked this in {month} too.
  My friend {full} does not know it either.
  Any ideas?
  I need to know it by {day}.
  It is really important to me.
  I am {number} years older than my neighbour.
  I have no idea.
  Somebody in {country} asked me that.`,
);

const descriptions = taskTexts(
  descriptionTopics,
  `{last} is a word of the field {word}.
  It is listed under {word} in {country}.
  {full} described it under the word {word}.
  In {city} the word {word} stands for it.
  The {thing} and the {thing} are described by {last}.
  In {year} there was {a:event} in {country}.
  It is known for its {thing} and its {thing}.
  {a:person_} from {country} is part of it.
  Its {things} were first mentioned in {year}.
  The {event} took place in {month}.
  {full} was the first {person_} in {country}.
  There are {number} {things} and one {person_}.
  After the {event} {a:thing} was added.
  The {event} and the {thing} are well documented.
  It has {number} {things}.
  Its {person_} is called {last}.
  The {things} in {country} are very similar.
  Before {year} nobody had seen such {a:thing}.`,
  `The name comes from {country}.
  It is named after {full}.
  Little is known about it before {year}.
  It is often mentioned together with {last}.
  The name has been in use since {year}.
  In {country} it is called {last}.
  It is well known in {country}.
  The spelling {last} is also used.
  This was noted in {month} {year}.
  See also {last}.
  It is less known outside {country}.
  It was first noted by {full}.`,
);

export const topicTasks: Readonly<Record<TopicTask, TaskTexts>> = { news, questions, descriptions };

function taskTexts(topics: readonly Topic[], shared: string, neutral: string): TaskTexts {
  const lines = (text: string) => text.split("\n").map((line) => line.trim());
  return {
    topics,
    shared: heldOut(lines(shared)),
    neutral: partlyHeldOut(lines(neutral)),
    own: new Map(topics.map((topic) => [topic, heldOut(topic.own)])),
  };
}

/** A text of `topic`: sentences with cues, some without, now and then one weaker sentence of another class. */
export function topicText(draw: Draw, task: TopicTask, topic: Topic): Marked {
  const texts = topicTasks[task];
  const used = new Set<string>();
  const usedPatterns = new Set<string>();
  const isQuestion = task === "questions";
  const count = draw.pick(isQuestion ? [1, 1, 2] : [1, 1, 2, 2, 3]);
  const sentences: Marked[] = [];
  for (let at = 0; at < count; at++) {
    const isOwn = draw.chance(task === "descriptions" && at === 0 ? 0.8 : 0.6);
    const pattern = draw.pattern(isOwn ? texts.own.get(topic)! : texts.shared, usedPatterns);
    sentences.push(sentence(draw, pattern, topic, used));
  }
  if (count > 1 && draw.chance(0.15)) sentences.push(strayWord(draw, texts.topics, topic));
  const neutralCount = draw.pick([0, 0, 1, 1, 2]);
  for (let round = 0; round < neutralCount; round++) {
    const place = draw.below(sentences.length + 1);
    sentences.splice(
      place,
      0,
      sentence(draw, draw.pattern(texts.neutral, usedPatterns), topic, used),
    );
  }
  return capitalised(join(sentences, " "));
}

function sentence(draw: Draw, pattern: string, topic: Topic, used: Set<string>): Marked {
  return fill(pattern, draw, (slot) => {
    const pool = cuePool(slot, topic);
    if (pool) return cue(draw.pickNew(pool, used), pool);
    return plain(neutralWord(slot === "full" ? "person" : slot, draw)!);
  });
}

/** The slots that hold cues; `person_` is a kind of person, for `person` is a name. */
function cuePool(slot: string, topic: Topic): readonly string[] | undefined {
  if (slot === "person_") return topic.people;
  if (slot === "people") return topic.people.map(plural);
  if (slot === "thing") return topic.things;
  if (slot === "things") return topic.things.map(plural);
  if (slot === "event") return topic.events;
  if (slot === "word") return topic.cueWords;
  return undefined;
}

const strayPatterns = heldOut([
  "Somebody mentioned {a:thing}.",
  "A {person_} was there too.",
  "There was also talk of {a:event}.",
  "The neighbour is {a:person_}.",
  "In the picture is {a:thing}.",
  "Later came {a:event}.",
  "It had to do with {a:thing} as well.",
  "It is said that {a:person_} knew it.",
]);

function strayWord(draw: Draw, topics: readonly Topic[], topic: Topic): Marked {
  const other = draw.pick(topics.filter((each) => each !== topic));
  return asDistractor(sentence(draw, draw.pattern(strayPatterns), other, new Set()));
}
