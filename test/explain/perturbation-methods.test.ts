import { describe, expect, it } from "vitest";
import type { PerturbationMethod, Plan } from "#explain/explainer";
import { featureAblation } from "#explain/feature-ablation";
import { kernelShap } from "#explain/kernel-shap";
import { lime } from "#explain/lime";
import { fullMask, type Mask, maskKey } from "#explain/masks";
import { seededRandom } from "#explain/random";
import { randomAttribution } from "#explain/random-attribution";
import { rise } from "#explain/rise";
import { shapleyValueSampling } from "#explain/shapley-value-sampling";
import { shapleyValues } from "#explain/shapley-values";
import { standardErrors } from "#explain/statistics";
import type { SurrogateOptions } from "#protocol/request";

/** Games solved by hand. */
interface Game {
  readonly value: (mask: Mask) => number;
  readonly ablation: number[];
  readonly shapley: number[];
  /** The mean over all coalitions, and how far above it those with each feature are. */
  readonly kept: { readonly mean: number; readonly above: number[] };
  /** Of the plane of least squares over all coalitions: the mean difference that a feature makes. */
  readonly slopes: number[];
}

const games: Record<string, Game> = {
  linear: {
    value: ([a, b, c]) => 3 * a! - 2 * b! + 0 * c! - 5,
    ablation: [3, -2, 0],
    shapley: [3, -2, 0],
    kept: { mean: -4.5, above: [1.5, -1, 0] },
    slopes: [3, -2, 0],
  },
  and: {
    value: ([a, b]) => 4 * a! * b!,
    ablation: [4, 4, 0],
    shapley: [2, 2, 0],
    kept: { mean: 1, above: [1, 1, 0] },
    slopes: [2, 2, 0],
  },
  or: {
    value: ([a, b]) => 4 * Math.max(a!, b!),
    ablation: [0, 0, 0],
    shapley: [2, 2, 0],
    kept: { mean: 3, above: [1, 1, 0] },
    slopes: [2, 2, 0],
  },
  xor: {
    value: ([a, b]) => a! ^ b!,
    ablation: [-1, -1, 0],
    shapley: [0, 0, 0],
    kept: { mean: 0.5, above: [0, 0, 0] },
    slopes: [0, 0, 0],
  },
};

interface GameRun {
  readonly value: (mask: Mask) => number;
  readonly n?: number;
  /** How many of the plan's masks are evaluated. */
  readonly count?: number;
  readonly seed?: number;
  readonly budget?: number;
  readonly surrogate?: SurrogateOptions;
}

function checkFit<P extends Plan>(
  method: PerturbationMethod<P>,
  { value, n = 3, count = Number.POSITIVE_INFINITY, seed = 7, budget, surrogate }: GameRun,
) {
  const options = { seed, perToken: false, ...(surrogate ? { surrogate } : {}) };
  const plan = method.plan(n, budget, seededRandom(seed), options);
  const masks = [...plan.masks].slice(0, count);
  const distinct = new Set([...masks, fullMask(n)].map(maskKey));
  expect(distinct.size).toBeLessThanOrEqual(plan.plannedCount);
  const solve = method.fit(plan, masks);
  return { plan, masks, fit: solve(Float64Array.from(masks, value), value(fullMask(n))) };
}

function checkScores(actual: ArrayLike<number>, expected: readonly number[], digits = 9) {
  expect(actual.length).toBe(expected.length);
  for (const [index, score] of expected.entries()) expect(actual[index]).toBeCloseTo(score, digits);
}

const leastSquares = { model: "least-squares", similarity: "euclidean", width: 1e6 } as const;

describe.each(Object.entries(games))("%s", (_, { value, ablation, shapley, kept, slopes }) => {
  it("feature ablation", () => {
    expect([...checkFit(featureAblation, { value }).fit.attributions]).toEqual(ablation);
  });

  it.each([
    ["Shapley values", shapleyValues],
    ["Shapley values, sampled", shapleyValueSampling],
    ["Kernel SHAP", kernelShap],
  ] as const)("%s are exact where all coalitions fit", (_name, method) => {
    checkScores(checkFit<Plan>(method as PerturbationMethod, { value }).fit.attributions, shapley);
  });

  it("RISE", () => {
    const { attributions, intercept } = checkFit(rise, { value }).fit;
    checkScores(attributions, kept.above);
    expect(intercept).toBeCloseTo(kept.mean, 9);
  });

  it("LIME without a penalty, all coalitions alike: the slopes of the plane of least squares", () => {
    const { attributions } = checkFit(lime, { value, surrogate: leastSquares }).fit;
    checkScores(attributions, slopes, 6);
  });

  it("works for one feature", () => {
    const one = { value: ([a]: Mask) => value(Uint8Array.of(a!, 0, 0)), n: 1 };
    const expected = [value(Uint8Array.of(1, 0, 0)) - value(Uint8Array.of(0, 0, 0))];
    for (const method of [featureAblation, shapleyValues, shapleyValueSampling, kernelShap])
      checkScores(checkFit<Plan>(method as PerturbationMethod, one).fit.attributions, expected);
  });
});

/** Linear part: its weight each; the product of three: a third each. */
const eight = (mask: Mask) =>
  mask.reduce((sum, bit, index) => sum + bit * index, 0) + 3 * mask[0]! * mask[1]! * mask[2]!;
const exact = [1, 2, 3, 3, 4, 5, 6, 7];
const both = { value: eight, n: 8 };

describe.each([
  ["Shapley value sampling", shapleyValueSampling, 220],
  ["Kernel SHAP", kernelShap, 120],
] as const)("%s, sampled", (_, method, budget) => {
  const sampled = method as PerturbationMethod;
  it("lies within three standard errors of the exact values, of which useful ones are small", () => {
    const { fit, plan } = checkFit(sampled, { ...both, budget });
    expect(plan.isSampled).toBe(true);
    const errors = standardErrors(fit.replicates!);
    for (const [index, expected] of exact.entries()) {
      const error = errors[index]!;
      expect(Math.abs(fit.attributions[index]! - expected)).toBeLessThanOrEqual(3 * error + 1e-9);
      expect(error).toBeLessThan(0.3);
    }
  });

  it("keeps efficiency at every length", () => {
    const { masks } = checkFit(sampled, { ...both, budget });
    for (let count = 31; count <= masks.length; count += 7) {
      const { attributions } = checkFit(sampled, { ...both, budget, count }).fit;
      expect(attributions.reduce((a, b) => a + b)).toBeCloseTo(eight(fullMask(8)), 9);
    }
  });

  it("gives the same numbers for the same seed, others for another", () => {
    const run = (seed: number) => [
      ...checkFit(sampled, { ...both, seed, budget: 60 }).fit.attributions,
    ];
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it("stays within its budget", () => {
    for (const limit of [1, 40, 100, 200]) {
      const { plan, masks } = checkFit(sampled, { ...both, budget: limit });
      expect(new Set([...masks, fullMask(8)].map(maskKey)).size).toBeLessThanOrEqual(
        Math.max(limit, 24),
      );
      expect(plan.plannedCount).toBeLessThanOrEqual(Math.max(limit, 24));
    }
  });
});

it("Shapley value sampling shows the ablations until the first pair of orders is complete", () => {
  const { fit } = checkFit(shapleyValueSampling, { ...both, budget: 100, count: 8 });
  expect([...fit.attributions]).toEqual([3, 4, 5, 3, 4, 5, 6, 7]);
  expect(fit.replicates).toBeUndefined();
});

it("exact Shapley values refuse what is beyond the budget, and name the limit", () => {
  expect(() => checkFit(shapleyValues, { value: () => 0, n: 13 })).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({
        kind: "invalid-option",
        message: "Exact Shapley values of 13 features take 8,192 evaluations; the budget is 4,096.",
      }),
    }),
  );
  expect(checkFit(shapleyValues, { value: () => 0, n: 3, budget: 8 }).masks).toHaveLength(8);
});

describe("sampled LIME and RISE", () => {
  it.each([
    ["least squares", lime, { model: "least-squares" }, exact.map((_, j) => j)],
    ["ridge, hardly penalised", lime, { model: "ridge", penalty: 1e-9 }, exact.map((_, j) => j)],
    ["a lasso that is strict", lime, { model: "lasso", penalty: 100 }, exact.map(() => 0)],
  ] as const)("finds a linear game by %s", (_, method, surrogate, expected) => {
    const linear = (mask: Mask) => mask.reduce((sum, bit, j) => sum + bit * j, 0) - 5;
    const { fit } = checkFit(method, { value: linear, n: 8, budget: 100, surrogate });
    checkScores(fit.attributions, [...expected], 5);
  });

  it("RISE lies within four standard errors of its limit", () => {
    const linear = (mask: Mask) => mask.reduce((sum, bit, j) => sum + bit * j, 0) - 5;
    const { fit } = checkFit(rise, { value: linear, n: 12, budget: 2000 });
    const errors = standardErrors(fit.replicates!);
    for (const [j, error] of errors.entries())
      expect(Math.abs(fit.attributions[j]! - j / 2)).toBeLessThanOrEqual(4 * error);
    expect(fit.roundCount).toBe(1999);
  });

  it("keeps features as often as asked", () => {
    const { masks } = checkFit(lime, {
      value: () => 0,
      n: 20,
      budget: 500,
      surrogate: { keepProbability: 0.8 },
    });
    const kept = masks.flatMap((mask) => [...mask]).reduce((a, b) => a + b, 0);
    expect(kept / (20 * masks.length)).toBeCloseTo(0.8, 1);
  });
});

it("plans for a thousand features without making all masks at once", () => {
  const plan = shapleyValueSampling.plan(1000, 1e9, seededRandom(1));
  const began = performance.now();
  const masks = plan.masks[Symbol.iterator]();
  for (let count = 0; count < 2000; count++) expect(masks.next().done).toBe(false);
  expect(performance.now() - began).toBeLessThan(5000);
});

it("random attributions depend on the seed alone", () => {
  const run = (seed: number, scale: number) => [
    ...checkFit(randomAttribution, { value: ([a]) => scale * a!, seed }).fit.attributions,
  ];
  expect(run(1, 1)).toEqual(run(1, 9));
  expect(run(1, 1)).not.toEqual(run(2, 1));
});
