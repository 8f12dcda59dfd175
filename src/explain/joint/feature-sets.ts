/** Indices of features that are masked together, ascending. */
export type FeatureSet = readonly number[];

/** Equal for equal sets. */
export function setKey(set: FeatureSet): string {
  return set.join(",");
}

/** The first of each set that is there more than once, in whatever order its features are. */
export function distinctSets(sets: readonly FeatureSet[]): FeatureSet[] {
  const found = new Map<string, FeatureSet>();
  for (const set of sets) {
    const key = setKey(sorted(set));
    if (!found.has(key)) found.set(key, set);
  }
  return [...found.values()];
}

/** `set` with `out` exchanged for `into`. */
export function swapped(set: FeatureSet, out: number, into: number): FeatureSet {
  return sorted([...set.filter((feature) => feature !== out), into]);
}

export function withFeature(set: FeatureSet, feature: number): FeatureSet {
  return sorted([...set, feature]);
}

/** Of 0..n-1 those outside `set`. */
export function outside(set: FeatureSet, n: number): number[] {
  const own = new Set(set);
  return Array.from({ length: n }, (_, feature) => feature).filter((feature) => !own.has(feature));
}

export interface Swap {
  readonly out: number;
  readonly into: number;
  readonly set: FeatureSet;
}

/** The k(n − k) sets that differ from `set` in one exchange. */
export function swapsOf(set: FeatureSet, n: number): Swap[] {
  const others = outside(set, n);
  return set.flatMap((out) => others.map((into) => ({ out, into, set: swapped(set, out, into) })));
}

/** How many sets of `k` of `n` there are: exact as long as it is a safe integer. */
export function countSets(n: number, k: number): number {
  let count = 1;
  for (let taken = 1; taken <= k; taken++) count = (count * (n - k + taken)) / taken;
  return Math.round(count);
}

/** Every set of `k` of `n` once, in lexicographic order. */
export function* everySet(n: number, k: number): Generator<FeatureSet, void> {
  const set = Array.from({ length: k }, (_, place) => place);
  if (k > n) return;
  for (;;) {
    yield [...set];
    let place = k - 1;
    while (place >= 0 && set[place] === n - k + place) place--;
    if (place < 0) return;
    set[place]!++;
    for (let next = place + 1; next < k; next++) set[next] = set[next - 1]! + 1;
  }
}

/** Sets with a common beginning next to each other: what a batch begins with is computed once. */
export function compareSets(a: FeatureSet, b: FeatureSet): number {
  for (let place = 0; place < a.length && place < b.length; place++)
    if (a[place] !== b[place]) return a[place]! - b[place]!;
  return a.length - b.length;
}

export function sorted(features: readonly number[]): FeatureSet {
  return features.toSorted((a, b) => a - b);
}
