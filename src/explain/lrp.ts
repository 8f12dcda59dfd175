import type { RelevanceRule } from "#protocol/request";
import type { Walk } from "./gradient-model.ts";
import { inputTimesGradient } from "./gradient-task.ts";
import { oneBackwardPass } from "./one-backward-pass.ts";

const walks: Readonly<Record<RelevanceRule, Walk>> = {
  published: "relevance",
  mean: "relevance-mean",
  attention: "relevance-attention",
};

/**
 * Layer-wise relevance propagation in the conservative form of Ali et al. 2022 (LRP-XAI; methods.md section 3): Σ_d E_id ·
 * ∂v/∂E_id where attention probabilities and the norms' denominators are constants of the backward pass; the rule
 * `mean` takes a layer norm's mean as given too, `attention` only the probabilities. Summed over a feature's tokens. Biases,
 * position embeddings and activations aside, relevance adds up to v. Cost: one backward pass, one more for each output token.
 */
export const lrp = oneBackwardPass(
  "lrp",
  () => inputTimesGradient,
  ({ relevance = "published" }) => walks[relevance],
);
