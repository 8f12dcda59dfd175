/** How often each run of `order` items occurs in `items`. */
export function countGrams(items: readonly string[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + order <= items.length; start++) {
    const gram = items.slice(start, start + order).join("\u0000");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** Σ over all runs of the smaller of the two counts: clipped matches. */
export function countMatches(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): number {
  let matches = 0;
  for (const [gram, count] of a) matches += Math.min(count, b.get(gram) ?? 0);
  return matches;
}
