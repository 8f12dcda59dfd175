import type { Explanation } from "#protocol/explanation";
import { ranking } from "#protocol/shading";

export type ScoreColumn = "rank" | "word" | "score" | "error" | "share" | "alone" | "aloneRank";

export interface ScoreOrder {
  readonly column: ScoreColumn;
  readonly isDescending: boolean;
}

export interface ScoreRow {
  readonly feature: number;
  readonly rank: number;
  readonly score: number;
  readonly error: number | undefined;
  /** Of the sum of all scores; absent where the sum is not positive. */
  readonly share: number | undefined;
  readonly alone: number | undefined;
  readonly aloneRank: number | undefined;
}

/** [n] one row per feature, in the prompt's order. */
export function scoreRows(explanation: Explanation): ScoreRow[] {
  const { seqAttribution: scores, standardError, maskedAlone } = explanation;
  const total = sumOf(scores);
  const ranks = ranksOf(scores);
  const aloneRanks = maskedAlone && ranksOf(maskedAlone);
  return scores.map((score, feature) => ({
    feature,
    rank: ranks[feature]!,
    score,
    error: standardError?.[feature],
    share: total > 0 ? score / total : undefined,
    alone: maskedAlone?.[feature],
    aloneRank: aloneRanks?.[feature],
  }));
}

/** `rows` by a column; rows that are equal there, or have no value, keep the prompt's order. */
export function sortedRows(rows: readonly ScoreRow[], order: ScoreOrder): ScoreRow[] {
  const key = order.column === "word" ? "feature" : order.column;
  const direction = order.isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[key], b[key]];
    if (x === undefined || y === undefined || x === y) return a.feature - b.feature;
    return (x - y) * direction;
  });
}

/** [n] the rank of each score, 1 for the largest. */
export function ranksOf(scores: readonly number[]): number[] {
  const ranks: number[] = [];
  ranking(scores).forEach((index, place) => {
    ranks[index] = place + 1;
  });
  return ranks;
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Where bars begin and how long a nat is, in px, so that all bars of a table fit into `width`. */
export interface BarScale {
  readonly width: number;
  readonly zero: number;
  readonly perNat: number;
}

const barMargin = 4;
const zeroShare = 0.12;

/** Zero stands at 12 % of the width, further right only where the opposing scores need it. */
export function barScale(scores: readonly number[], width: number): BarScale {
  const most = Math.max(0, ...scores);
  const least = Math.max(0, ...scores.map((score) => -score));
  const room = width - 2 * barMargin;
  const fair = most + least === 0 ? 0 : barMargin + (room * least) / (most + least);
  const zero = Math.max(width * zeroShare, fair);
  const perNat = most > 0 ? (width - zero - barMargin) / most : 0;
  const perNatLeft = least > 0 ? (zero - barMargin) / least : perNat;
  return { width, zero, perNat: perNat === 0 ? perNatLeft : Math.min(perNat, perNatLeft) };
}

export interface Bar {
  readonly x: number;
  readonly width: number;
}

export function barOf(score: number, scale: BarScale): Bar {
  const length = Math.abs(score) * scale.perNat;
  return {
    x: score < 0 ? scale.zero - length : scale.zero,
    width: Math.max(0.75, length),
  };
}
