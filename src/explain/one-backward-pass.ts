import { nextTurn } from "#base/next-turn";
import type { MethodId } from "#protocol/methods";
import type { Explainer } from "./explainer.ts";
import {
  asGradientModel,
  cotangentsOf,
  differentiateValue,
  explanationOf,
  idsOf,
  mapGradients,
  scoreAbsent,
  type TokenMap,
} from "./gradient-task.ts";

/** The method that reads its scores off the gradient at the prompt. */
export function oneBackwardPass(id: MethodId, map: TokenMap): Explainer {
  return async function* explain(task, given, { perToken }, signal) {
    const began = performance.now();
    const model = asGradientModel(given);
    await nextTurn();
    if (signal.aborted) return;
    const cotangents = cotangentsOf(task, perToken);
    const [result] = await differentiateValue(model, task, [{ ids: idsOf(task) }], cotangents);
    const { embeddings, gradients, values: logProbs } = result!;
    await nextTurn();
    if (signal.aborted) return;
    yield explanationOf(id, model, task, {
      rows: mapGradients(map, task, gradients, embeddings),
      logProbs,
      absent: await scoreAbsent(model, task),
      pooling: map.pooling,
      evaluations: 1,
      plannedEvaluations: 1,
      began,
    });
  };
}
