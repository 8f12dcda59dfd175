import { nextTurn } from "#base/next-turn";
import type { MethodId } from "#protocol/methods";
import type { Explainer, MethodOptions } from "./explainer.ts";
import type { Walk } from "./gradient-model.ts";
import {
  asGradientModel,
  askTarget,
  cotangentsOf,
  differentiateValue,
  explanationOf,
  idsOf,
  mapGradients,
  scoreAbsent,
  type TokenMap,
} from "./gradient-task.ts";

/** The method that reads its scores off one walk back from the value at the prompt; `mapOf` and `walkOf` choose how. */
export function oneBackwardPass(
  id: MethodId,
  mapOf: (options: MethodOptions) => TokenMap,
  walkOf: (options: MethodOptions) => Walk = () => "gradient",
): Explainer {
  return async function* explain(task, given, options, signal) {
    const began = performance.now();
    const model = asGradientModel(given);
    await nextTurn();
    if (signal.aborted) return;
    const cotangents = cotangentsOf(task, options.perToken);
    const walk = walkOf(options);
    const map = mapOf(options);
    const [result] = await differentiateValue(
      model,
      task,
      [{ ids: idsOf(task) }],
      cotangents,
      walk,
    );
    const { embeddings, gradients, values } = result!;
    await nextTurn();
    if (signal.aborted) return;
    yield explanationOf(id, model, task, {
      ...(task.value.readsLogProbs || task.classes
        ? { logProbs: values }
        : await askTarget(model, task)),
      rows: mapGradients(map, task, gradients, embeddings),
      absent: await scoreAbsent(model, task),
      pooling: map.pooling,
      ...(walk === "gradient" ? {} : { settings: { relevance: options.relevance ?? "published" } }),
      evaluations: 1,
      plannedEvaluations: 1,
      began,
    });
  };
}
