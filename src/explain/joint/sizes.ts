import { ExplainError } from "#protocol/failure";
import type { JointOptions } from "#protocol/request";

/** As in the paper's tables. */
const defaultSize = 3;

/** Sizes that are tried at most where the smallest decisive set is asked for. */
const mostSizes = 10;

/** Sizes of a row that has a first one and no last. */
const rowLength = 6;

/** The sizes of sets that are searched for, the smallest first: one, or a warm-started row of them. */
export interface Sizes {
  readonly first: number;
  readonly last: number;
}

/** Throws ExplainError `invalid-option` where more features are asked for than there are. */
export function sizesOf({ k, from, below }: JointOptions, n: number): Sizes {
  if (k !== undefined && k > n)
    throw new ExplainError({
      kind: "invalid-option",
      message: `A set of ${k} cannot be chosen: the prompt has ${n} ${n === 1 ? "part" : "parts"}.`,
      remedy: `Choose a set of at most ${n}.`,
    });
  const open = from === undefined ? defaultSize : from + rowLength - 1;
  const last = k ?? Math.min(n, below === undefined ? open : mostSizes);
  return { first: Math.min(from ?? (below === undefined ? last : 1), last), last };
}
