import type { Mask } from "./masks.ts";

/**
 * Weighted sums over samples of coalitions z ∈ {0,1}^n that linear fits need, additive over samples:
 * `[Σw, Σw·z_1 … Σw·z_n, Σw·z_1z_1 … Σw·z_nz_n]` of the design, `[Σw·y, Σw·z_1y … Σw·z_ny]` of a response y.
 */
export type Sums = Float64Array;

/** Coefficients [features], and the intercept where the fit has one. */
export interface Line {
  readonly coefficients: Float64Array;
  readonly intercept?: number;
}

/** `products`: whether the sums over pairs are wanted, which take most of the time. */
export function designSums(
  masks: readonly Mask[],
  weights: readonly number[],
  n: number,
  products = true,
): Sums {
  const sums = new Float64Array(products ? 1 + n + n * n : 1 + n);
  for (const [place, mask] of masks.entries()) {
    const weight = weights[place]!;
    const present = presentIn(mask);
    sums[0]! += weight;
    for (const j of present) sums[1 + j]! += weight;
    if (!products) continue;
    for (const j of present) {
      const row = 1 + n + j * n;
      for (const k of present) {
        if (k > j) break;
        sums[row + k]! += weight;
      }
    }
  }
  if (products) mirror(sums.subarray(1 + n), n);
  return sums;
}

/** Fills what is above the diagonal of a symmetric matrix from what is below. */
function mirror(matrix: Float64Array, n: number): void {
  for (let j = 0; j < n; j++)
    for (let k = j + 1; k < n; k++) matrix[j * n + k] = matrix[k * n + j]!;
}

export function responseSums(
  masks: readonly Mask[],
  weights: readonly number[],
  values: Float64Array,
  n: number,
): Sums {
  const sums = new Float64Array(1 + n);
  for (const [place, mask] of masks.entries()) {
    const product = weights[place]! * values[place]!;
    sums[0]! += product;
    for (let j = 0; j < n; j++) if (mask[j]) sums[1 + j]! += product;
  }
  return sums;
}

/** The weighted covariances of a regression with a free intercept: Σw(z−z̄)(z−z̄)ᵀ/Σw, and back to the intercept. */
export interface CentredDesign {
  readonly covariance: Float64Array;
  /** [features] Σw(z−z̄)(y−ȳ)/Σw of a response. */
  withResponse(response: Sums): Float64Array;
  interceptOf(response: Sums, coefficients: Float64Array): number;
}

export function centred(design: Sums, n: number): CentredDesign {
  const weight = design[0]!;
  const means = design.slice(1, 1 + n).map((sum) => sum / weight);
  const covariance = design
    .slice(1 + n)
    .map((sum, place) => sum / weight - means[Math.floor(place / n)]! * means[place % n]!);
  return {
    covariance,
    withResponse: (response) =>
      means.map((mean, j) => (response[1 + j]! - mean * response[0]!) / weight),
    interceptOf: (response, coefficients) =>
      response[0]! / weight - means.reduce((sum, mean, j) => sum + mean * coefficients[j]!, 0),
  };
}

/**
 * Solves A x = b for a symmetric positive semidefinite `matrix` [n·n] by Cholesky's factorisation, made once. Where
 * the matrix is singular, as with fewer samples than features, a trace of the identity is added, which gives nearly
 * the shortest of the solutions.
 */
export function symmetricSolver(
  matrix: Float64Array,
  n: number,
): (right: Float64Array) => Float64Array {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += matrix[i * n + i]!;
  let jitter = 0;
  let factor = cholesky(matrix, n, jitter);
  while (!factor) {
    jitter = jitter === 0 ? 1e-10 * (trace / n || 1) : jitter * 100;
    factor = cholesky(matrix, n, jitter);
  }
  const lower = factor;
  return (right) => {
    const x = right.slice();
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i]! -= lower[i * n + k]! * x[k]!;
      x[i]! /= lower[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i]! -= lower[k * n + i]! * x[k]!;
      x[i]! /= lower[i * n + i]!;
    }
    return x;
  };
}

/** The lower factor of `matrix` + jitter·I; undefined where a pivot is lost in rounding. */
function cholesky(matrix: Float64Array, n: number, jitter: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]! + (i === j ? jitter : 0);
      const least = 1e-12 * sum;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i === j && !(sum > least)) return undefined;
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j]!;
    }
  }
  return lower;
}

/** Change of a coefficient, relative to the largest, below which the descent has arrived. */
const lassoTolerance = 1e-10;
const lassoSweepLimit = 10_000;

/**
 * Minimises ½xᵀAx − bᵀx + α Σ|x_j| over x by cyclic coordinate descent (Friedman et al. 2007), A a covariance
 * `matrix` [n·n]: the Lasso, 1/(2Σw) Σ w r² + α Σ|x_j|, as scikit-learn states it.
 */
export function lasso(matrix: Float64Array, right: Float64Array, alpha: number): Float64Array {
  const n = right.length;
  const x = new Float64Array(n);
  /** b − A x, kept up to date. */
  const residual = right.slice();
  for (let sweep = 0; sweep < lassoSweepLimit; sweep++) {
    let largestChange = 0;
    let largest = 0;
    for (let j = 0; j < n; j++) {
      const diagonal = matrix[j * n + j]!;
      if (diagonal <= 0) continue;
      const pull = residual[j]! + diagonal * x[j]!;
      const next = (Math.sign(pull) * Math.max(0, Math.abs(pull) - alpha)) / diagonal;
      const change = next - x[j]!;
      x[j] = next;
      if (change !== 0) for (let k = 0; k < n; k++) residual[k]! -= matrix[j * n + k]! * change;
      largestChange = Math.max(largestChange, Math.abs(change));
      largest = Math.max(largest, Math.abs(next));
    }
    if (largestChange <= lassoTolerance * largest) break;
  }
  return x;
}

function presentIn(mask: Mask): number[] {
  const present: number[] = [];
  for (const [index, bit] of mask.entries()) if (bit) present.push(index);
  return present;
}
