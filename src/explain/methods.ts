import type { MethodId } from "#protocol/methods";
import {
  attentionFlow,
  attentionGae,
  attentionLast,
  attentionRollout,
} from "./attention-attribution.ts";
import { promptExplainer } from "./classes/prompt-explainer.ts";
import { deepLift } from "./deep-lift.ts";
import type { Explainer, PerturbationMethod } from "./explainer.ts";
import { featureAblation } from "./feature-ablation.ts";
import { gradientShap } from "./gradient-shap.ts";
import { inputXGradient } from "./input-x-gradient.ts";
import { integratedGradients } from "./integrated-gradients.ts";
import { modelInterest } from "./interest/model-interest.ts";
import { jointPrompt } from "./joint/joint-prompt.ts";
import { kernelShap } from "./kernel-shap.ts";
import { lime } from "./lime.ts";
import { lrp } from "./lrp.ts";
import { noise } from "./noise.ts";
import { perturbAndFit } from "./perturb-and-fit.ts";
import { randomAttribution } from "./random-attribution.ts";
import { rise } from "./rise.ts";
import { saliency } from "./saliency.ts";
import { shapleyValueSampling } from "./shapley-value-sampling.ts";
import { shapleyValues } from "./shapley-values.ts";
import { smoothGrad } from "./smooth-grad.ts";
import { tddBackward, tddBidirectional, tddForward } from "./token-distribution-dynamics.ts";

/** The methods that only ask for the values of coalitions. */
export const perturbationMethods = {
  "feature-ablation": featureAblation,
  "shapley-value-sampling": shapleyValueSampling,
  "shapley-values": shapleyValues,
  lime,
  "kernel-shap": kernelShap,
  rise,
  random: randomAttribution,
} satisfies Partial<Record<MethodId, PerturbationMethod>>;

function perturbing(id: keyof typeof perturbationMethods): Explainer {
  return perturbAndFit(id, perturbationMethods[id]);
}

/** Every method: one row each; its words for the user are in `#protocol/methods`. */
export const methods: Readonly<Record<MethodId, Explainer>> = {
  "feature-ablation": perturbing("feature-ablation"),
  "shapley-value-sampling": perturbing("shapley-value-sampling"),
  "input-x-gradient": inputXGradient,
  "integrated-gradients": integratedGradients,
  "gradient-shap": gradientShap,
  "deep-lift": deepLift,
  saliency,
  "smooth-grad": smoothGrad,
  "shapley-values": perturbing("shapley-values"),
  lime: perturbing("lime"),
  "kernel-shap": perturbing("kernel-shap"),
  rise: perturbing("rise"),
  noise,
  lrp,
  "prompt-explainer": promptExplainer,
  "attention-last": attentionLast,
  "attention-rollout": attentionRollout,
  "attention-flow": attentionFlow,
  "attention-gae": attentionGae,
  "tdd-forward": tddForward,
  "tdd-backward": tddBackward,
  "tdd-bidirectional": tddBidirectional,
  "joint-prompt": jointPrompt,
  "model-interest": modelInterest,
  random: perturbing("random"),
};

/** Methods that take a while: a first map from one backward pass goes before them. */
export const evaluatesOften: ReadonlySet<MethodId> = new Set([
  "feature-ablation",
  "shapley-value-sampling",
  "lime",
  "kernel-shap",
  "rise",
  "noise",
  "model-interest",
]);
