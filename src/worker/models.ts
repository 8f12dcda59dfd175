import { Latest } from "#base/latest";
import type { ScoringModel } from "#explain/scoring-model";
import type { ModelChoice } from "#protocol/request";

export interface OpenedModel extends ScoringModel {
  release(): Promise<void>;
}

/** Bytes read or fetched so far, and in all where it is known. */
export type OnLoaded = (done: number, total: number | undefined) => void;

/** Throws ExplainError; stops early when `signal` aborts. */
export type OpenModel = (
  choice: ModelChoice,
  onLoaded: OnLoaded,
  signal: AbortSignal,
) => Promise<OpenedModel>;

/** The model that was used last stays open: a cache of one, nothing that a result depends on. */
export class Models {
  readonly #open: OpenModel;
  #current: { readonly key: string; readonly model: OpenedModel } | undefined;

  constructor(open: OpenModel) {
    this.#open = open;
  }

  /** Yields what is loaded so far while it opens, and returns the model. */
  async *open(
    choice: ModelChoice,
    signal: AbortSignal,
  ): AsyncGenerator<{ done: number; total?: number }, OpenedModel | undefined> {
    const key = JSON.stringify(choice);
    if (this.#current?.key === key) return this.#current.model;
    await this.#current?.model.release();
    this.#current = undefined;
    const loaded = new Latest<{ done: number; total?: number }>();
    const opening = this.#open(
      choice,
      (done, total) => loaded.put({ done, ...(total === undefined ? {} : { total }) }),
      signal,
    );
    opening.then(
      () => loaded.end(),
      (error: unknown) => loaded.end(signal.aborted ? undefined : error),
    );
    yield* loaded;
    if (signal.aborted) {
      await opening.then((model) => model.release()).catch(() => {});
      return undefined;
    }
    const model = await opening;
    this.#current = { key, model };
    return model;
  }
}
