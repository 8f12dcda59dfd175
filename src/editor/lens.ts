import type { Call } from "#protocol/channel";
import { failureOf } from "#protocol/failure";
import type { LensState } from "#protocol/panel-methods";
import type { WorkerMethods } from "#protocol/worker-methods";
import type { Explanations } from "./explanations.ts";
import { failureView } from "./failure-view.ts";

/** Looks up what every position of the run's prompt predicts after every block; kept with the run. */
export async function showLens(
  call: Call<WorkerMethods>,
  explanations: Explanations,
  uri: string,
): Promise<void> {
  const run = explanations.of(uri);
  if (!run?.state.explanation || run.state.lens?.progress) return;
  const set = (lens: LensState) => explanations.change(run, (state) => ({ ...state, lens }));
  set({ progress: { stage: "loading", past: [], done: 0 } });
  try {
    let last: LensState = {};
    const { signal } = new AbortController();
    for await (const { progress, lens } of call("logitLens", run.request, signal)) {
      last = lens ? { lens } : {};
      set({ ...last, progress });
    }
    set(last);
  } catch (error) {
    set({ failure: failureView(failureOf(error)) });
  }
}
