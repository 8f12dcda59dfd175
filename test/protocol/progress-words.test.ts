import { expect, test } from "vitest";
import { partialWords, progressWords } from "#protocol/progress-words";
import type { Progress } from "#protocol/worker-methods";

const s = "\u00a0";

// The words of design.md, "States, with their exact words".
test.each<[Partial<Progress>, boolean, string, string]>([
  [
    { stage: "loading", done: 212e6, total: 240e6 },
    false,
    "Loading story-120m",
    `212 of 240${s}MB`,
  ],
  [{ stage: "loading" }, false, "Loading story-120m", ""],
  [{ stage: "generating", done: 12 }, false, "Generating", "12 tokens"],
  [{ stage: "explaining", total: 410 }, false, "First colours", ""],
  [
    { stage: "explaining", done: 120, total: 410, msLeft: 4000 },
    true,
    "Refining: 120 of 410 evaluations",
    `4${s}s left`,
  ],
  [{ stage: "explaining", done: 1200 }, true, "Refining: 1,200 evaluations", ""],
  [{ stage: "regenerating", done: 3, total: 24 }, true, "Regenerating", "3 of 24"],
])("%o, colours %s: %s, %s", (progress, hasColours, title, rest) => {
  const whole: Progress = { stage: "done", past: [], done: 0, ...progress };
  expect(progressWords(whole, "story-120m", hasColours)).toEqual({ title, rest });
});

test("a partial result says how far it came", () => {
  expect(partialWords({ evaluations: 120, plannedEvaluations: 410 })).toBe(
    "Partial: 120 of 410 evaluations",
  );
});
