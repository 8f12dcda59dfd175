import type { PerturbationMethod, Plan } from "./explainer.ts";
import { emptyMask, fullMask, leaveOneOutMasks, type Mask, maskKey } from "./masks.ts";
import type { Random } from "./random.ts";
import { enumeration, exactShapleyFit } from "./shapley-values.ts";
import { meanOf } from "./statistics.ts";

/** The coalitions without one feature, and then 32 orders. */
const defaultBudget = (n: number) => 33 * n;

/** Pairs of orders before their spread is stated, and first asked whether the ranking is settled. */
const firstLookPairCount = 8;

/**
 * Shapley value sampling (methods.md section 2; Castro 2009, Štrumbelj & Kononenko 2010): the mean
 * marginal contribution v(S ∪ {j}) − v(S) over random orders, in antithetic pairs; exact, by enumeration, where 2^n
 * fits the budget. Cost: about n evaluations an order, coalitions met twice evaluated once; at least one pair.
 * Efficiency, Σ φ_j = v(D) − v(∅), holds exactly for every complete pair, dummy too; symmetry in expectation. The
 * coalitions without one feature come first: until the first pair is complete those of feature ablation are shown.
 * Standard errors come with eight pairs, or all of a smaller budget: those of fewer say nothing.
 */
export const shapleyValueSampling: PerturbationMethod = {
  plan(n, given = defaultBudget(n), random): Plan {
    const budget = Math.max(given, n + 2 + pairLength(n));
    if (2 ** n <= budget) return enumeration(n);
    return {
      masks: sampledMasks(n, budget, random),
      plannedCount: budget,
      leastCount: n,
      isSampled: true,
      firstLook: n + 1 + firstLookPairCount * pairLength(n),
    };
  },

  fit({ isSampled, plannedCount }, masks) {
    if (!isSampled) return exactShapleyFit(masks);
    const n = masks[0]!.length;
    const budgetPairCount = Math.floor((plannedCount - n - 2) / pairLength(n));
    const leastPairCount = Math.max(1, Math.min(firstLookPairCount, budgetPairCount));
    const pairCount = Math.max(0, Math.floor((masks.length - n - 1) / pairLength(n)));
    const orders = Array.from({ length: 2 * pairCount }, (_, index) => {
      const start = n + 1 + index * (n - 1);
      return { start, order: orderOf(masks.slice(start, start + n - 1)) };
    });
    return (values, full) => {
      if (pairCount === 0)
        return { attributions: values.subarray(0, n).map((value) => full - value) };
      const none = values[n]!;
      const contributions = orders.map(({ start, order }) =>
        marginals(order, none, values.subarray(start, start + n - 1), full),
      );
      const replicates = Array.from({ length: pairCount }, (_, pair) =>
        meanOf(contributions.slice(2 * pair, 2 * pair + 2)),
      );
      return {
        attributions: meanOf(replicates),
        ...(pairCount < leastPairCount ? {} : { replicates }),
        roundCount: orders.length,
      };
    };
  },
};

function pairLength(n: number): number {
  return 2 * (n - 1);
}

/** Without one feature each, none, then pairs of orders while their new coalitions fit the budget. */
function* sampledMasks(n: number, budget: number, random: Random): Generator<Mask, void> {
  const seen = new Set<string>([maskKey(fullMask(n))]);
  for (const mask of [...leaveOneOutMasks(n), emptyMask(n)]) {
    seen.add(maskKey(mask));
    yield mask;
  }
  for (;;) {
    const order = random.permutation(n);
    const pair = [...chain(order), ...chain(order.toReversed())];
    const keys = pair.map(maskKey);
    const fresh = new Set(keys.filter((key) => !seen.has(key)));
    if (seen.size + fresh.size > budget) return;
    for (const key of fresh) seen.add(key);
    yield* pair;
  }
}

/** The coalitions between none and all, features added in `order`. */
function* chain(order: readonly number[]): Generator<Mask, void> {
  let mask = emptyMask(order.length);
  for (const feature of order.slice(0, -1)) {
    mask = mask.slice();
    mask[feature] = 1;
    yield mask;
  }
}

/** The order that a chain adds its features in. */
function orderOf(masks: readonly Mask[]): number[] {
  let before = emptyMask(masks[0]!.length);
  return [...masks, fullMask(before.length)].map((mask) => {
    const added = mask.findIndex((bit, feature) => bit !== before[feature]);
    before = mask;
    return added;
  });
}

/** [features] what each adds when it comes back in `order`, through the chain's `values`. */
function marginals(
  order: readonly number[],
  none: number,
  values: Float64Array,
  full: number,
): Float64Array {
  const added = new Float64Array(order.length);
  let before = none;
  for (const [step, feature] of order.entries()) {
    const after = values[step] ?? full;
    added[feature] = after - before;
    before = after;
  }
  return added;
}
