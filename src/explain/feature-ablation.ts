import type { PerturbationMethod } from "./explainer.ts";
import { maskWithout } from "./masks.ts";

/**
 * Feature ablation, φ_j = v(D) − v(D∖{j}) (methods.md section 2; Captum's FeatureAblation).
 * Cost: n + 1 evaluations. Keeps the dummy axiom; two features that stand in for each other both
 * get nothing. Features that are not evaluated yet have 0.
 */
export const featureAblation: PerturbationMethod = {
  plan: (n) => ({
    masks: Array.from({ length: n }, (_, index) => maskWithout(n, [index])),
    leastCount: 1,
  }),
  fit: (plan, values, full) => ({
    attributions: Float64Array.from(plan.masks, (_, index) =>
      index < values.length ? full - values[index]! : 0,
    ),
  }),
};
