import type { PerturbationMethod } from "./explainer.ts";
import { emptyMask, fullMask } from "./masks.ts";
import { seededRandom } from "./random.ts";

/**
 * Random scores, uniform in [0, 1): the control that every test of a method stands beside (the
 * "Random" rows of XPrompt, Table 1). Cost: none beyond v(D) and v(∅).
 */
export const randomAttribution: PerturbationMethod<{
  masks: Uint8Array[];
  leastCount: number;
  seed: number;
}> = {
  plan: (n, _budget, random) => ({
    masks: [fullMask(n), emptyMask(n)],
    leastCount: 2,
    seed: random.below(2 ** 31),
  }),
  fit: ({ masks, seed }) => {
    const random = seededRandom(seed);
    return { attributions: Float64Array.from(masks[0]!, () => random.next()) };
  },
};
