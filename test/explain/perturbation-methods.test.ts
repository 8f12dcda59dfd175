import { describe, expect, it } from "vitest";
import type { PerturbationMethod, Plan } from "#explain/explainer";
import { featureAblation } from "#explain/feature-ablation";
import { fullMask, type Mask } from "#explain/masks";
import { seededRandom } from "#explain/random";
import { randomAttribution } from "#explain/random-attribution";
import { shapleyValueSampling } from "#explain/shapley-value-sampling";

/** Games solved by hand: the value of a coalition, and its ablations and Shapley values. */
const games: Record<
  string,
  { value: (mask: Mask) => number; ablation: number[]; shapley: number[] }
> = {
  linear: {
    value: ([a, b, c]) => 3 * a! - 2 * b! + 0 * c! - 5,
    ablation: [3, -2, 0],
    shapley: [3, -2, 0],
  },
  and: { value: ([a, b]) => 4 * a! * b!, ablation: [4, 4, 0], shapley: [2, 2, 0] },
  or: { value: ([a, b]) => 4 * Math.max(a!, b!), ablation: [0, 0, 0], shapley: [2, 2, 0] },
  xor: { value: ([a, b]) => a! ^ b!, ablation: [-1, -1, 0], shapley: [0, 0, 0] },
};

function checkFit<P extends Plan>(
  method: PerturbationMethod<P>,
  {
    value,
    n = 3,
    count = Number.POSITIVE_INFINITY,
    seed = 7,
    budget = undefined as number | undefined,
  }: {
    value: (mask: Mask) => number;
    n?: number;
    count?: number;
    seed?: number;
    budget?: number | undefined;
  },
) {
  const plan = method.plan(n, budget, seededRandom(seed));
  const values = Float64Array.from(plan.masks.slice(0, count), value);
  return { plan, fit: method.fit(plan, values, value(fullMask(n))) };
}

describe.each(Object.entries(games))("%s", (_, { value, ablation, shapley }) => {
  it("feature ablation", () => {
    expect([...checkFit(featureAblation, { value }).fit.attributions]).toEqual(ablation);
  });

  it("Shapley values, sampled: exact here, since each pair of orders is symmetric", () => {
    const { fit } = checkFit(shapleyValueSampling, { value });
    for (const [index, expected] of shapley.entries())
      expect(fit.attributions[index]).toBeCloseTo(expected, 12);
  });

  it("efficiency at every complete order", () => {
    const { plan } = checkFit(shapleyValueSampling, { value });
    const difference = value(fullMask(3)) - value(new Uint8Array(3));
    for (let count = 7; count <= plan.masks.length; count++) {
      const { fit } = checkFit(shapleyValueSampling, { value, count });
      expect(fit.attributions.reduce((a, b) => a + b)).toBeCloseTo(difference, 12);
    }
  });
});

describe("Shapley value sampling", () => {
  const eight = (mask: Mask) =>
    mask.reduce((sum, bit, index) => sum + bit * index, 0) + 3 * mask[0]! * mask[1]! * mask[2]!;
  // Linear part: its weight each; the product of three: a third each.
  const exact = [1, 2, 3, 3, 4, 5, 6, 7];

  it("lies within three standard errors of the exact values", () => {
    const { fit } = checkFit(shapleyValueSampling, { value: eight, n: 8, budget: 2000 });
    for (const [index, expected] of exact.entries()) {
      const error = fit.standardErrors![index]!;
      expect(Math.abs(fit.attributions[index]! - expected)).toBeLessThanOrEqual(3 * error + 1e-12);
    }
    expect(fit.standardErrors![7]).toBeCloseTo(0, 12);
    expect(fit.standardErrors![0]).toBeGreaterThan(0);
  });

  it("shows the ablations until the first order is complete", () => {
    const { fit } = checkFit(shapleyValueSampling, { value: eight, n: 8, count: 8 });
    expect([...fit.attributions]).toEqual([3, 4, 5, 3, 4, 5, 6, 7]);
    expect(fit.standardErrors).toBeUndefined();
  });

  it("gives the same numbers for the same seed, others for another", () => {
    const run = (seed: number) => [
      ...checkFit(shapleyValueSampling, { value: eight, n: 8, seed, budget: 32 }).fit.attributions,
    ];
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it("works for one feature", () => {
    const { fit } = checkFit(shapleyValueSampling, { value: ([a]) => 2 * a!, n: 1 });
    expect([...fit.attributions]).toEqual([2]);
  });
});

it("random attributions depend on the seed alone", () => {
  const run = (seed: number, scale: number) => [
    ...checkFit(randomAttribution, { value: ([a]) => scale * a!, seed }).fit.attributions,
  ];
  expect(run(1, 1)).toEqual(run(1, 9));
  expect(run(1, 1)).not.toEqual(run(2, 1));
});
