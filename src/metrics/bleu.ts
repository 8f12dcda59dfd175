import { countGrams, countMatches } from "./ngrams.ts";

const longest = 4;

/**
 * BLEU-4 (Papineni 2002) of one candidate against one reference, over items: words, or characters where a text is
 * given as such. The geometric mean of clipped n-gram precisions for n = 1..4, times the brevity penalty; in [0, 1]. No
 * smoothing: 0 where an order has no match. Orders longer than both texts are left out, so that equal short texts get 1.
 */
export function bleu(reference: readonly string[], candidate: readonly string[]): number {
  if (candidate.length === 0) return reference.length === 0 ? 1 : 0;
  const orders = Math.min(longest, Math.max(reference.length, candidate.length));
  let logPrecision = 0;
  for (let order = 1; order <= orders; order++) {
    const matches = countMatches(countGrams(candidate, order), countGrams(reference, order));
    const total = Math.max(0, candidate.length - order + 1);
    if (matches === 0) return 0;
    logPrecision += Math.log(matches / total) / orders;
  }
  const brevity = Math.min(0, 1 - reference.length / candidate.length);
  return Math.exp(brevity + logPrecision);
}
