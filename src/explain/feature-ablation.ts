import type { PerturbationMethod } from "./explainer.ts";
import { leaveOneOutMasks } from "./masks.ts";

/**
 * Feature ablation, φ_j = v(D) − v(D∖{j}) (methods.md section 2; Captum's FeatureAblation).
 * Cost: n + 1 evaluations. Keeps the dummy, symmetry and linearity axioms; two features that stand in for each
 * other both get nothing. Features that are not evaluated yet have 0.
 */
export const featureAblation: PerturbationMethod = {
  plan: (n) => ({
    masks: leaveOneOutMasks(n),
    plannedCount: n + 1,
    leastCount: 1,
    isSampled: false,
  }),
  fit: (_plan, masks) => (values, full) => ({
    attributions: Float64Array.from(masks[0]!, (_, index) =>
      index < values.length ? full - values[index]! : 0,
    ),
  }),
};
