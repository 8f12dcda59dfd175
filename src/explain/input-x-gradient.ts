import { nextTurn } from "#base/next-turn";
import type { Explainer } from "./explainer.ts";
import {
  asGradientModel,
  cotangentsOf,
  differentiateValue,
  explanationOf,
  perTokenRow,
} from "./gradient-task.ts";
import { emptyMask } from "./masks.ts";

/**
 * Input × gradient, φ_i = Σ_d E_id · ∂v/∂E_id at the token embeddings before positions (Shrikumar 2016; methods.md
 * section 3), summed over a feature's tokens. To first order what zeroing the embedding costs. Cost: one backward
 * pass, one more for each output token. Keeps completeness only where the model is linear in the embeddings.
 */
export const inputXGradient: Explainer = async function* (task, given, { perToken }, signal) {
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
    perTokenRow(gradient, width, (row, token) =>
      row.reduce((sum, slope, d) => sum + slope * embeddings[token * width + d]!, 0),
    ),
  );
  await nextTurn();
  if (signal.aborted) return;
  const absent = task.perturb(emptyMask(task.features.length));
  const [none] = await model.score(absent.slice(0, 1), task.targetIds);
  yield explanationOf("input-x-gradient", model, task, rows, {
    logProbs,
    none: task.value.ofTarget(none!.slice(task.span.start, task.span.end)),
    pooling: "sum",
    evaluations: 1,
    plannedEvaluations: 1,
    began,
  });
};
