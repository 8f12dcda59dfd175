import type { PerturbationMethod, Plan } from "./explainer.ts";
import { emptyMask } from "./masks.ts";
import { seededRandom } from "./random.ts";

/**
 * Random scores, uniform in [0, 1): the control that every test of a method stands beside (the
 * "Random" rows of XPrompt, Table 1). Cost: none beyond v(D) and v(∅). Keeps no axiom.
 */
export const randomAttribution: PerturbationMethod<Plan & { readonly seed: number }> = {
  plan: (n, _budget, random) => ({
    masks: [emptyMask(n)],
    plannedCount: 2,
    leastCount: 1,
    isSampled: false,
    seed: random.below(2 ** 31),
  }),
  fit:
    ({ seed }, masks) =>
    () => {
      const random = seededRandom(seed);
      return { attributions: Float64Array.from(masks[0]!, () => random.next()) };
    },
};
