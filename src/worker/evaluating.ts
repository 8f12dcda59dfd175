import { ownEmbedder } from "#explain/own-embedder";
import { measureCurves } from "#metrics/class-curves";
import { measureErasure } from "#metrics/erasure";
import { evaluateMethods } from "#metrics/evaluate-methods";
import type { CurveRequest, ErasureRequest, EvaluationRequest } from "#protocol/evaluation";
import type { WorkerMethods } from "#protocol/worker-methods";
import type { Preparation } from "./preparation.ts";
import { Stages } from "./stages.ts";

export async function* evaluate(
  preparation: Preparation,
  request: EvaluationRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["evaluate"]["yields"], void> {
  const stages = new Stages("loading");
  const prepared = yield* preparation.prepare(request, stages, signal, { needsAnswer: true });
  if (!prepared) return;
  const { model, task, answer } = prepared;
  stages.enter("explaining");
  const total = request.methods.length;
  yield { progress: stages.at(0, total) };
  const embedder = (await preparation.embedders.open(request, signal)) ?? ownEmbedder(model);
  const running = evaluateMethods(model, task, request, answer, signal, embedder);
  for await (const evaluation of running)
    yield { progress: stages.at(evaluation.methods.length, total), evaluation };
}

export async function* evaluateCurves(
  preparation: Preparation,
  request: CurveRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["evaluateCurves"]["yields"], void> {
  const stages = new Stages("loading");
  const model = yield* preparation.open(request.model, stages, signal, "any");
  if (!model) return;
  stages.enter("explaining");
  const total = request.methods.length;
  for await (const curves of measureCurves(model, request, signal))
    yield { progress: stages.at(curves.methods.length, total), curves };
}

export async function* evaluateErasure(
  preparation: Preparation,
  request: ErasureRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["evaluateErasure"]["yields"], void> {
  const stages = new Stages("loading");
  const model = yield* preparation.open(request.model, stages, signal, "any");
  if (!model) return;
  stages.enter("explaining");
  const total = request.methods.length;
  for await (const erasure of measureErasure(model, request, signal))
    yield { progress: stages.at(erasure.methods.length, total), erasure };
}
