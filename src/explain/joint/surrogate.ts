import type { FeatureSet } from "./feature-sets.ts";

/** Prior variances of what a set has in common with others: a constant, a feature, a pair, the gradient's sum. */
const prior = { constant: 1, feature: 1, pair: 0.5, gradient: 1 } as const;

/** Part of the prior variance of a feature that the values leave unexplained: triples and more. */
const noise = 0.02;

/** The value that a set is expected to have. */
export type Prediction = (set: FeatureSet) => number;

/**
 * What the values of sets tried so far say of those not tried: a Gaussian process with the kernel
 * k(S, T) = c₀ + c₁|S ∩ T| + c₂ C(|S ∩ T|, 2) + c₃ G(S) G(T), which is Bayesian regression on features, pairs and
 * the sum G of gradient magnitudes (Rasmussen & Williams 2006, section 2.2). A new set costs the square of their number.
 */
export class Surrogate {
  readonly #gradient: ArrayLike<number> | undefined;
  readonly #sets: FeatureSet[] = [];
  readonly #values: number[] = [];
  /** Lower triangle of the Cholesky factor of the kernel matrix. */
  readonly #factor: Float64Array[] = [];

  /** `gradient`: [features] magnitudes, the largest 1 or less. */
  constructor(gradient?: ArrayLike<number>) {
    this.#gradient = gradient;
  }

  add(set: FeatureSet, value: number): void {
    const row = new Float64Array(this.#sets.length + 1);
    for (const [at, other] of this.#sets.entries()) {
      const own = this.#factor[at]!;
      row[at] = (this.#kernel(set, other) - dot(row, own, at)) / own[at]!;
    }
    const at = this.#sets.length;
    const rest = this.#kernel(set, set) + noise - dot(row, row, at);
    row[at] = Math.sqrt(Math.max(rest, noise / 10));
    this.#sets.push(set);
    this.#values.push(value);
    this.#factor.push(row);
  }

  predict(): Prediction {
    const mean = this.#values.reduce((sum, value) => sum + value, 0) / (this.#values.length || 1);
    const weights = this.#solve(this.#values.map((value) => value - mean));
    const ofFeature = new Map<number, number>();
    const ofPair = new Map<number, number>();
    let constant = mean;
    let slope = 0;
    for (const [at, set] of this.#sets.entries()) {
      const weight = weights[at]!;
      constant += prior.constant * weight;
      slope += prior.gradient * weight * this.#gradientOf(set);
      for (const [place, feature] of set.entries()) {
        addTo(ofFeature, feature, prior.feature * weight);
        for (const other of set.slice(place + 1))
          addTo(ofPair, pairKey(feature, other), prior.pair * weight);
      }
    }
    return (set) => {
      let value = constant + slope * this.#gradientOf(set);
      for (const [place, feature] of set.entries()) {
        value += ofFeature.get(feature) ?? 0;
        for (let next = place + 1; next < set.length; next++)
          value += ofPair.get(pairKey(feature, set[next]!)) ?? 0;
      }
      return value;
    };
  }

  #kernel(a: FeatureSet, b: FeatureSet): number {
    const common = countCommon(a, b);
    return (
      prior.constant +
      prior.feature * common +
      (prior.pair * common * (common - 1)) / 2 +
      prior.gradient * this.#gradientOf(a) * this.#gradientOf(b)
    );
  }

  #gradientOf(set: FeatureSet): number {
    const gradient = this.#gradient;
    return gradient ? set.reduce((sum, feature) => sum + gradient[feature]!, 0) : 0;
  }

  /** K⁻¹ y by the two triangles of the factor. */
  #solve(values: readonly number[]): Float64Array {
    const solution = Float64Array.from(values);
    for (const [at, row] of this.#factor.entries())
      solution[at] = (solution[at]! - dot(row, solution, at)) / row[at]!;
    for (let at = solution.length - 1; at >= 0; at--) {
      solution[at]! /= this.#factor[at]![at]!;
      const row = this.#factor[at]!;
      for (let before = 0; before < at; before++) solution[before]! -= row[before]! * solution[at]!;
    }
    return solution;
  }
}

function pairKey(first: number, second: number): number {
  return first * 2 ** 26 + second;
}

function addTo(sums: Map<number, number>, key: number, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

/** Σ of the first `count` products. */
function dot(a: Float64Array, b: Float64Array, count: number): number {
  let sum = 0;
  for (let at = 0; at < count; at++) sum += a[at]! * b[at]!;
  return sum;
}

/** |S ∩ T| of two ascending sets. */
function countCommon(a: FeatureSet, b: FeatureSet): number {
  let count = 0;
  let at = 0;
  for (const feature of a) {
    while (at < b.length && b[at]! < feature) at++;
    if (b[at] === feature) count++;
  }
  return count;
}
