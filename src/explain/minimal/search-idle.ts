import {
  everySet,
  type FeatureSet,
  setKey,
  sorted,
  swapsOf,
  withFeature,
} from "#explain/joint/feature-sets";
import type { Certificate } from "#protocol/joint";
import type { AnswerChecks } from "./answer-checks.ts";

/** Sets that are tried before the next are chosen. */
const roundSize = 32;

/**
 * The largest set of the `n` features that can go while the answer stays the same, by rounds of sets that are not yet in
 * `checks`: a caller checks what is yielded and records it before it goes on; `checks.largest` is the result. All sets,
 * the largest first, where 2^n fits the budget. Else greedy: each feature alone; those that can go, all at once or in
 * halves where they cannot all; then one more as long as any can. Then back-tracking: every exchange of one that is gone
 * for one that is not, and one more from there. Returns what is established.
 */
export function* searchIdle(
  n: number,
  budget: number,
  checks: AnswerChecks,
): Generator<readonly FeatureSet[], Certificate, void> {
  if (2 ** n <= budget) return yield* searchAll(n, checks);
  const search = new GreedySearch(n, budget, checks);
  yield* search.run();
  return search.isFinished ? "locally optimal" : `best of ${checks.count}`;
}

function* searchAll(
  n: number,
  checks: AnswerChecks,
): Generator<readonly FeatureSet[], Certificate, void> {
  for (let size = n; size > 0 && checks.largest.length < size; size--) {
    const open = [...everySet(n, size)].filter((set) => !checks.has(set));
    for (let start = 0; start < open.length; start += roundSize)
      yield open.slice(start, start + roundSize);
  }
  return "exhaustive";
}

type Asking = Generator<readonly FeatureSet[], void, void>;

class GreedySearch {
  /** True when nothing that the search knows to try is left. */
  isFinished = false;
  readonly #n: number;
  readonly #budget: number;
  readonly #checks: AnswerChecks;

  constructor(n: number, budget: number, checks: AnswerChecks) {
    this.#n = n;
    this.#budget = budget;
    this.#checks = checks;
  }

  *run(): Asking {
    const checks = this.#checks;
    const features = Array.from({ length: this.#n }, (_, feature) => feature);
    yield* this.#ask(features.map((feature) => [feature]));
    const idle = features.filter((feature) => checks.agrees([feature]));
    idle.sort((a, b) => checks.logProb([b]) - checks.logProb([a]));
    yield* this.#grow(yield* this.#takeAll([], idle));
    let before: FeatureSet | undefined;
    while (before !== checks.largest) {
      before = checks.largest;
      yield* this.#exchange(before);
    }
    this.isFinished = this.#isKnownMaximal(before);
  }

  /** `set` with as many of `more` as can go with it, halved where they cannot all. */
  *#takeAll(
    set: FeatureSet,
    more: readonly number[],
  ): Generator<readonly FeatureSet[], FeatureSet, void> {
    if (more.length === 0) return set;
    const all = sorted([...set, ...more]);
    yield* this.#ask([all]);
    if (this.#checks.agrees(all)) return all;
    if (more.length === 1 || this.#isSpent) return set;
    const middle = Math.ceil(more.length / 2);
    const first = yield* this.#takeAll(set, more.slice(0, middle));
    return yield* this.#takeAll(first, more.slice(middle));
  }

  /** One feature more, the one that keeps the answer likeliest, as long as any can go. */
  *#grow(set: FeatureSet): Asking {
    let current: FeatureSet | undefined = set;
    while (current) {
      const larger = this.#larger(current);
      yield* this.#ask(larger);
      current = this.#likeliest(larger)[0];
    }
  }

  *#exchange(set: FeatureSet): Asking {
    const exchanged = swapsOf(set, this.#n).map((swap) => swap.set);
    yield* this.#ask(exchanged);
    for (const other of this.#likeliest(exchanged)) yield* this.#grow(other);
  }

  /** No one more can go, and no exchange lets one go. */
  #isKnownMaximal(set: FeatureSet): boolean {
    const around = [set, ...swapsOf(set, this.#n).map((swap) => swap.set)];
    return (
      around.every((own) => own.length === 0 || this.#checks.has(own)) &&
      around
        .filter((own) => this.#checks.agrees(own))
        .every((own) => this.#larger(own).every((larger) => this.#checks.has(larger)))
    );
  }

  #larger(set: FeatureSet): FeatureSet[] {
    const features = Array.from({ length: this.#n }, (_, feature) => feature);
    return features
      .filter((feature) => !set.includes(feature))
      .map((feature) => withFeature(set, feature));
  }

  /** Those of `sets` that can go, the likeliest answer first. */
  #likeliest(sets: readonly FeatureSet[]): FeatureSet[] {
    const checks = this.#checks;
    return sets
      .filter((set) => checks.agrees(set))
      .sort((a, b) => checks.logProb(b) - checks.logProb(a));
  }

  get #isSpent(): boolean {
    return this.#checks.count >= this.#budget;
  }

  *#ask(sets: readonly FeatureSet[]): Asking {
    const distinct = [...new Map(sets.map((set) => [setKey(set), set])).values()];
    const open = distinct.filter((set) => set.length > 0 && !this.#checks.has(set));
    const left = Math.max(0, this.#budget - this.#checks.count);
    const within = open.slice(0, left);
    for (let start = 0; start < within.length; start += roundSize)
      yield within.slice(start, start + roundSize);
  }
}
