// The kinds of tasks and their shares of the training text.
import type { Draw } from "./draw.ts";
import type { Made } from "./example.ts";
import { anyStory } from "./kinds/any-story.ts";
import { lookupChat, lookupList } from "./kinds/lookup.ts";
import { questionAnswering } from "./kinds/question-answering.ts";
import { recall } from "./kinds/recall.ts";
import { story, storyStart } from "./kinds/story.ts";

export type MakeExample = (random: Draw) => Made;
type Shares = readonly (readonly [make: MakeExample, share: number])[];

/** In percent. Stories are long: a seventh of the examples and almost half of the answer tokens. */
export const kinds: Shares = [
  [lookupList, 4],
  [lookupChat, 6],
  [recall, 8],
  [questionAnswering, 20],
  [story, 9],
  [anyStory, 5],
  [storyStart, 1],
];

/** The first lessons: only look-ups, dense in answers. */
export const warmupKinds: Shares = [
  [lookupList, 60],
  [lookupChat, 25],
  [recall, 15],
];

export function drawKind(random: Draw, shares: Shares): Made {
  return shares[random.weighted(shares.map(([, share]) => share))]![0](random);
}
