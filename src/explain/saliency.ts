import { gradientL1Norm, gradientNorm } from "./gradient-task.ts";
import { oneBackwardPass } from "./one-backward-pass.ts";

/**
 * Saliency, ‖∂v/∂E_i‖₂ over the embedding or, with the norm l1, ‖∂v/∂E_i‖₁ (Simonyan 2013; methods.md section 3),
 * unsigned; a feature's tokens by the same norm. Per output token the norm of its own gradient, so rows do not add up to the whole. Cost:
 * one backward pass, one more for each output token.
 */
export const saliency = oneBackwardPass("saliency", ({ norm }) =>
  norm === "l1" ? gradientL1Norm : gradientNorm,
);
