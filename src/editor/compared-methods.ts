import type * as vscode from "vscode";
import type { Call } from "#protocol/channel";
import { comparedRequest } from "#protocol/compared";
import { failureOf } from "#protocol/failure";
import type { MethodId } from "#protocol/methods";
import type { ComparedMethod, RunState } from "#protocol/panel-methods";
import type { WorkerMethods } from "#protocol/worker-methods";
import type { Explanations } from "./explanations.ts";
import { failureView } from "./failure-view.ts";
import type { Run } from "./run.ts";
import { RunWorks } from "./run-works.ts";

/** Other methods on what a run explains: each is kept with the run, and ends with it. */
export class ComparedMethods implements vscode.Disposable {
  readonly #call: Call<WorkerMethods>;
  readonly #explanations: Explanations;
  readonly #works: RunWorks;

  constructor(call: Call<WorkerMethods>, explanations: Explanations) {
    this.#call = call;
    this.#explanations = explanations;
    this.#works = new RunWorks(explanations);
  }

  /** Lets `method` explain the same answer of the run of `uri`, its scores as they come; a known one is only shown. */
  async add(uri: string, method: MethodId): Promise<void> {
    const run = this.#explanations.of(uri);
    if (!run?.state.explanation || run.state.progress) return;
    const request = comparedRequest(run.request, run.state.explanation, method);
    const known = run.state.compared?.find((own) => own.method === method);
    if (known?.progress || (known?.explanation && !known.explanation.partial)) return;
    const change = (found: Omit<ComparedMethod, "method">) =>
      this.#explanations.change(run, (state) => withMethod(state, { method, ...found }));
    let last: Omit<ComparedMethod, "method"> = {};
    change({ progress: { stage: "loading", past: [], done: 0 } });
    await this.#works.during(run, method, async (signal) => {
      try {
        for await (const { progress, explanation } of this.#call("explain", request, signal)) {
          if (signal.aborted) break;
          // The first colours are another method's.
          if (explanation?.method === method) last = { explanation };
          change({ ...last, progress });
        }
      } catch (error) {
        last = { failure: failureView(failureOf(error)) };
      }
    });
    if (last.explanation || last.failure) change(last);
    else this.#drop(run, method);
  }

  /** Ends a method that is at work, keeping what it has; one that is done is taken away. */
  end(uri: string, method: MethodId): void {
    const run = this.#explanations.of(uri);
    const isAtWork = this.#works.end(uri, method);
    if (run && !isAtWork) this.#drop(run, method);
  }

  /** Ends all methods that are at work for a document. */
  cancel(uri: string): void {
    this.#works.end(uri);
  }

  /** Shades by one of the methods, or by the run's own: of the whole answer. */
  show(uri: string, method: MethodId | undefined): void {
    const run = this.#explanations.of(uri);
    if (run) this.#explanations.change(run, (state) => showing(state, method));
  }

  dispose(): void {
    this.#works.dispose();
  }

  #drop(run: Run, method: MethodId): void {
    this.#explanations.change(run, (state) => withoutMethod(state, method));
  }
}

/** `state` with what is known of a method, in its place or as the last. */
export function withMethod(state: RunState, found: ComparedMethod): RunState {
  const { compared = [] } = state;
  const place = compared.findIndex((own) => own.method === found.method);
  return {
    ...state,
    compared: place < 0 ? [...compared, found] : compared.with(place, found),
  };
}

function withoutMethod(state: RunState, method: MethodId): RunState {
  const compared = (state.compared ?? []).filter((own) => own.method !== method);
  const without = { ...state, compared };
  return state.shownMethod === method ? showing(without, undefined) : without;
}

function showing(state: RunState, method: MethodId | undefined): RunState {
  const { shownPart: _, shownMethod: __, ...whole } = state;
  return method === undefined ? whole : { ...whole, shownMethod: method };
}
