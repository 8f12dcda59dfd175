import type * as vscode from "vscode";
import type { Call } from "#protocol/channel";
import { comparedRequest } from "#protocol/compared";
import { failureOf } from "#protocol/failure";
import type { InterestPart, InterestState, RunState } from "#protocol/panel-methods";
import type { ExplainRequest, InterestOptions } from "#protocol/request";
import type { WorkerMethods } from "#protocol/worker-methods";
import type { Explanations } from "./explanations.ts";
import { failureView } from "./failure-view.ts";
import type { Run } from "./run.ts";
import { RunWorks } from "./run-works.ts";

const asked: Readonly<Record<InterestPart, InterestOptions>> = {
  layers: { layers: "all" },
  sweep: { sweep: [0.2, 0.4, 0.6, 0.8, 1] },
};

/** Model interest by block and over λ in what a run explains: on demand, each with its cost before; kept with the run. */
export class InterestParts implements vscode.Disposable {
  readonly #call: Call<WorkerMethods>;
  readonly #explanations: Explanations;
  readonly #works: RunWorks;

  constructor(call: Call<WorkerMethods>, explanations: Explanations) {
    this.#call = call;
    this.#explanations = explanations;
    this.#works = new RunWorks(explanations);
  }

  /** Finds what the parts would cost, where that is not known yet. */
  async price(uri: string): Promise<void> {
    for (const part of ["layers", "sweep"] as const) {
      const run = this.#idleRun(uri, part);
      if (!run || run.state.interest?.[part]) continue;
      // An estimate above nothing: what would run does not.
      await this.#follow(run, part, { ...requestOf(run, part), askAboveMs: 0 });
    }
  }

  /** Finds a part, as far as it is known at every step. */
  async measure(uri: string, part: InterestPart): Promise<void> {
    const run = this.#idleRun(uri, part);
    if (run) await this.#follow(run, part, requestOf(run, part));
  }

  /** Ends a part that is at work, keeping what it has. */
  end(uri: string, part: InterestPart): void {
    this.#works.end(uri, part);
  }

  /** Ends all that is at work for a document. */
  cancel(uri: string): void {
    this.#works.end(uri);
  }

  /** Shades by the interest in a block's output, or by the run's own scores of the whole answer. */
  showBlock(uri: string, block: number | undefined): void {
    const run = this.#explanations.of(uri);
    if (run) this.#explanations.change(run, (state) => showing(state, block));
  }

  dispose(): void {
    this.#works.dispose();
  }

  /** The run of a document, where it is over and the part is not at work. */
  #idleRun(uri: string, part: InterestPart): Run | undefined {
    const run = this.#explanations.of(uri);
    const isAtWork = run?.state.progress ?? run?.state.interest?.[part]?.progress;
    return run?.state.explanation && !run.state.isStale && !isAtWork ? run : undefined;
  }

  async #follow(run: Run, part: InterestPart, request: ExplainRequest): Promise<void> {
    const { estimate, explanation: before } = run.state.interest?.[part] ?? {};
    let known: InterestState = { ...(estimate ? { estimate } : {}) };
    const change = (found: InterestState) =>
      this.#explanations.change(run, (state) => withInterest(state, part, found));
    change({ ...known, progress: { stage: "loading", past: [], done: 0 } });
    await this.#works.during(run, part, async (signal) => {
      try {
        for await (const update of this.#call("explain", request, signal)) {
          if (signal.aborted) break;
          const { explanation, estimate: found, progress } = update;
          if (found) known = { ...known, estimate: found };
          // The first colours are another method's.
          if (explanation?.method === "model-interest") known = { ...known, explanation };
          change({ ...known, progress });
        }
      } catch (error) {
        known = { ...known, failure: failureView(failureOf(error)) };
      }
    });
    // Ended before it found anything: what was there before stays.
    change(before && !known.explanation ? { ...known, explanation: before } : known);
  }
}

/** The very tokens that the run explains. */
function requestOf({ request, state }: Run, part: InterestPart): ExplainRequest {
  const own = comparedRequest(request, state.explanation!, "model-interest");
  return { ...own, interest: asked[part] };
}

/** `state` with what is known of a part. */
export function withInterest(state: RunState, part: InterestPart, found: InterestState): RunState {
  return { ...state, interest: { ...state.interest, [part]: found } };
}

function showing(state: RunState, block: number | undefined): RunState {
  const { shownBlock: _, shownPart: __, shownMethod: ___, ...whole } = state;
  return block === undefined ? whole : { ...whole, shownBlock: block };
}
