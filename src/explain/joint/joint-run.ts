import { nextTurn } from "#base/next-turn";
import type { Readings } from "#explain/coalitions";
import { wholeTarget } from "#explain/describe-fit";
import { emptyMask, fullMask, maskWithout } from "#explain/masks";
import { RunOfCoalitions } from "#explain/run-of-coalitions";
import type { ScoringModel } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import type { MaskedSet } from "#protocol/joint";
import { compareSets, type FeatureSet } from "./feature-sets.ts";
import { TriedSets } from "./tried-sets.ts";

/** The sets that one search asks the model about, in batches, each set once. */
export class JointRun {
  readonly tried = new TriedSets();
  readonly coalitions: RunOfCoalitions;
  readonly #task: Task;
  readonly #model: ScoringModel;

  constructor(task: Task, model: ScoringModel) {
    this.#task = task;
    this.#model = model;
    this.coalitions = new RunOfCoalitions(task, model);
  }

  /** v(D) and v(∅). */
  async begin(): Promise<void> {
    const n = this.#task.features.length;
    await this.coalitions.evaluate([fullMask(n), emptyMask(n)], []);
  }

  /** Evaluates those of `sets` that are not known, and records them in their order; false when `signal` aborts first. */
  async evaluate(sets: readonly FeatureSet[], signal: AbortSignal): Promise<boolean> {
    const n = this.#task.features.length;
    const fresh = sets.filter((set) => !this.tried.has(set)).toSorted(compareSets);
    for (let start = 0; start < fresh.length; ) {
      await nextTurn();
      if (signal.aborted) return false;
      const batch = fresh.slice(start, start + this.#batchSize());
      start += batch.length;
      await this.coalitions.evaluate(
        [],
        batch.map((set) => maskWithout(n, set)),
      );
    }
    for (const set of sets) this.tried.record(set, this.#valueOf(set));
    return true;
  }

  /** What the model said with `set` masked; undefined where it was not asked. */
  readings(set: FeatureSet): Readings | undefined {
    if (!this.tried.has(set)) return undefined;
    return this.coalitions.readingsOf(maskWithout(this.#task.features.length, set));
  }

  get fullValue(): number {
    return wholeTarget(this.#task)(this.coalitions.full);
  }

  /** A set that was tried, with its probability ratio where the value is made of log-probabilities. */
  describe(set: FeatureSet): MaskedSet {
    const ratio = this.#probabilityRatio(set);
    return {
      indices: set,
      value: this.tried.valueOf(set)!,
      ...(ratio === undefined ? {} : { probabilityRatio: ratio }),
    };
  }

  #valueOf(set: FeatureSet): number {
    const mask = maskWithout(this.#task.features.length, set);
    return wholeTarget(this.#task)(this.coalitions.readingsOf(mask));
  }

  /** Per token: exp(mean_t log p(y_t | masked) − mean_t log p(y_t | full)), samples of the baseline averaged. */
  #probabilityRatio(set: FeatureSet): number | undefined {
    const { value, span } = this.#task;
    if (!value.readsLogProbs) return undefined;
    const logProb = (samples: Readings) =>
      samples.reduce((sum, row) => sum + total(row.subarray(span.start, span.end)), 0) /
      samples.length;
    const change = logProb(this.readings(set)!) - logProb(this.coalitions.full);
    return Math.exp(change / (span.end - span.start));
  }

  /** Asked again for every batch: a model learns how fast it is. */
  #batchSize(): number {
    const { prompt, targetIds, perturb, features } = this.#task;
    const perSet = perturb(emptyMask(features.length)).length;
    const size = this.#model.scoringBatchSize(prompt.tokens.length + targetIds.length);
    return Math.max(1, Math.floor(size / perSet));
  }
}

function total(numbers: Float64Array): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
