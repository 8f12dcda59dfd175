import { ranking } from "./shading.ts";

/** How far two methods agree about the same features. */
export interface Agreement {
  /** Spearman's ρ in [−1, 1]; absent where one of them scores all features alike. */
  readonly rankCorrelation?: number;
  /** Of the `topCount` highest scores of one, how many are among those of the other. */
  readonly topShared: number;
  readonly topCount: number;
}

/** How many of n features are called the top ones: one in four, at most three. */
export function topCountOf(n: number): number {
  return Math.min(3, Math.ceil(n / 4));
}

/** [n] scores of one method beside [n] scores of another. */
export function agreementOf(a: readonly number[], b: readonly number[]): Agreement {
  const topCount = topCountOf(a.length);
  const top = ranking(b).slice(0, topCount);
  const rankCorrelation = spearman(a, b);
  return {
    ...(rankCorrelation === undefined ? {} : { rankCorrelation }),
    topShared: ranking(a)
      .slice(0, topCount)
      .filter((feature) => top.includes(feature)).length,
    topCount,
  };
}

/** Spearman's ρ: Pearson's correlation of the ranks, equal values sharing the mean of theirs. */
export function spearman(a: readonly number[], b: readonly number[]): number | undefined {
  const [x, y] = [centred(meanRanks(a)), centred(meanRanks(b))];
  const norm = Math.sqrt(dot(x, x) * dot(y, y));
  return norm === 0 ? undefined : dot(x, y) / norm;
}

/** [n] ranks from 1, the smallest value first. */
function meanRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((own) => own < value).length;
    const same = values.filter((own) => own === value).length;
    return below + (same + 1) / 2;
  });
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
