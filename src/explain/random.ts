/** A seeded source of random numbers: the same seed, the same numbers, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  /** From the standard normal distribution (Box & Muller). */
  normal(): number;
  /** 0..size-1 in random order (Fisher-Yates). */
  permutation(size: number): number[];
  /** `count` different integers of 0..size-1, ascending. */
  subset(size: number, count: number): number[];
}

/** Mulberry32: 32 bits of state, enough for sampling coalitions; not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const permutation = (size: number) => {
    const order = Array.from({ length: size }, (_, index) => index);
    for (let last = size - 1; last > 0; last--) {
      const other = below(last + 1);
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    return order;
  };
  return {
    next,
    below,
    normal,
    permutation,
    subset: (size, count) =>
      permutation(size)
        .slice(0, count)
        .sort((a, b) => a - b),
  };
}
