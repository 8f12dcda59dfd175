import { basename } from "node:path";
import { comparedRequest, withCompared } from "#protocol/compared";
import type { Explanation } from "#protocol/explanation";
import type { MethodId } from "#protocol/methods";
import type { ExplainRequest } from "#protocol/request";
import type { WorkerMethods } from "#protocol/worker-methods";
import type { CallWorker, CliIo } from "./io.ts";
import { ProgressLine } from "./progress-line.ts";

/** Calls of the worker that show their progress and keep the last snapshot. */
export class WorkerCalls {
  readonly #io: CliIo;
  readonly #callWorker: CallWorker;
  readonly #isQuiet: boolean;

  constructor(io: CliIo, callWorker: CallWorker, isQuiet: boolean) {
    this.#io = io;
    this.#callWorker = callWorker;
    this.#isQuiet = isQuiet;
  }

  /** The last snapshot of a call; undefined when it was cancelled before the first. */
  async last<M extends keyof WorkerMethods>(
    method: M,
    request: WorkerMethods[M]["request"],
  ): Promise<WorkerMethods[M]["yields"] | undefined> {
    const { signal, stderr } = this.#io;
    const progress = new ProgressLine(stderr, basename(sourceOf(request)), this.#isQuiet);
    let last: WorkerMethods[M]["yields"] | undefined;
    try {
      if (signal.aborted) return undefined;
      for await (const snapshot of this.#callWorker(method, request, signal)) {
        last = snapshot;
        if ("progress" in snapshot) await progress.show(snapshot.progress);
      }
    } catch (error) {
      // However a cancelled call ends, what it has found is kept.
      if (!signal.aborted) throw error;
    } finally {
      await progress.clear();
    }
    return last;
  }

  /** The explanation that `request` asks for; partial, or undefined, when it was cancelled. */
  async explain(request: ExplainRequest): Promise<Explanation | undefined> {
    const explanation = (await this.last("explain", request))?.explanation;
    if (!explanation || !this.#io.signal.aborted) return explanation;
    return { ...explanation, partial: true };
  }

  /** The same with what each of `others` says; without those that were not reached when it was cancelled. */
  async explainBy(
    request: ExplainRequest,
    others: readonly MethodId[],
  ): Promise<Explanation | undefined> {
    const explanation = await this.explain(request);
    if (!explanation || others.length === 0) return explanation;
    const compared: Explanation[] = [];
    for (const method of others) {
      if (this.#io.signal.aborted) break;
      const found = await this.explain(comparedRequest(request, explanation, method));
      // The first colours are another method's.
      if (found?.method === method) compared.push(found);
    }
    return withCompared(explanation, compared);
  }
}

function sourceOf(request: WorkerMethods[keyof WorkerMethods]["request"]): string {
  const asked = "model" in request ? request.model : request;
  return ("source" in asked ? asked.source : undefined) ?? "";
}
