import type { Random } from "#explain/random";
import { type FeatureSet, type Swap, setKey, sorted } from "./feature-sets.ts";

/** What the gradient of the value by the mask says of where to look; XPrompt, section 4. */
export interface Guide {
  /** [features] |∂v/∂m_j| at the whole prompt, in the value's unit. */
  readonly magnitudes: ArrayLike<number>;
  /** Where a search begins: at the largest magnitudes, or at random. */
  readonly initialisation: "gradient" | "random";
  /** How swaps are drawn: by softmax(|g|) of what leaves and of what enters, or all alike. */
  readonly probabilities: "gradient" | "uniform";
}

/** Where the search begins. */
export function firstSet(guide: Guide, n: number, k: number, random: Random): FeatureSet {
  if (guide.initialisation === "random") return random.subset(n, k);
  const order = Array.from({ length: n }, (_, feature) => feature);
  order.sort((a, b) => guide.magnitudes[b]! - guide.magnitudes[a]!);
  return sorted(order.slice(0, k));
}

/** `count` of `swaps`, each drawn with a probability in proportion to softmax(|g_out|) softmax(|g_into|). */
export function drawSwaps(
  guide: Guide,
  swaps: readonly Swap[],
  count: number,
  random: Random,
): FeatureSet[] {
  const drawn = drawWithout(swaps, count, random, ({ out, into }) =>
    guide.probabilities === "uniform" ? 0 : guide.magnitudes[out]! + guide.magnitudes[into]!,
  );
  return drawn.map(({ set }) => set);
}

/** `count` different sets of `k`, features drawn one after the other by softmax(|g|) of those left. */
export function drawSets(
  guide: Guide,
  n: number,
  k: number,
  count: number,
  random: Random,
): FeatureSet[] {
  const features = Array.from({ length: n }, (_, feature) => feature);
  const sets = Array.from({ length: count }, () =>
    sorted(
      drawWithout(features, k, random, (feature) =>
        guide.probabilities === "uniform" ? 0 : guide.magnitudes[feature]!,
      ),
    ),
  );
  return [...new Map(sets.map((set) => [setKey(set), set])).values()];
}

/** Draws without putting back, by e^`logWeight`: the largest of log-weights with Gumbel noise. */
function drawWithout<T>(
  items: readonly T[],
  count: number,
  random: Random,
  logWeight: (item: T) => number,
): T[] {
  const keyed = items.map((item) => ({
    item,
    key: logWeight(item) - Math.log(-Math.log(1 - random.next() || Number.MIN_VALUE)),
  }));
  keyed.sort((a, b) => b.key - a.key);
  return keyed.slice(0, count).map(({ item }) => item);
}
