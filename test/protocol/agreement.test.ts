import { expect, test } from "vitest";
import { agreementOf, spearman, topCountOf } from "#protocol/agreement";

test.each([
  ["the same order", [1, 2, 3, 4], [10, 20, 30, 400], 1],
  ["the reverse order", [1, 2, 3, 4], [4, 3, 2, 1], -1],
  // 1 − 6 Σd² / (n (n² − 1)) with d = 0, 1, 1, 0
  ["two neighbours swapped", [1, 2, 3, 4], [1, 3, 2, 4], 0.8],
  // ranks 1.5, 1.5, 3 against 1, 2, 3: Pearson 1.5 / sqrt(1.5 · 2)
  ["ties share their mean rank", [5, 5, 7], [1, 2, 3], 1.5 / Math.sqrt(3)],
])("Spearman's ρ of %s", (_, a, b, rho) => {
  expect(spearman(a, b)).toBeCloseTo(rho, 12);
});

test("there is no ρ where all scores are alike", () => {
  expect(spearman([2, 2, 2], [1, 2, 3])).toBeUndefined();
  expect(agreementOf([2, 2, 2, 2], [1, 2, 3, 4])).toEqual({ topShared: 0, topCount: 1 });
});

test("the top ones are one in four, at most three, and are counted where both have them", () => {
  expect([1, 4, 5, 11, 100].map(topCountOf)).toEqual([1, 1, 2, 3, 3]);
  const a = [9, 8, 7, 0, 0, 0, 0, 0, 0, 0];
  const b = [9, 0, 7, 8, 0, 0, 0, 0, 0, 0];
  expect(agreementOf(a, b)).toMatchObject({ topShared: 2, topCount: 3 });
});
