import { nextTurn } from "#base/next-turn";
import type { Explainer } from "./explainer.ts";
import {
  asGradientModel,
  cotangentsOf,
  differentiateValue,
  explanationOf,
  perTokenRow,
} from "./gradient-task.ts";

/**
 * Saliency, ‖∂v/∂E_i‖₂ over the embedding (Simonyan 2013; methods.md section 3), unsigned; a feature's tokens by
 * their Euclidean norm. Per output token the norm of its own gradient, so rows do not add up to the whole. Cost:
 * one backward pass, one more for each output token.
 */
export const saliency: Explainer = async function* (task, given, { perToken }, signal) {
  const began = performance.now();
  const model = asGradientModel(given);
  const ids = task.prompt.tokens.map((token) => token.id);
  await nextTurn();
  if (signal.aborted) return;
  const cotangents = cotangentsOf(task, perToken);
  const [result] = await differentiateValue(model, task, [{ ids }], cotangents);
  const { embeddings, gradients, values: logProbs } = result!;
  const width = embeddings.length / ids.length;
  const rows = gradients.map((gradient) =>
    perTokenRow(gradient, width, (row) => Math.hypot(...row)),
  );
  yield explanationOf("saliency", model, task, rows, {
    logProbs,
    pooling: "l2",
    evaluations: 1,
    plannedEvaluations: 1,
    began,
  });
};
