import { ExplainError } from "#protocol/failure";
import type { Fit, PerturbationMethod, Plan } from "./explainer.ts";
import { everyMask, type Mask, maskSize } from "./masks.ts";

/** Up to twelve features without asking for more. */
const defaultBudget = 2 ** 12;

/**
 * Shapley values by enumeration, φ_j = Σ_{S∌j} |S|!(n−|S|−1)!/n! (v(S ∪ {j}) − v(S)) (methods.md section 2;
 * Shapley 1953; Captum's ShapleyValues). Cost: 2^n evaluations; throws ExplainError `invalid-option` where that is
 * beyond the budget. Keeps efficiency, dummy, symmetry and linearity. Until all coalitions are there the values of
 * feature ablation are shown.
 */
export const shapleyValues: PerturbationMethod = {
  plan(n, budget = defaultBudget) {
    if (2 ** n <= budget) return enumeration(n);
    throw new ExplainError({
      kind: "invalid-option",
      message: `Exact Shapley values of ${n} features take ${(2 ** n).toLocaleString("en")} evaluations; the budget is ${budget.toLocaleString("en")}.`,
      remedy: `Choose shapley-value-sampling, parts of the prompt that are ${Math.floor(Math.log2(budget))} or fewer, or a budget of ${2 ** n}.`,
    });
  },
  fit: (_plan, masks) => exactShapleyFit(masks),
};

/** All coalitions: what methods that sample do where the budget allows it. */
export function enumeration(featureCount: number): Plan {
  return {
    masks: everyMask(featureCount),
    plannedCount: 2 ** featureCount,
    leastCount: featureCount + 1,
    isSampled: false,
  };
}

/** Shapley values where `masks` are all coalitions, the ablations before that. */
export function exactShapleyFit(
  masks: readonly Mask[],
): (values: Float64Array, full: number) => Fit {
  const n = masks[0]!.length;
  const sizes = masks.map(maskSize);
  const weights = coalitionWeights(n);
  return (values, full) => {
    if (masks.length < 2 ** n)
      return { attributions: values.subarray(1, n + 1).map((value) => full - value) };
    const attributions = new Float64Array(n);
    for (const [place, mask] of masks.entries()) {
      const size = sizes[place]!;
      const gain = size > 0 ? values[place]! * weights[size - 1]! : 0;
      const loss = size < n ? values[place]! * weights[size]! : 0;
      for (let j = 0; j < n; j++) attributions[j]! += mask[j] ? gain : -loss;
    }
    return { attributions };
  };
}

/** [size] s!(n−s−1)!/n! of a coalition of `size` that a feature joins. */
function coalitionWeights(n: number): number[] {
  const weights = [1 / n];
  for (let size = 1; size < n; size++) weights.push((weights[size - 1]! * size) / (n - size));
  return weights;
}
