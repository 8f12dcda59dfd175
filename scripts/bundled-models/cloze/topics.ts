import { commonSentences } from "./common-sentences.ts";
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

export const topicTasks: Readonly<Record<TopicTask, TaskTexts>> = {
  news: taskTexts(newsTopics, commonSentences.news),
  questions: taskTexts(questionTopics, commonSentences.questions),
  descriptions: taskTexts(descriptionTopics, commonSentences.descriptions),
};

function taskTexts(
  topics: readonly Topic[],
  { shared, neutral }: { readonly shared: string; readonly neutral: string },
): TaskTexts {
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
  "{a:person_} was there too.",
  "There was also talk of {a:event}.",
  "The neighbour is {a:person_}.",
  "In the picture is {a:thing}.",
  "{full} had {a:thing} too.",
  "On {day} there had been {a:event}.",
  "We also heard of {a:person_}.",
  "Next to it was {a:thing}.",
  "Some remember {a:event}.",
  "Two {people} were there as well.",
  "Later came {a:event}.",
  "It had to do with {a:thing} as well.",
  "It is said that {a:person_} knew it.",
]);

function strayWord(draw: Draw, topics: readonly Topic[], topic: Topic): Marked {
  const other = draw.pick(topics.filter((each) => each !== topic));
  return asDistractor(sentence(draw, draw.pattern(strayPatterns), other, new Set()));
}
