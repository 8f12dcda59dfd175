import {
  asGradientModel,
  cotangentsOf,
  gradientNorm,
  idsOf,
  inputTimesGradient,
  mapGradients,
  objectiveOf,
  type TokenMap,
} from "#explain/gradient-task";
import type { ScoringModel } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import { ExplainError } from "#protocol/failure";

/** Of each embedding, where next to nothing of the prompt is left. */
const hint = 0.05;

/** Passes back of `slopesOf`. */
export const slopePassCount = 2;

/**
 * [features] what each feature may do, whatever the value, from both ends of the way from nothing to the prompt: its slope
 * ‖∂ log p(y)/∂E_j‖₂ (or of the logits) in the whole prompt, and |E_j · ∂ log p(y)/∂E_j|, what it begins to say, where 5 %
 * of every feature's embeddings are left; each as a multiple of its mean, added up. A word that the whole prompt leaves
 * no slope, since others say the same, has one where nothing is said yet. Undefined where the model has no
 * gradient, or it says nothing. Cost: two backward passes.
 */
export async function slopesOf(task: Task, model: ScoringModel): Promise<Float64Array | undefined> {
  if (!("differentiate" in model) || task.classes) return undefined;
  const gradients = asGradientModel(model);
  const ids = idsOf(task);
  const pass = async (map: TokenMap, factor: number) => {
    const embeddingMask = new Array<number>(ids.length).fill(1);
    for (const token of task.features.flatMap(({ tokens }) => tokens))
      embeddingMask[token] = factor;
    const [result] = await gradients.differentiate(
      [{ ids, embeddingMask }],
      objectiveOf(task, { needsValue: false }),
      cotangentsOf(task, false).slice(0, 1),
    );
    const [found] = mapGradients(map, task, result!.gradients, result!.embeddings);
    return multiplesOfMean(found!.map(Math.abs));
  };
  try {
    const whole = await pass(gradientNorm, 1);
    const hinted = await pass(inputTimesGradient, hint);
    const slopes = whole.map((slope, feature) => slope + hinted[feature]!);
    return slopes.some((slope) => slope > 0) ? slopes : undefined;
  } catch (error) {
    if (error instanceof ExplainError && error.failure.kind === "no-gradient") return undefined;
    throw error;
  }
}

function multiplesOfMean(slopes: Float64Array): Float64Array {
  const mean = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
  return mean > 0 ? slopes.map((slope) => slope / mean) : slopes;
}
