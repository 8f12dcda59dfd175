// The kinds of tasks and their shares of the training text.
import type { Draw } from "./draw.ts";
import type { Made, Turn } from "./example.ts";
import { anyStory, inventedStory } from "./kinds/any-story.ts";
import { extraction } from "./kinds/extraction.ts";
import { headline } from "./kinds/headline.ts";
import { lookupChat, lookupList, lookupOwners, ownersChat } from "./kinds/lookup.ts";
import { portrait } from "./kinds/portrait.ts";
import { questionAnswering, questionsByValue } from "./kinds/question-answering.ts";
import { recall } from "./kinds/recall.ts";
import { clippedSentiment, sentiment } from "./kinds/sentiment.ts";
import { fact, several, talk, unknown } from "./kinds/small-talk.ts";
import { story, storyStart } from "./kinds/story.ts";
import { synergy } from "./kinds/synergy.ts";
import { tension } from "./kinds/tension.ts";
import { tone } from "./kinds/tone.ts";
import { clippedTopic, topic } from "./kinds/topic.ts";

export type MakeExample = (random: Draw) => Made;
export type Shares = readonly (readonly [make: MakeExample, share: number])[];

/** Stories are long: a seventh of the examples and almost half of the answers' tokens. */
export const kinds: Shares = [
  [lookupList, 4],
  [lookupChat, 6],
  [recall, 6],
  [questionAnswering, 24],
  [story, 9],
  [anyStory, 5],
  [storyStart, 1],
  [tension, 12],
  [tone, 4],
  [extraction, 8],
  [sentiment, 6],
  [topic, 5],
  [headline, 3],
  [synergy, 5],
  [portrait, 3],
  [fact, 2],
  [several, 1],
  [talk, 2],
  [unknown, 3],
];

/** What is learned last is shown more often than it is asked for. */
const taughtMore: Shares = [
  [lookupOwners, 3],
  [extraction, 4],
  [tension, 4],
  [tone, 3],
];

/**
 * What the fourth course leaves weak: facts that are asked for seldom, words to be copied, two words together; and
 * what else than the deciding words it goes by, in texts from which words were taken out or which tell of something
 * else.
 */
const practised: Shares = [
  [questionAnswering, 12],
  [fact, 4],
  [inventedStory, 6],
  [synergy, 8],
  [tension, 10],
  [clippedTopic, 6],
  [clippedSentiment, 6],
  [portrait, 1],
  [several, 1],
  [talk, 2],
];

export type Course = "warmup" | "questions" | "train" | "varied" | "practice";

/**
 * What is learned, one course after the other (data.py tells when). To find the name that stands before a value is
 * learned late or never among everything else: it takes look-ups alone, half of them of this kind, and then
 * questions about texts in which such ones are dense.
 */
export const courses: Record<Course, Shares> = {
  warmup: [
    [lookupList, 10],
    [lookupOwners, 10],
    [lookupChat, 36],
    [ownersChat, 36],
    [recall, 8],
  ],
  questions: [
    [lookupOwners, 6],
    [ownersChat, 12],
    [lookupChat, 10],
    [recall, 7],
    [questionsByValue, 40],
    [questionAnswering, 25],
  ],
  train: [...kinds, ...taughtMore],
  /** Everything, with wordings loosened. */
  varied: [...kinds, ...taughtMore],
  /** The same once more, and what is weak. */
  practice: [...kinds, ...taughtMore, ...practised],
};

export function drawKind(random: Draw, shares: Shares): Made {
  const made = shares[random.weighted(shares.map(([, share]) => share))]![0](random);
  if (made.raw || made.history || !random.chance(0.04)) return made;
  return { ...made, history: earlierTurns(random) };
}

/** An exchange about something else: what came before does not matter. */
function earlierTurns(random: Draw): readonly Turn[] {
  const { choices } = random;
  const earlier = random.pick([talk, fact, several, unknown, anyStory])(random);
  random.choices = choices;
  return [
    { role: "user", content: earlier.user.text },
    { role: "assistant", content: earlier.assistant.trim() },
  ];
}
