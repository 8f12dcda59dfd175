import type { Certificate } from "#protocol/joint";
import { countSets, swapsOf } from "./feature-sets.ts";
import type { TriedSets } from "./tried-sets.ts";

/** What is established about the best of the sets of `k` of `n` that were tried, of which there is at least one. */
export function certify(tried: TriedSets, n: number, k: number): Certificate {
  const count = tried.ofSize(k).length;
  if (count >= countSets(n, k)) return "exhaustive";
  const { set } = tried.best(k)!;
  if (swapsOf(set, n).every((swap) => tried.has(swap.set))) return "locally optimal";
  return `best of ${count}`;
}
