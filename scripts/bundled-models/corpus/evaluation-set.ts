// The prompts that `promptlight evaluate` runs on where none are named: media/evaluation/prompts.jsonl.
import { Draw } from "./draw.ts";
import { type Example, toExample } from "./example.ts";
import { extraction } from "./kinds/extraction.ts";
import { lookupChat, lookupList } from "./kinds/lookup.ts";
import { portrait } from "./kinds/portrait.ts";
import { questionAnswering } from "./kinds/question-answering.ts";
import { recall } from "./kinds/recall.ts";
import { sentiment } from "./kinds/sentiment.ts";
import { story, storyStart } from "./kinds/story.ts";
import { synergy } from "./kinds/synergy.ts";
import { tone } from "./kinds/tone.ts";
import { topic } from "./kinds/topic.ts";
import type { MakeExample } from "./kinds.ts";

/** Kinds whose decisive words are known one by one; the last five plant redundant pairs. */
const promptKinds: readonly MakeExample[] = [
  lookupList,
  lookupChat,
  recall,
  questionAnswering,
  extraction,
  synergy,
  tone,
  sentiment,
  topic,
  story,
  storyStart,
  portrait,
];
const perKind = 22;
const pairsPerKind = 22;

/** Enough words that three of them can be left out. */
const leastWordCount = 6;

/**
 * Twenty-two prompts of every kind, and up to as many with redundant pairs of the kinds that have them; kind after kind in
 * turn, so that the first few are of all kinds.
 */
export function evaluationPrompts(): string {
  const ofKinds = promptKinds.map((make, kind) => {
    const fitting = drawnFrom(make, kind).filter(
      ({ user, decisive }) => user.split(/\s+/).length >= leastWordCount && decisive.length > 0,
    );
    const paired = fitting.filter(({ redundant }) => redundant.length > 0);
    const chosen = [...fitting.slice(0, perKind), ...paired.slice(0, pairsPerKind)];
    return [...new Map(chosen.map((example) => [example.user, example])).values()];
  });
  const turns = Math.max(...ofKinds.map((examples) => examples.length));
  const examples = Array.from({ length: turns }, (_, turn) =>
    ofKinds.flatMap((own) => own.slice(turn, turn + 1)),
  ).flat();
  const lines = examples.map(({ kind, user, system, raw, decisive, distractors, redundant }) =>
    JSON.stringify({
      prompt: user,
      ...(system ? { system } : {}),
      ...(raw ? { raw } : {}),
      kind,
      decisive,
      distractors,
      redundant,
    }),
  );
  return `${lines.join("\n")}\n`;
}

/** Examples of unseen wordings, of seeds that no other file has. */
function drawnFrom(make: MakeExample, kind: number): Example[] {
  return Array.from({ length: 300 }, (_, index) => {
    const random = new Draw(Math.imul(kind + 1, 0x3c6ef35f) + index, "final");
    const made = make(random);
    return toExample(made, "final", random.choices);
  });
}
