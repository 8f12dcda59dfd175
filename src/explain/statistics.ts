/** [columns] mean of `rows`, of which there is at least one. */
export function meanOf(rows: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(rows[0]!.length);
  for (const row of rows)
    for (let column = 0; column < sum.length; column++) sum[column]! += row[column]!;
  return sum.map((total) => total / rows.length);
}

/** [columns] standard error of the mean of independent `rows`, √(s²/R); at least two rows. */
export function standardErrors(rows: readonly Float64Array[]): Float64Array {
  const means = meanOf(rows);
  return means.map((mean, column) => {
    const squares = rows.reduce((sum, row) => sum + (row[column]! - mean) ** 2, 0);
    return Math.sqrt(squares / (rows.length - 1) / rows.length);
  });
}

/** Of a settled ranking, where the caller names none. */
export const defaultConfidence = 0.95;

/** Two scores that differ by less than this part of the largest count as equal in a ranking. */
export const settledTolerance = 0.05;

/**
 * True when the ranking of the means of `replicates` is known with probability `confidence`: for any two that follow
 * each other, which is higher, or that they differ by less than `settledTolerance` of the largest. `look`: how often
 * it has been asked, this time included; the error probability 1 − confidence is shared out over all looks (6/π²k²
 * to the k-th) and pairs. The bound on a mean is sub-Gaussian, √(2 ln(2/α)), widened for few replicates as Student's.
 */
export function isSettled(
  replicates: readonly Float64Array[],
  confidence: number,
  look: number,
): boolean {
  const freedom = replicates.length - 1;
  if (freedom < 1) return false;
  const means = meanOf(replicates);
  const order = [...means.keys()].sort((a, b) => means[b]! - means[a]!);
  const error = ((1 - confidence) * 6) / (Math.PI * look) ** 2 / Math.max(1, order.length - 1);
  const z = Math.sqrt(2 * Math.log(2 / error));
  const width = z + (z ** 3 + z) / (4 * freedom);
  const small = settledTolerance * means.reduce((most, mean) => Math.max(most, Math.abs(mean)), 0);
  return order.slice(1).every((lower, place) => {
    const higher = order[place]!;
    const differences = replicates.map((row) => Float64Array.of(row[higher]! - row[lower]!));
    const gap = means[higher]! - means[lower]!;
    const reach = width * standardErrors(differences)[0]!;
    return gap > reach || gap + reach <= small;
  });
}

/** How much further a run goes before it is asked again whether its ranking is settled. */
const lookGrowth = 1.25;

/** Asks at certain counts of evaluations or rounds whether the ranking is settled. */
export class Looks {
  /** The count to stop at. */
  next: number;
  readonly #confidence: number;
  #count = 0;

  constructor(first = Number.POSITIVE_INFINITY, confidence = defaultConfidence) {
    this.next = first;
    this.#confidence = confidence;
  }

  after(count: number, replicatesSoFar: () => readonly Float64Array[]): boolean {
    if (count < this.next) return false;
    this.next = Math.ceil(this.next * lookGrowth);
    return isSettled(replicatesSoFar(), this.#confidence, ++this.#count);
  }
}

/** Linear interpolation between the two nearest ranks of ascending numbers, of which there is at least one. */
export function percentile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
