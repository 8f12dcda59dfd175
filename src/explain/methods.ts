import type { MethodId } from "#protocol/methods";
import type { Explainer } from "./explainer.ts";
import { featureAblation } from "./feature-ablation.ts";
import { perturbAndFit } from "./perturb-and-fit.ts";
import { randomAttribution } from "./random-attribution.ts";
import { shapleyValueSampling } from "./shapley-value-sampling.ts";

/** Every method: one row each; its words for the user are in `#protocol/methods`. */
export const methods: Readonly<Record<MethodId, Explainer>> = {
  "feature-ablation": perturbAndFit("feature-ablation", featureAblation),
  "shapley-value-sampling": perturbAndFit("shapley-value-sampling", shapleyValueSampling),
  random: perturbAndFit("random", randomAttribution),
};
