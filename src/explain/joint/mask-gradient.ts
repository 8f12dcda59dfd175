import type { GradientModel } from "#explain/gradient-model";
import {
  cotangentsOf,
  differentiateValue,
  idsOf,
  inputTimesGradient,
  mapGradients,
} from "#explain/gradient-task";
import type { ScoringModel } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import { ExplainError } from "#protocol/failure";

/** Values whose gradient is known. */
const differentiable: ReadonlySet<string> = new Set(["log-prob", "prob", "logit"]);

/**
 * [n] ∂v/∂m_j at the whole prompt, m_j the factor on the embeddings of feature j: embedding times gradient, summed over
 * its tokens. One backward pass. Undefined where the model or the value gives none.
 */
export async function maskGradient(
  model: ScoringModel,
  task: Task,
): Promise<Float64Array | undefined> {
  if (!("differentiate" in model) || !differentiable.has(task.request.value)) return undefined;
  try {
    const cotangents = cotangentsOf(task, false).slice(0, 1);
    const variants = [{ ids: idsOf(task) }];
    const [result] = await differentiateValue(model as GradientModel, task, variants, cotangents);
    const { gradients, embeddings } = result!;
    return mapGradients(inputTimesGradient, task, gradients, embeddings)[0]!;
  } catch (error) {
    if (error instanceof ExplainError && error.failure.kind === "no-gradient") return undefined;
    throw error;
  }
}
