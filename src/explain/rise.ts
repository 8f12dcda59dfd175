import { type BernoulliPlan, bernoulliPlan, bernoulliWeights } from "./bernoulli-plan.ts";
import type { PerturbationMethod } from "./explainer.ts";
import { jackknife } from "./jackknife.ts";
import { surrogateDefaults } from "./lime.ts";
import type { Line, Sums } from "./linear-fit.ts";

const defaultBudget = (n: number) => Math.max(64, 32 * n);

/**
 * RISE (Petsiuk et al. 2018, equation 4; methods.md section 2): the mean of v over random coalitions that keep the
 * feature, Σ v(S)·1[j ∈ S] / Σ 1[j ∈ S], which is the sum normalised by the probability to be kept. Scores are given
 * above the mean over all coalitions, which is the `intercept`: so their sign says what a feature does, and adding it
 * gives RISE's own. Cost: the budget; exact, over all coalitions, where 2^n fits it. Dummy, symmetry and linearity
 * hold in expectation; in a linear game φ_j is (1−p) of the feature's weight, p the probability to be kept.
 */
export const rise: PerturbationMethod<BernoulliPlan> = {
  plan(n, budget = defaultBudget(n), random, options) {
    const keep = options?.surrogate?.keepProbability ?? surrogateDefaults.keepProbability;
    const settings = { surrogate: { keepProbability: keep } };
    return { ...bernoulliPlan(n, budget, keep, random), settings };
  },
  fit(plan, masks) {
    const samples = { masks, ...bernoulliWeights(plan, masks) };
    const solverOf = (design: Sums) => (response: Sums) => keptMeans(design, response);
    return jackknife(samples, solverOf, { products: false });
  },
};

/** The mean of v where each feature is kept, above the mean of all; 0 where it never was. */
function keptMeans(design: Sums, response: Sums): Line {
  const intercept = response[0]! / design[0]!;
  const coefficients = response.subarray(1).map((sum, j) => {
    const kept = design[1 + j]!;
    return kept > 0 ? sum / kept - intercept : 0;
  });
  return { coefficients, intercept };
}
