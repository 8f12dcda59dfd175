import { buildClassTask, withClasses } from "#explain/classes/class-task";
import { coarseToFine } from "#explain/coarse-to-fine/coarse-to-fine";
import { estimateRun } from "#explain/estimate";
import { firstColours } from "#explain/first-colours";
import { evaluatesOften, methods } from "#explain/methods";
import type { ScoringModel } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import type { ClassChoice } from "#protocol/classes";
import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import type { Estimate, WorkerMethods } from "#protocol/worker-methods";
import type { Preparation } from "./preparation.ts";
import { Stages } from "./stages.ts";
import { withEvaluations } from "./with-evaluations.ts";

/** Explains the answer to a prompt, or the class of a text. */
export async function* explain(
  preparation: Preparation,
  request: ExplainRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["explain"]["yields"], void> {
  const stages = new Stages("loading");
  if (request.classes) {
    yield* classify(preparation, { ...request, classes: request.classes }, stages, signal);
    return;
  }
  const prepared = yield* preparation.prepare(request, stages, signal);
  if (!prepared) return;
  const { model, task, answer } = prepared;
  stages.enter("explaining");
  yield { progress: stages.at(), answer };
  let first: Explanation | undefined;
  // Ablation coarse to fine begins with one itself.
  const isRefined = request.features.coarseToFine && request.method === "feature-ablation";
  if (evaluatesOften.has(request.method) && !isRefined)
    for await (first of firstColours(task, model, signal))
      yield { progress: stages.at(), answer, explanation: first };
  const estimate = await estimateLongRun(task, model, request);
  if (estimate) {
    yield { progress: stages.at(), answer, ...(first ? { explanation: first } : {}), estimate };
    return;
  }
  const { method, features } = request;
  const explainer = features.coarseToFine ? coarseToFine(method) : methods[method];
  let last: Explanation | undefined;
  for await (const update of withEvaluations(explainer, task, model, request, signal)) {
    last = update.explanation;
    const progress = last
      ? stages.at(last.evaluations, last.plannedEvaluations)
      : stages.at(update.scoredCount);
    const shown = last ?? first;
    yield { progress, answer, ...(shown ? { explanation: shown } : {}) };
  }
  stages.enter("done");
  if (last && !signal.aborted) yield { progress: stages.at(), answer, explanation: last };
}

/** What a run would cost that is to be asked about before. */
async function estimateLongRun(
  task: Task,
  model: ScoringModel,
  request: ExplainRequest,
): Promise<Estimate | undefined> {
  if (request.askAboveMs === undefined) return undefined;
  const estimate = await estimateRun(task, model, request);
  return estimate && estimate.ms > request.askAboveMs ? estimate : undefined;
}

/** Explains a class: there is no answer, and what is shown has every class. */
async function* classify(
  preparation: Preparation,
  request: ExplainRequest & { readonly classes: ClassChoice },
  stages: Stages,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["explain"]["yields"], void> {
  const model = yield* preparation.open(request.model, stages, signal, "any");
  if (!model) return;
  stages.enter("explaining");
  yield { progress: stages.at() };
  const task = await buildClassTask(model, request, preparation.memory);
  const estimate = await estimateLongRun(task, model, request);
  if (estimate) {
    yield { progress: stages.at(), estimate };
    return;
  }
  const explainer = methods[request.method];
  let last: Explanation | undefined;
  for await (const update of withEvaluations(explainer, task, model, request, signal)) {
    last = update.explanation && withClasses(task, update.explanation);
    const progress = last
      ? stages.at(last.evaluations, last.plannedEvaluations)
      : stages.at(update.scoredCount);
    yield { progress, ...(last ? { explanation: last } : {}) };
  }
  stages.enter("done");
  if (last && !signal.aborted) yield { progress: stages.at(), explanation: last };
}
