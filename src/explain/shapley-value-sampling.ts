import type { PerturbationMethod, Plan } from "./explainer.ts";
import { emptyMask, fullMask, type Mask, maskKey, maskWithout } from "./masks.ts";
import type { Random } from "./random.ts";

interface OrderPlan extends Plan {
  /** Orders in which the features come back, a random one and its reverse in turn. */
  readonly orders: readonly (readonly number[])[];
  /** Index into `masks` by mask. */
  readonly places: ReadonlyMap<string, number>;
}

const defaultOrderCount = 32;

/**
 * Shapley value sampling (methods.md section 2; Castro 2009, Štrumbelj & Kononenko 2010): the mean
 * marginal contribution v(S ∪ {j}) − v(S) over random orders, in antithetic pairs. Cost: about n
 * evaluations an order, coalitions met twice evaluated once. Efficiency, Σ φ_j = v(D) − v(∅), holds
 * exactly for every complete order. The leave-one-out coalitions come first: until the first order
 * is complete their values, those of feature ablation, are shown.
 */
export const shapleyValueSampling: PerturbationMethod<OrderPlan> = {
  plan(n, budget, random) {
    const pairCount = Math.max(1, Math.round(orderCount(n, budget) / 2));
    const orders = Array.from({ length: pairCount }, () => antitheticPair(n, random)).flat();
    const masks = new Map<string, Mask>();
    const add = (mask: Mask) => masks.set(maskKey(mask), mask);
    for (let index = 0; index < n; index++) add(maskWithout(n, [index]));
    add(emptyMask(n));
    for (const order of orders) for (const mask of chain(order)) add(mask);
    const places = new Map([...masks.keys()].map((key, place) => [key, place]));
    return { masks: [...masks.values()], leastCount: n, orders, places };
  },

  fit({ orders, places }, values, full) {
    const n = orders[0]!.length;
    const valueAt = (mask: Mask) => {
      const place = places.get(maskKey(mask));
      return place !== undefined && place < values.length ? values[place] : undefined;
    };
    const contributions = orders.map((order) => marginals(order, valueAt, full));
    const complete = contributions.filter((own) => own !== undefined);
    if (complete.length === 0)
      return { attributions: Float64Array.from({ length: n }, (_, j) => full - values[j]!) };
    const pairs = pairMeans(contributions);
    return {
      attributions: meanOver(complete, n),
      roundCount: complete.length,
      ...(pairs.length > 1 ? { standardErrors: standardErrors(pairs, n) } : {}),
    };
  },
};

function orderCount(n: number, budget: number | undefined): number {
  return budget === undefined ? defaultOrderCount : Math.max(2, Math.floor(budget / n));
}

function antitheticPair(n: number, random: Random): number[][] {
  const order = random.permutation(n);
  return [order, order.toReversed()];
}

/** The coalitions between none and all, features added in `order`. */
function chain(order: readonly number[]): Mask[] {
  const masks: Mask[] = [];
  let mask = emptyMask(order.length);
  for (const feature of order.slice(0, -1)) {
    mask = mask.slice();
    mask[feature] = 1;
    masks.push(mask);
  }
  return masks;
}

/** [features] what each adds when it comes back in `order`; undefined while a coalition is missing. */
function marginals(
  order: readonly number[],
  valueAt: (mask: Mask) => number | undefined,
  full: number,
): Float64Array | undefined {
  const n = order.length;
  const all = maskKey(fullMask(n));
  const added = new Float64Array(n);
  let before = valueAt(emptyMask(n));
  const steps = [...chain(order), fullMask(n)];
  for (const [step, mask] of steps.entries()) {
    const after = maskKey(mask) === all ? full : valueAt(mask);
    if (before === undefined || after === undefined) return undefined;
    added[order[step]!] = after - before;
    before = after;
  }
  return added;
}

/** [pairs][features] means of an order and its reverse, where both are complete. */
function pairMeans(contributions: readonly (Float64Array | undefined)[]): Float64Array[] {
  const pairs: Float64Array[] = [];
  for (let pair = 0; pair + 1 < contributions.length; pair += 2) {
    const [one, other] = [contributions[pair], contributions[pair + 1]];
    if (one && other) pairs.push(one.map((value, feature) => (value + other[feature]!) / 2));
  }
  return pairs;
}

function meanOver(rows: readonly Float64Array[], n: number): Float64Array {
  return Float64Array.from(
    { length: n },
    (_, feature) => rows.reduce((sum, row) => sum + row[feature]!, 0) / rows.length,
  );
}

/** sqrt(s² / pairs): antithetic orders depend on each other, pairs do not. */
function standardErrors(pairs: readonly Float64Array[], n: number): Float64Array {
  const means = meanOver(pairs, n);
  return means.map((mean, feature) => {
    const squares = pairs.reduce((sum, row) => sum + (row[feature]! - mean) ** 2, 0);
    return Math.sqrt(squares / (pairs.length - 1) / pairs.length);
  });
}
