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
 * [features] what each feature may do, whatever the value, after each pass back. First its slope ‖∂ log p(y)/∂E_j‖₂ (or of
 * the logits) in the whole prompt; then that and |E_j · ∂ log p(y)/∂E_j|, what it begins to say, where 5 % of every
 * feature's embeddings are left, added up. Both as multiples of their mean. Masking a word can cost much though its
 * slope has run out in the whole prompt; from the other end it is still seen. Nothing where the model has no
 * gradient. Cost: two backward passes.
 */
export async function* slopesOf(task: Task, model: ScoringModel): AsyncGenerator<Float64Array> {
  if (!("differentiate" in model) || task.classes) return;
  try {
    const whole = await multiplesOf(gradientNorm, 1, task, model);
    yield whole;
    const hinted = await multiplesOf(inputTimesGradient, hint, task, model);
    yield whole.map((slope, feature) => slope + hinted[feature]!);
  } catch (error) {
    if (error instanceof ExplainError && error.failure.kind === "no-gradient") return;
    throw error;
  }
}

/** [features] magnitudes as multiples of their mean, where `factor` of the features' embeddings is left. */
async function multiplesOf(map: TokenMap, factor: number, task: Task, model: ScoringModel) {
  const ids = idsOf(task);
  const embeddingMask = new Array<number>(ids.length).fill(1);
  for (const token of task.features.flatMap(({ tokens }) => tokens)) embeddingMask[token] = factor;
  const [result] = await asGradientModel(model).differentiate(
    [{ ids, embeddingMask }],
    objectiveOf(task, { needsValue: false }),
    cotangentsOf(task, false).slice(0, 1),
  );
  const [signed] = mapGradients(map, task, result!.gradients, result!.embeddings);
  const found = signed!.map(Math.abs);
  const mean = found.reduce((sum, magnitude) => sum + magnitude, 0) / found.length;
  return mean > 0 ? found.map((magnitude) => magnitude / mean) : found;
}
