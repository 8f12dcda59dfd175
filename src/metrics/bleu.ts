const longest = 4;

/**
 * BLEU-4 (Papineni 2002) of one candidate against one reference, over words: the geometric mean of
 * clipped n-gram precisions for n = 1..4, times the brevity penalty; in [0, 1]. No smoothing: 0 where
 * an order has no match. Orders longer than both texts are left out, so that equal short texts get 1.
 */
export function bleu(reference: readonly string[], candidate: readonly string[]): number {
  if (candidate.length === 0) return reference.length === 0 ? 1 : 0;
  const orders = Math.min(longest, Math.max(reference.length, candidate.length));
  let logPrecision = 0;
  for (let order = 1; order <= orders; order++) {
    const wanted = countGrams(reference, order);
    const given = countGrams(candidate, order);
    let matches = 0;
    for (const [gram, count] of given) matches += Math.min(count, wanted.get(gram) ?? 0);
    const total = Math.max(0, candidate.length - order + 1);
    if (matches === 0) return 0;
    logPrecision += Math.log(matches / total) / orders;
  }
  const brevity = Math.min(0, 1 - reference.length / candidate.length);
  return Math.exp(brevity + logPrecision);
}

function countGrams(words: readonly string[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + order <= words.length; start++) {
    const gram = words.slice(start, start + order).join("\u0000");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
