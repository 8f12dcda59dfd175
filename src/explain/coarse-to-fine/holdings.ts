import type { Part } from "./part-tree.ts";

/** What a measured part holds besides the measured parts within it. */
export interface Holding {
  readonly part: Part;
  /** The measured parts within it that are in no other of them. */
  readonly within: readonly Part[];
  /** The features whose smallest measured part it is, unless it is such a feature itself. */
  readonly leaves: readonly number[];
}

/** Of every measured part, the whole prompt first. */
export function holdingsOf(root: Part, isMeasured: (part: Part) => boolean): Holding[] {
  const found: Holding[] = [];
  const visit = (part: Part, above: { within: Part[]; leaves: number[] }) => {
    let own = above;
    if (part === root || isMeasured(part)) {
      above.within.push(part);
      own = { within: [], leaves: [] };
      found.push({ part, ...own });
    } else if (part.children.length === 0) own.leaves.push(...part.leaves);
    for (const child of part.children) visit(child, own);
  };
  visit(root, { within: [], leaves: [] });
  return found;
}

/** What masking the part costs beyond what the measured parts within it cost, each masked by itself. */
export function restOf({ part, within }: Holding, lossOf: (part: Part) => number): number {
  return within.reduce((rest, inner) => rest - lossOf(inner), lossOf(part));
}

/** [holdings] the share of its rest that a part hands on to its features; see `shareOut`. */
export type HandedOn = readonly number[];

/**
 * How much of its rest each part hands on: all of it, unless a feature would then have more than the median of those that
 * were masked alone, which were expected to do more.
 */
export function handedOn(
  holdings: readonly Holding[],
  weights: ArrayLike<number>,
  lossOf: (part: Part) => number,
): HandedOn {
  const alone = holdings
    .filter(({ part }) => part.children.length === 0)
    .map(({ part }) => Math.abs(lossOf(part)))
    .sort((a, b) => a - b);
  const most = alone[Math.floor(alone.length / 2)] ?? Number.POSITIVE_INFINITY;
  return holdings.map((holding) => {
    if (holding.leaves.length === 0) return 0;
    const highest = Math.max(...sharesOf(holding, weights)) * Math.abs(restOf(holding, lossOf));
    return highest > most ? most / highest : 1;
  });
}

/**
 * [features] φ_j = v(D) − v(D∖j) for a feature that was masked alone, and for another its share of the rest of its
 * smallest measured part P, h_P w_j/Σw (φ_P − Σ φ_c) over the measured parts c within P, weights w of P's features that were
 * not masked alone. [holdings] what stays with the part, (1 − h_P)(φ_P − Σ φ_c): its features do it only together. All
 * of both add up to v(D) − v(∅).
 */
export function shareOut(
  holdings: readonly Holding[],
  weights: ArrayLike<number>,
  handed: HandedOn,
  lossOf: (part: Part) => number,
): { scores: Float64Array; together: number[] } {
  const scores = new Float64Array(weights.length);
  const together = holdings.map((holding, index) => {
    const { part, leaves } = holding;
    if (part.children.length === 0) {
      scores[part.leaves[0]!] = lossOf(part);
      return 0;
    }
    const rest = restOf(holding, lossOf);
    const shares = sharesOf(holding, weights);
    for (const [place, leaf] of leaves.entries())
      scores[leaf] = handed[index]! * shares[place]! * rest;
    return (1 - handed[index]!) * rest;
  });
  return { scores, together };
}

/** [leaves] by their weights; even where these are 0. */
function sharesOf({ leaves }: Holding, weights: ArrayLike<number>): number[] {
  const total = totalWeight(leaves, weights);
  return leaves.map((leaf) => (total > 0 ? weights[leaf]! / total : 1 / leaves.length));
}

export function totalWeight(leaves: readonly number[], weights: ArrayLike<number>): number {
  return leaves.reduce((total, leaf) => total + weights[leaf]!, 0);
}
