import type { Explanation } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import { inputXGradient } from "./input-x-gradient.ts";
import type { ScoringModel } from "./scoring-model.ts";
import type { Task } from "./task.ts";

/** Below so many features a method's own first scores come as soon. */
const leastFeatureCount = 40;

/**
 * A first map from one backward pass, marked partial, for methods that need many evaluations. Nothing for short
 * prompts, for models without gradients, and for values that are not made of log-probabilities.
 */
export async function* firstColours(
  task: Task,
  model: ScoringModel,
  signal: AbortSignal,
): AsyncGenerator<Explanation, void> {
  if (task.features.length < leastFeatureCount || !("differentiate" in model)) return;
  if (!task.value.readsLogProbs) return;
  try {
    const options = { seed: task.request.seed, perToken: false };
    for await (const first of inputXGradient(task, model, options, signal))
      yield { ...first, partial: true };
  } catch (error) {
    if (!(error instanceof ExplainError && error.failure.kind === "no-gradient")) throw error;
  }
}
