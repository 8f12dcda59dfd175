import { bootstrapMean, type Interval } from "#worker/bootstrap";

/** A mean over prompts; `count` of them have the number. */
export interface Estimate extends Interval {
  readonly count: number;
}

/** Null where no prompt has the number. */
export function estimate(values: readonly (number | undefined)[], seed: number): Estimate | null {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return null;
  return { ...bootstrapMean(known, seed), count: known.length };
}

/** 1, 2, 3, … ever wider apart, up to `last`. */
export function shownCounts(last: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < last; count += Math.max(1, Math.floor(count / 8))) counts.push(count);
  return [...counts, last];
}
