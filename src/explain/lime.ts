import type { SurrogateOptions } from "#protocol/request";
import { type BernoulliPlan, bernoulliPlan, bernoulliWeights } from "./bernoulli-plan.ts";
import type { PerturbationMethod } from "./explainer.ts";
import { jackknife } from "./jackknife.ts";
import { centred, type Line, lasso, type Sums, symmetricSolver } from "./linear-fit.ts";
import { maskSize } from "./masks.ts";

interface LimePlan extends BernoulliPlan {
  readonly surrogate: Required<SurrogateOptions>;
}

/** As in Captum. */
export const surrogateDefaults: Required<SurrogateOptions> = {
  model: "lasso",
  penalty: 0.01,
  similarity: "cosine",
  width: 1,
  keepProbability: 0.5,
};

const defaultBudget = (n: number) => Math.max(64, 16 * n);

/**
 * LIME (Ribeiro et al. 2016; methods.md section 2; Captum's Lime): the coefficients φ of a linear model of v over
 * coalitions z drawn with each feature kept at probability p, weighted by their similarity to the whole prompt,
 *
 *     minimise 1/(2Σw) Σ_z w(z) (v(z) − φ_0 − φ·z)² + penalty,  w = exp(−d²/2width²),
 *
 * d = 1 − √(|z|/n) (cosine) or √(n−|z|) (euclidean); the penalty is α Σ|φ_j| (lasso), α/2 Σφ_j² (ridge) or none. Cost: the
 * budget, draws met twice evaluated once; where 2^n fits it, all coalitions, each weighted by its probability too,
 * which is the limit of many draws. Dummy, symmetry and (without lasso) linearity hold in that limit; efficiency does
 * not.
 */
export const lime: PerturbationMethod<LimePlan> = {
  plan(n, budget = defaultBudget(n), random, options) {
    const surrogate = { ...surrogateDefaults, ...options?.surrogate };
    const plan = bernoulliPlan(n, budget, surrogate.keepProbability, random);
    return { ...plan, surrogate, settings: { surrogate } };
  },
  fit(plan, masks) {
    const n = masks[0]!.length;
    const { weights, draws } = bernoulliWeights(plan, masks);
    const similar = masks.map(
      (mask, place) => weights[place]! * similarity(maskSize(mask), n, plan.surrogate),
    );
    return jackknife({ masks, weights: similar, draws }, (design) =>
      solver(design, n, plan.surrogate),
    );
  },
};

function similarity(
  size: number,
  n: number,
  { similarity: kind, width }: Required<SurrogateOptions>,
): number {
  const distance = kind === "cosine" ? 1 - Math.sqrt(size / n) : Math.sqrt(n - size);
  return Math.exp(-((distance / width) ** 2) / 2);
}

function solver(
  design: Sums,
  n: number,
  { model, penalty }: Required<SurrogateOptions>,
): (response: Sums) => Line {
  const { covariance, withResponse, interceptOf } = centred(design, n);
  const lineOf = (response: Sums, coefficients: Float64Array) => ({
    coefficients,
    intercept: interceptOf(response, coefficients),
  });
  if (model === "lasso")
    return (response) => lineOf(response, lasso(covariance, withResponse(response), penalty));
  if (model === "ridge") for (let j = 0; j < n; j++) covariance[j * n + j]! += penalty;
  const solve = symmetricSolver(covariance, n);
  return (response) => lineOf(response, solve(withResponse(response)));
}
