import { inputTimesGradient } from "./gradient-task.ts";
import { oneBackwardPass } from "./one-backward-pass.ts";

/**
 * Input × gradient, φ_i = Σ_d E_id · ∂v/∂E_id at the token embeddings before positions (Shrikumar 2016; methods.md
 * section 3), summed over a feature's tokens. To first order what zeroing the embedding costs. Cost: one backward
 * pass, one more for each output token. Keeps completeness only where the model is linear in the embeddings.
 */
export const inputXGradient = oneBackwardPass("input-x-gradient", () => inputTimesGradient);
