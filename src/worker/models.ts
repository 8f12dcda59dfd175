import type { ScoringModel } from "#explain/scoring-model";
import type { ModelChoice } from "#protocol/request";
import { type Loaded, type OnLoaded, withProgress } from "./with-progress.ts";

export interface OpenedModel extends ScoringModel {
  release(): Promise<void>;
}

/** Throws ExplainError; stops early when `signal` aborts. */
export type OpenModel = (
  choice: ModelChoice,
  onLoaded: OnLoaded,
  signal: AbortSignal,
  kind: "causal" | "any",
) => Promise<OpenedModel>;

/** The model that was used last stays open: a cache of one, nothing that a result depends on. */
export class Models {
  readonly #open: OpenModel;
  #current: { readonly key: string; readonly model: OpenedModel } | undefined;

  constructor(open: OpenModel) {
    this.#open = open;
  }

  async release(): Promise<void> {
    await this.#current?.model.release();
    this.#current = undefined;
  }

  /** Yields what is loaded so far while it opens, and returns the model. */
  async *open(
    choice: ModelChoice,
    signal: AbortSignal,
    kind: "causal" | "any" = "causal",
  ): AsyncGenerator<Loaded, OpenedModel | undefined> {
    const key = JSON.stringify([choice, kind]);
    if (this.#current?.key === key) return this.#current.model;
    await this.release();
    const model = yield* withProgress(
      (onLoaded) => this.#open(choice, onLoaded, signal, kind),
      signal,
      (late) => late.release(),
    );
    if (!model) return undefined;
    this.#current = { key, model };
    return model;
  }
}
