import type { Call } from "#protocol/channel";
import { failureOf } from "#protocol/failure";
import type { ComparisonState, MaskChoice } from "#protocol/panel-methods";
import type { Steering } from "#protocol/request";
import type { WorkerMethods } from "#protocol/worker-methods";
import { failureView } from "./failure-view.ts";
import type { Rivals } from "./rivals.ts";
import type { Run } from "./run.ts";

/**
 * Masks features of `run`, or mutes and boosts what `steering` says, and regenerates: whole states of what the panel shows beside the answer, as they come. The
 * figures of an earlier choice stay until there are new ones; a joint set is then compared with its rivals.
 */
export async function* compareMasked(
  { call, rivals }: { readonly call: Call<WorkerMethods>; readonly rivals: Rivals },
  run: Run,
  choice: MaskChoice,
  masked: readonly number[],
  steering: Steering | undefined,
  randomSetCount: number,
  signal: AbortSignal,
): AsyncGenerator<ComparisonState, void> {
  const asked = { choice, masked, ...(steering ? { steering } : {}) };
  if (masked.length === 0 && !steering) {
    yield asked;
    return;
  }
  const before = run.state.comparison?.masking;
  let last: ComparisonState = { ...asked, ...(before ? { masking: before } : {}) };
  yield { ...last, progress: { stage: "loading", past: [], done: 0 } };
  const request = {
    ...run.request,
    masked: { indices: masked },
    ...(steering ? { steering } : {}),
    scoreOnly: false,
    randomSetCount: steering ? 0 : randomSetCount,
  };
  try {
    for await (const update of call("mask", request, signal)) {
      last = { ...last, ...update };
      if (!signal.aborted) yield last;
    }
    const { progress: _, ...over } = last;
    yield over;
    if (choice !== "joint" || signal.aborted) return;
    for await (const found of rivals.compare(run, masked.length, signal))
      yield { ...over, rivals: found };
  } catch (error) {
    yield { ...asked, failure: failureView(failureOf(error)) };
  }
}
