import type { ModelChoice } from "#protocol/request";
import type { CudaRequest, WorkerMethods } from "#protocol/worker-methods";
import type { Preparation } from "./preparation.ts";
import { Stages } from "./stages.ts";
import { withProgress } from "./with-progress.ts";
import type { Workshop } from "./workshop.ts";

export async function* download(
  workshop: Workshop,
  choice: ModelChoice,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["downloadModel"]["yields"], void> {
  const stages = new Stages("downloading");
  yield { progress: stages.at() };
  const fetching = withProgress(
    (onFetched) => workshop.downloadModel(choice, onFetched, signal),
    signal,
  );
  let step = await fetching.next();
  for (; !step.done; step = await fetching.next())
    yield { progress: stages.at(step.value.done, step.value.total) };
  stages.enter("done");
  if (step.value) yield { progress: stages.at(), downloaded: step.value };
}

export async function* installCuda(
  preparation: Preparation,
  workshop: Workshop,
  request: CudaRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["installCudaSupport"]["yields"], void> {
  const problem = yield* withProgress(
    (onFetched) => workshop.installCudaSupport(request, onFetched, signal),
    signal,
  );
  // the next run chooses a device anew
  await preparation.release();
  if (problem !== undefined) yield { done: 0, problem };
}
