import { type FeatureSet, setKey } from "./feature-sets.ts";

export interface TriedSet {
  readonly set: FeatureSet;
  /** What the target is worth without it. */
  readonly value: number;
}

/** The sets whose masking has been evaluated: nothing is asked twice. Lower values are better. */
export class TriedSets {
  /** In the order of trying, of all sizes. */
  readonly all: TriedSet[] = [];
  readonly #values = new Map<string, number>();
  readonly #bySize = new Map<number, TriedSet[]>();
  readonly #best = new Map<number, TriedSet>();

  has(set: FeatureSet): boolean {
    return this.#values.has(setKey(set));
  }

  valueOf(set: FeatureSet): number | undefined {
    return this.#values.get(setKey(set));
  }

  /** A set that is known already changes nothing. */
  record(set: FeatureSet, value: number): void {
    if (this.has(set)) return;
    this.#values.set(setKey(set), value);
    this.all.push({ set, value });
    const size = set.length;
    const peers = this.#bySize.get(size) ?? [];
    this.#bySize.set(size, peers);
    peers.push({ set, value });
    const best = this.#best.get(size);
    if (!best || value < best.value) this.#best.set(size, { set, value });
  }

  /** In the order of trying. */
  ofSize(size: number): readonly TriedSet[] {
    return this.#bySize.get(size) ?? [];
  }

  /** The first of the lowest values. */
  best(size: number): TriedSet | undefined {
    return this.#best.get(size);
  }
}
