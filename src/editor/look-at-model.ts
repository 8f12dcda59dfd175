import type { Call } from "#protocol/channel";
import { ExplainError } from "#protocol/failure";
import type { ModelChoice } from "#protocol/request";
import type { WorkerMethods } from "#protocol/worker-methods";
import { modelName } from "./run.ts";

/** A model is looked at between two runs, and that takes moments: a worker that needs longer hangs, or is in a run. */
const usualPatienceMs = 60_000;

/**
 * Makes sure that a model can be opened. Throws ExplainError as `describeModel` does, and `worker-busy` where nothing
 * is known of it after `patienceMs`.
 */
export async function lookAtModel(
  call: Call<WorkerMethods>,
  choice: ModelChoice,
  patienceMs = usualPatienceMs,
): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  for await (const _ of call("describeModel", choice, signal)) return;
  throw new ExplainError({
    kind: "worker-busy",
    message: `Nothing is known of ${modelName(choice.source)} after ${patienceMs / 1000} s: the worker may be busy with a run. The model before it stays chosen.`,
    remedy: "Cancel the run and try again, or wait for its end.",
  });
}
