import type { Fit } from "./explainer.ts";
import { designSums, type Line, responseSums, type Sums } from "./linear-fit.ts";
import type { Mask } from "./masks.ts";

/** Coalitions with their weights in a fit. */
export interface WeightedSamples {
  readonly masks: readonly Mask[];
  readonly weights: readonly number[];
  /** [samples] which draw each belongs to, those of one draw depend on each other; −1: not drawn by chance. */
  readonly draws: readonly number[];
}

const groupCount = 10;

/**
 * A fit on weighted samples with its error by the delete-a-group jackknife (Quenouille 1949, Tukey 1958): the draws
 * are dealt out to ten groups, and the pseudo-values G·θ − (G−1)·θ_(g), θ_(g) fitted without group g, are nearly
 * independent estimates. Samples that are not drawn by chance are in every fit. `solverOf` prepares a design for
 * any number of responses, with the sums over pairs of features only if it needs `products`. Cost: eleven solutions; the sums over samples are made once.
 */
export function jackknife(
  { masks, weights, draws }: WeightedSamples,
  solverOf: (design: Sums) => (response: Sums) => Line,
  { products = true } = {},
): (values: Float64Array) => Fit {
  const n = masks[0]!.length;
  const groups = Array.from({ length: groupCount + 1 }, (): number[] => []);
  for (const [place, draw] of draws.entries()) groups[(draw % groupCount) + 1]!.push(place);
  const drawCount = new Set(draws.filter((draw) => draw >= 0)).size;
  const pick = <T>(all: readonly T[], group: readonly number[]) =>
    group.map((place) => all[place]!);
  const parts = groups.map((group) => ({
    masks: pick(masks, group),
    weights: pick(weights, group),
  }));
  const designs = parts.map((part) => designSums(part.masks, part.weights, n, products));
  const whole = solverOf(add(designs));
  const hasGroups = drawCount >= 2 * groupCount;
  const without = hasGroups
    ? designs.slice(1).map((_, group) => solverOf(leaveOut(designs, group + 1)))
    : [];
  return (values) => {
    const responses = parts.map((part, group) =>
      responseSums(
        part.masks,
        part.weights,
        Float64Array.from(groups[group]!, (place) => values[place]!),
        n,
      ),
    );
    const { coefficients, intercept } = whole(add(responses));
    const replicates = without.map((solve, group) => {
      const left = solve(leaveOut(responses, group + 1)).coefficients;
      return coefficients.map((own, j) => groupCount * own - (groupCount - 1) * left[j]!);
    });
    return {
      attributions: coefficients,
      ...(intercept === undefined ? {} : { intercept }),
      ...(hasGroups ? { replicates } : {}),
      ...(drawCount > 0 ? { roundCount: drawCount } : {}),
    };
  };
}

function add(sums: readonly Sums[]): Sums {
  const total = sums[0]!.slice();
  for (const own of sums.slice(1)) for (let i = 0; i < total.length; i++) total[i]! += own[i]!;
  return total;
}

/** All but one group; those left stand for it too. */
function leaveOut(sums: readonly Sums[], group: number): Sums {
  const share = groupCount / (groupCount - 1);
  const total = sums[0]!.slice();
  for (const [index, own] of sums.entries())
    if (index !== 0 && index !== group)
      for (let i = 0; i < total.length; i++) total[i]! += share * own[i]!;
  return total;
}
