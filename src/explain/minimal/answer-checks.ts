import { type FeatureSet, setKey } from "#explain/joint/feature-sets";

/** What the model says to a prompt without a set of features, the answer given token by token. */
export interface AnswerCheck {
  /** True when every token of the answer, and its end, is still the likeliest. */
  readonly agrees: boolean;
  /** Of the answer, natural. */
  readonly logProb: number;
}

/** The sets that have been left out, and whether the answer stayed the same. */
export class AnswerChecks {
  readonly #known = new Map<string, AnswerCheck>();
  #largest: FeatureSet = [];

  get count(): number {
    return this.#known.size;
  }

  /** The largest set that can go, of those the one that keeps the answer likeliest; the empty set where none can. */
  get largest(): FeatureSet {
    return this.#largest;
  }

  has(set: FeatureSet): boolean {
    return this.#known.has(setKey(set));
  }

  get(set: FeatureSet): AnswerCheck | undefined {
    return this.#known.get(setKey(set));
  }

  agrees(set: FeatureSet): boolean {
    return set.length === 0 || (this.get(set)?.agrees ?? false);
  }

  logProb(set: FeatureSet): number {
    return this.get(set)?.logProb ?? Number.NEGATIVE_INFINITY;
  }

  record(set: FeatureSet, check: AnswerCheck): void {
    this.#known.set(setKey(set), check);
    if (check.agrees && this.#isLarger(set)) this.#largest = set;
  }

  /** A set whose regenerated answer turned out to be another one. */
  refute(set: FeatureSet): void {
    this.#known.set(setKey(set), { agrees: false, logProb: this.logProb(set) });
    this.#largest = [];
    for (const [key, { agrees }] of this.#known) {
      const other = key === "" ? [] : key.split(",").map(Number);
      if (agrees && this.#isLarger(other)) this.#largest = other;
    }
  }

  #isLarger(set: FeatureSet): boolean {
    const gain = set.length - this.#largest.length;
    return gain > 0 || (gain === 0 && this.logProb(set) > this.logProb(this.#largest));
  }
}
