import type { PerturbationMethod, Plan } from "./explainer.ts";
import { jackknife } from "./jackknife.ts";
import { type Line, type Sums, symmetricSolver } from "./linear-fit.ts";
import { emptyMask, leaveOneOutMasks, type Mask, maskSize, maskWith } from "./masks.ts";
import type { Random } from "./random.ts";

interface KernelPlan extends Plan {
  /** Coalitions of this many features, and of all but so many, are all there; larger ones are drawn. */
  readonly completeSize: number;
}

const defaultBudget = (n: number) => Math.max(64, 16 * n);

/** Pairs drawn before it is first asked whether the ranking is settled. */
const firstLookPairCount = 40;

/**
 * Kernel SHAP (Lundberg & Lee 2017; methods.md section 2): the weighted least squares
 *
 *     minimise Σ_{0<|z|<n} w(z) (v(z) − v(∅) − φ·z)²  subject to  Σ φ_j = v(D) − v(∅),  w = (n−1)/(C(n,s)·s·(n−s)),
 *
 * the kernel's two infinite weights as that constraint, exact (Covert & Lee 2021). Coalition sizes 1 and n−1, 2 and
 * n−2, … are evaluated whole while they fit the budget, the rest is drawn by the kernel in pairs, a coalition and its
 * complement. Cost: the budget, at least 2n + 2. With all 2^n coalitions these are the Shapley values. Efficiency holds
 * always; dummy, symmetry and linearity with all coalitions.
 */
export const kernelShap: PerturbationMethod<KernelPlan> = {
  plan(n, given = defaultBudget(n), random) {
    const budget = Math.max(given, 2 * n + 2);
    const sizes = wholeSizes(n, budget);
    const isSampled = sizes.count < 2 ** n;
    const drawnPairs = isSampled ? Math.floor((budget - sizes.count) / 2) : 0;
    return {
      masks: masksOf(n, sizes.size, drawnPairs, random),
      plannedCount: sizes.count + 2 * drawnPairs,
      leastCount: Math.min(2 ** n - 1, 2 * n + 1),
      isSampled,
      completeSize: sizes.size,
      ...(isSampled ? { firstLook: sizes.count - 1 + 2 * firstLookPairCount } : {}),
    };
  },

  fit({ completeSize, isSampled }, masks) {
    const n = masks[0]!.length;
    const proper = masks.slice(1);
    const isWhole = (size: number) => Math.min(size, n - size) <= completeSize;
    const sizes = proper.map(maskSize);
    const drawnCount = sizes.filter((size) => !isWhole(size)).length;
    const drawnWeight = weightBeyond(n, completeSize) / Math.max(1, drawnCount);
    const weights = sizes.map((size) =>
      isWhole(size) ? sizeWeight(n, size) / choose(n, size) : drawnWeight,
    );
    const wholeCount = proper.length - drawnCount;
    const draws = sizes.map((_, place) =>
      isSampled && place >= wholeCount ? Math.floor((place - wholeCount) / 2) : -1,
    );
    if (n === 1) return (values, full) => ({ attributions: Float64Array.of(full - values[0]!) });
    const fitShifted = jackknife({ masks: proper, weights, draws }, (design) => solver(design, n));
    return (values, full) => {
      const [none] = values;
      const share = (full - none!) / n;
      // Of v less its even share per feature, φ sums to 0.
      const shifted = values
        .subarray(1)
        .map((value, place) => value - none! - share * sizes[place]!);
      const { attributions, replicates, ...rest } = fitShifted(shifted);
      const back = (scores: Float64Array) => scores.map((score) => score + share);
      return {
        ...rest,
        attributions: back(attributions),
        ...(replicates ? { replicates: replicates.map(back) } : {}),
      };
    };
  },
};

/** A solver of the least squares with Σ φ_j = 0, by Lagrange: φ = A⁻¹(b − 1·(1ᵀA⁻¹b)/(1ᵀA⁻¹1)). */
function solver(design: Sums, n: number): (response: Sums) => Line {
  const solve = symmetricSolver(design.subarray(1 + n), n);
  const ones = solve(new Float64Array(n).fill(1));
  const total = sum(ones);
  return (response) => {
    const free = solve(response.subarray(1));
    const excess = sum(free) / total;
    return { coefficients: free.map((value, j) => value - excess * ones[j]!) };
  };
}

/** None, sizes up to `completeSize` with their complements, then pairs of draws. */
function* masksOf(
  n: number,
  completeSize: number,
  drawnPairs: number,
  random: Random,
): Generator<Mask, void> {
  yield emptyMask(n);
  if (n > 1) yield* leaveOneOutMasks(n);
  for (let size = 1; size <= completeSize; size++) {
    for (const present of subsets(n, size)) {
      const mask = maskWith(n, present);
      // Of two features, those without one are those with one.
      if (size > 1 || n > 2) yield mask;
      if (size > 1 && size < n - size) yield complement(mask);
    }
  }
  for (let pair = 0; pair < drawnPairs; pair++) {
    const mask = maskWith(n, random.subset(n, drawnSize(n, completeSize, random)));
    yield mask;
    yield complement(mask);
  }
}

/** The greatest size up to which all coalitions and their complements fit, and how many that is with v(D) and v(∅). */
function wholeSizes(n: number, budget: number): { size: number; count: number } {
  let size = 0;
  let count = 2;
  while (2 * (size + 1) <= n) {
    const next = choose(n, size + 1) * (2 * (size + 1) === n ? 1 : 2);
    if (size > 0 && count + next > budget) break;
    count += next;
    size++;
  }
  return { size, count };
}

/** A size beyond the complete ones with the kernel's probability; the smaller of the two of a pair, or either. */
function drawnSize(n: number, completeSize: number, random: Random): number {
  let place = random.next() * weightBeyond(n, completeSize);
  for (let size = completeSize + 1; size < n - completeSize; size++) {
    place -= sizeWeight(n, size);
    if (place < 0) return size;
  }
  return completeSize + 1;
}

/** The kernel's weight of all coalitions of `size` together: (n−1)/(s(n−s)). */
function sizeWeight(n: number, size: number): number {
  return (n - 1) / (size * (n - size));
}

function weightBeyond(n: number, completeSize: number): number {
  let weight = 0;
  for (let size = completeSize + 1; size < n - completeSize; size++) weight += sizeWeight(n, size);
  return weight;
}

function choose(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return count;
}

/** All sets of `size` of 0..n−1, in order. */
function* subsets(n: number, size: number, first = 0): Generator<number[], void> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = first; index <= n - size; index++)
    for (const rest of subsets(n, size - 1, index + 1)) yield [index, ...rest];
}

function complement(mask: Mask): Mask {
  return mask.map((bit) => 1 - bit);
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}
