import { countSets } from "./feature-sets.ts";
import type { Sizes } from "./sizes.ts";

/** Sets of each size that are tried by default; the paper's code takes 200 steps. */
const setsPerSize = 200;

/** Random sets of each size beside a row of sizes. */
const controlsPerSize = 20;

/** Of a given budget every feature alone may take so much, and the interactions at the end. */
const aloneShare = 0.1;
const interactionShare = 0.2;

/** How many evaluations may go into what. A given budget holds for all of them; by default each size has its own. */
export class Budget {
  /** True where every feature is masked alone before sets are. */
  readonly triesAlone: boolean;
  /** Random sets of each size. */
  readonly controlCount: number;
  /** Evaluations of the model in all, about. */
  readonly planned: number;
  readonly #sizes: Sizes;
  /** Sets in all. */
  readonly #limit: number | undefined;
  readonly #reserve: number;

  /** `evaluations` is what was given, `perSet` how many of them one set takes. */
  constructor(
    sizes: Sizes,
    n: number,
    evaluations: number | undefined,
    perSet: number,
    isPublished: boolean,
  ) {
    const { first, last } = sizes;
    const limit = evaluations && Math.max(1, Math.floor(evaluations / perSet));
    const pairs = last + (last * (last - 1)) / 2 + 3 * (last + 1);
    this.#sizes = sizes;
    this.#limit = limit;
    this.#reserve =
      limit === undefined ? pairs : Math.min(pairs, Math.floor(interactionShare * limit));
    const most = limit === undefined ? setsPerSize : aloneShare * limit;
    this.triesAlone = !isPublished && first > 1 && n <= most;
    this.controlCount = limit === undefined && last > first ? controlsPerSize : 0;
    const row = Array.from({ length: last - first + 1 }, (_, place) =>
      Math.min(setsPerSize + this.controlCount, countSets(n, first + place)),
    );
    const own = row.reduce((sum, count) => sum + count, 0) + pairs + (this.triesAlone ? n : 0);
    this.planned = perSet * (limit ?? own);
  }

  /** Sets of `k` that may be tried when `spent` sets have been. */
  ofSize(k: number, spent: number): number {
    if (this.#limit === undefined) return setsPerSize;
    const left = this.#limit - spent - this.#reserve;
    return Math.max(1, Math.floor(left / (this.#sizes.last - k + 1)));
  }

  /** Sets that may still be tried for interactions. */
  left(spent: number): number {
    return this.#limit === undefined ? Number.POSITIVE_INFINITY : Math.max(0, this.#limit - spent);
  }
}
