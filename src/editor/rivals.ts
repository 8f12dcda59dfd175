import type { Call } from "#protocol/channel";
import { comparedRequest } from "#protocol/compared";
import { failureOf } from "#protocol/failure";
import type { Rival } from "#protocol/panel-methods";
import type { ExplainRequest } from "#protocol/request";
import { ranking } from "#protocol/shading";
import type { WorkerMethods } from "#protocol/worker-methods";
import type { Run } from "./run.ts";

/**
 * What other methods would mask in place of a joint set: the words that cost most when masked alone, and those that
 * integrated gradients put first, each masked and regenerated.
 */
export class Rivals {
  readonly #call: Call<WorkerMethods>;
  /** Integrated gradients of a run, by its request: the same for every size of set. */
  readonly #gradients = new WeakMap<ExplainRequest, readonly number[]>();

  constructor(call: Call<WorkerMethods>) {
    this.#call = call;
  }

  /** Yields the rivals of a set of `size`, whole lists that fill up; ends early when `signal` aborts. */
  async *compare(
    run: Run,
    size: number,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Rival[], void> {
    const maskedAlone = run.state.explanation?.maskedAlone;
    let rivals: Rival[] = [
      ...(maskedAlone ? [{ method: "feature-ablation" as const }] : []),
      { method: "integrated-gradients" },
    ];
    yield rivals;
    for (const { method } of rivals) {
      const put = (found: Omit<Rival, "method">) => {
        rivals = rivals.map((own) => (own.method === method ? { ...own, ...found } : own));
        return rivals;
      };
      try {
        const scores =
          method === "feature-ablation" ? maskedAlone : await this.#gradientsOf(run, signal);
        if (signal.aborted || !scores) return;
        const masked = ranking(scores)
          .slice(0, size)
          .sort((a, b) => a - b);
        yield put({ masked });
        const request = { ...run.request, masked: { indices: masked }, ...withoutControls };
        for await (const { masking } of this.#call("mask", request, signal))
          if (masking && !masking.partial) yield put({ masking });
      } catch (error) {
        yield put({ failure: failureOf(error).message });
      }
      if (signal.aborted) return;
    }
  }

  async #gradientsOf(run: Run, signal: AbortSignal): Promise<readonly number[] | undefined> {
    const known = this.#gradients.get(run.request);
    if (known) return known;
    const asked = {
      ...comparedRequest(run.request, run.state.explanation!, "integrated-gradients"),
      steps: gradientSteps,
    };
    let scores: readonly number[] | undefined;
    for await (const { explanation } of this.#call("explain", asked, signal))
      if (explanation && !explanation.partial) scores = explanation.seqAttribution;
    if (scores) this.#gradients.set(run.request, scores);
    return scores;
  }
}

/** As many as Captum takes by default: enough for an order. */
const gradientSteps = 50;

const withoutControls = { scoreOnly: false, randomSetCount: 0 };
