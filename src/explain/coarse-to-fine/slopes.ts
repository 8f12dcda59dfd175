import {
  asGradientModel,
  cotangentsOf,
  gradientNorm,
  idsOf,
  mapGradients,
  objectiveOf,
} from "#explain/gradient-task";
import type { ScoringModel } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import { ExplainError } from "#protocol/failure";

/**
 * [features] ‖∂ log p(y)/∂E‖₂ (or of the logits), for what each feature may do, whatever the value. Undefined where the
 * model has no gradient, or it says nothing. Cost: one backward pass.
 */
export async function slopesOf(task: Task, model: ScoringModel): Promise<Float64Array | undefined> {
  if (!("differentiate" in model) || task.classes) return undefined;
  try {
    const [result] = await asGradientModel(model).differentiate(
      [{ ids: idsOf(task) }],
      objectiveOf(task, { needsValue: false }),
      cotangentsOf(task, false).slice(0, 1),
    );
    const { gradients, embeddings } = result!;
    const [slopes] = mapGradients(gradientNorm, task, gradients, embeddings);
    return slopes!.some((slope) => slope > 0) ? slopes : undefined;
  } catch (error) {
    if (error instanceof ExplainError && error.failure.kind === "no-gradient") return undefined;
    throw error;
  }
}
