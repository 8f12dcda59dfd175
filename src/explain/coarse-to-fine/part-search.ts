import { type Holding, holdingsOf, restOf, totalWeight } from "./holdings.ts";
import type { Part } from "./part-tree.ts";

/**
 * Where there are slopes, a part is looked into that has more than this share of all rests: slopes have missed
 * something there, and it is not what all parts of a prompt do together.
 */
const missedShare = 1 / 3;
/** At most so much of what is measured goes into such parts. */
const openingShare = 1 / 4;

/**
 * How much a feature's part counts beside its slope: the fourth root of what the part's rest is to its slopes. On long
 * prompts of the bundled model words rank best by their slopes alone or with this; the square root is worse.
 */
const partPower = 1 / 4;
/** No part's rest counts less than this share of the average. */
const leastRest = 0.3;

/**
 * Best first: which parts of a prompt to mask next, from what masking others did. The children of the whole prompt
 * first. Then, without slopes, the children of the part with the largest rest; with slopes [features] single features, the
 * largest slope first, lifted where their part has more left to explain, and the children of a part that has most of it.
 */
export class PartSearch {
  readonly #root: Part;
  readonly #slopes: Float64Array | undefined;
  readonly #single = new Map<number, Part>();
  readonly #chosen = new Set<Part>();
  #credit = 0;

  constructor(root: Part, slopes: Float64Array | undefined) {
    this.#root = root;
    this.#slopes = slopes;
    const visit = (part: Part): void => {
      if (part.children.length === 0) this.#single.set(part.leaves[0]!, part);
      part.children.forEach(visit);
    };
    visit(root);
  }

  /** Of the parts that were chosen so far. */
  get holdings(): Holding[] {
    return holdingsOf(this.#root, (part) => this.#chosen.has(part));
  }

  /** Up to `count` parts that were not chosen yet, in the prompt's order; none when every feature was. */
  next(count: number, lossOf: (part: Part) => number): Part[] {
    const { holdings } = this;
    if (holdings.every(({ leaves }) => leaves.length === 0)) return [];
    const isFirst = this.#chosen.size === 0;
    const before = new Set(this.#chosen);
    const take = (parts: readonly Part[]) => {
      const room = count - (this.#chosen.size - before.size);
      for (const part of parts.slice(0, room)) this.#chosen.add(part);
    };
    if (isFirst) take(this.#root.children);
    else if (this.#slopes) {
      this.#credit += openingShare * count;
      for (const { children, share } of this.#openings(holdings, lossOf)) {
        if (share < missedShare || children.length > this.#credit) break;
        this.#credit -= children.length;
        take(children);
      }
      take(this.#byEstimate(this.#slopes, holdings, lossOf));
    } else for (const { children } of this.#openings(holdings, lossOf)) take(children);
    return [...this.#chosen]
      .filter((part) => !before.has(part))
      .sort((a, b) => a.leaves[0]! - b.leaves[0]!);
  }

  /** The children, not chosen yet, of each chosen part that has any, and its share of all rests: the largest first. */
  #openings(
    holdings: readonly Holding[],
    lossOf: (part: Part) => number,
  ): { children: Part[]; share: number }[] {
    const open = holdings
      .map((holding) => ({
        children: holding.part.children.filter((child) => !this.#chosen.has(child)),
        rest: Math.abs(restOf(holding, lossOf)),
      }))
      .filter(({ children }) => children.length > 0);
    const total = open.reduce((sum, { rest }) => sum + rest, 0);
    return largestFirst(
      open.map(({ children, rest }) => ({ children, share: total > 0 ? rest / total : 0 })),
      ({ share }) => share,
    );
  }

  #byEstimate(
    slopes: Float64Array,
    holdings: readonly Holding[],
    lossOf: (part: Part) => number,
  ): Part[] {
    const open = holdings
      .filter(({ leaves }) => leaves.length > 0)
      .map((holding) => ({
        leaves: holding.leaves,
        rest: Math.abs(restOf(holding, lossOf)),
        slope: totalWeight(holding.leaves, slopes),
      }));
    const sum = (of: "rest" | "slope") => open.reduce((total, own) => total + own[of], 0);
    const average = sum("rest") / sum("slope");
    const estimates = open.flatMap(({ leaves, rest, slope }) => {
      const lift = average > 0 && slope > 0 ? Math.max(rest / slope / average, leastRest) : 1;
      return leaves.map((leaf) => ({ leaf, estimate: slopes[leaf]! * lift ** partPower }));
    });
    return largestFirst(estimates, ({ estimate }) => estimate)
      .map(({ leaf }) => this.#single.get(leaf)!)
      .filter((part) => !this.#chosen.has(part));
  }
}

/** Equals keep their order. */
function largestFirst<T>(items: readonly T[], sizeOf: (item: T) => number): T[] {
  return items
    .map((item) => ({ item, size: sizeOf(item) }))
    .sort((a, b) => b.size - a.size)
    .map(({ item }) => item);
}
