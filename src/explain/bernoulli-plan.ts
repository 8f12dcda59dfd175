import type { Plan } from "./explainer.ts";
import { everyMask, type Mask, maskSize } from "./masks.ts";
import type { Random } from "./random.ts";

export interface BernoulliPlan extends Plan {
  readonly keepProbability: number;
}

const leastDrawCount = 8;

/** Coalitions that keep each feature with `keepProbability`: drawn, or all of them where 2^n fits the budget. */
export function bernoulliPlan(
  n: number,
  given: number,
  keepProbability: number,
  random: Random,
): BernoulliPlan {
  const budget = Math.max(given, leastDrawCount + 1);
  if (2 ** n <= budget) {
    const count = 2 ** n;
    const masks = everyMask(n);
    return { masks, plannedCount: count, leastCount: count, isSampled: false, keepProbability };
  }
  return {
    masks: drawnMasks(n, budget - 1, keepProbability, random),
    plannedCount: budget,
    leastCount: leastDrawCount,
    isSampled: true,
    keepProbability,
  };
}

/** [masks] how much each stands for, and which draw it is: −1 where all coalitions are there. */
export function bernoulliWeights(
  { isSampled, keepProbability: p }: BernoulliPlan,
  masks: readonly Mask[],
): { weights: number[]; draws: number[] } {
  const weightOf = (mask: Mask) => {
    const size = maskSize(mask);
    return p ** size * (1 - p) ** (mask.length - size);
  };
  return {
    weights: masks.map((mask) => (isSampled ? 1 : weightOf(mask))),
    draws: masks.map((_, place) => (isSampled ? place : -1)),
  };
}

function* drawnMasks(
  n: number,
  count: number,
  keepProbability: number,
  random: Random,
): Generator<Mask, void> {
  for (let draw = 0; draw < count; draw++)
    yield Uint8Array.from({ length: n }, () => (random.next() < keepProbability ? 1 : 0));
}
