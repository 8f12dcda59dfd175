import { describe, expect, test } from "vitest";
import type { Explanation } from "#protocol/explanation";
import {
  featureShades,
  ranking,
  scaleEnd,
  scoreStep,
  shadedScores,
  shadeOf,
} from "#protocol/shading";

// design/palette.md, "Scores at which a step begins (nats)", rounded there to two decimals.
const beginnings: readonly (readonly [largest: number, nats: readonly number[]])[] = [
  [5, [0.06, 0.2, 0.39, 0.65, 1.0, 1.43, 2.04, 2.92, 4.18]],
  [8, [0.06, 0.2, 0.39, 0.65, 1.0, 1.59, 2.52, 4.0, 6.35]],
  [12, [0.06, 0.2, 0.39, 0.65, 1.0, 1.74, 3.02, 5.24, 9.1]],
  [20, [0.06, 0.2, 0.39, 0.65, 1.0, 1.95, 3.79, 7.37, 14.34]],
];

describe.each(beginnings)("where the largest score is %d nats", (largest, nats) => {
  test.each(nats.map((score, index) => [index + 1, score] as const))(
    "step %i begins at %d nats",
    (step, score) => {
      expect(scoreStep(score + 0.0051, largest)).toBe(step);
      expect(scoreStep(score - 0.0051, largest)).toBe(step - 1);
      expect(scoreStep(-score - 0.0051, largest)).toBe(step);
    },
  );

  test("one nat is step 5, exactly", () => {
    expect(scoreStep(1, largest)).toBe(5);
    expect(scoreStep(-1, largest)).toBe(5);
  });

  test("the largest score is step 9", () => {
    expect(scoreStep(largest, largest)).toBe(9);
  });
});

test("a map in which nothing matters stays pale", () => {
  expect(scoreStep(0.05, 0.05)).toBe(0);
  expect(scoreStep(0.3, 0.3)).toBe(2);
  expect(scaleEnd(0.3)).toBe(5);
});

test("a score within two standard errors of zero is bare", () => {
  expect(scoreStep(0.5, 5, 0.26)).toBe(0);
  expect(scoreStep(0.5, 5, 0.25)).toBe(3);
  expect(scoreStep(0, 5)).toBe(0);
});

test("the sign chooses the pole", () => {
  expect(shadeOf(-0.7776, 13.4)).toEqual({ pole: "oppose", step: 4 });
  expect(shadeOf(0.7776, 13.4)).toEqual({ pole: "support", step: 4 });
});

test("a method without a unit is shaded by its excess over the even share", () => {
  // Shares of 3: 0.2 is below the even third, 0.8 is 2.4 times it.
  expect(shadedScores(explanation("random", [0.2, 0, 0.8])).map((s) => +s.toFixed(12))).toEqual([
    0, 0, 1.4,
  ]);
  expect(shadedScores(explanation("random", [0, 0]))).toEqual([0, 0]);
  const even = featureShades(explanation("random", [2, 2, 2]));
  expect(even.map(({ step }) => step)).toEqual([0, 0, 0]);
});

test("twice the even share is step 5 and six times it is step 9", () => {
  const twice = [2, ...Array<number>(7).fill(6 / 7)];
  expect(featureShades(explanation("random", twice))[0]?.step).toBe(5);
  const six = [6, ...Array<number>(7).fill(2 / 7)];
  expect(featureShades(explanation("random", six))[0]?.step).toBe(9);
});

test("the mock's prompt has the steps of its picture", () => {
  const scores = [1.184, 0.0479, -0.7776, 4.9827, 0.3264, 0.262, 13.4283, -0.2905, 2.3045, 13.3569];
  const steps = featureShades(explanation("shapley-value-sampling", scores)).map((s) => s.step);
  expect(steps).toEqual([5, 0, 4, 7, 2, 2, 9, 2, 6, 9]);
});

test("the ranking puts the largest first and keeps the prompt's order among equals", () => {
  expect(ranking([1, 3, -2, 3])).toEqual([1, 3, 0, 2]);
});

function explanation(method: Explanation["method"], seqAttribution: number[]): Explanation {
  return {
    schema: 1,
    method,
    model: "",
    device: "",
    seed: 0,
    settings: {},
    prompt: { text: "", tokens: [] },
    features: [],
    target: { text: "", tokens: [] },
    values: { full: 0 },
    seqAttribution,
    evaluations: 0,
    plannedEvaluations: 0,
    seconds: 0,
    partial: false,
  };
}
