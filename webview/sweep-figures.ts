import type { Explanation } from "#protocol/explanation";
import { ranking } from "#protocol/shading";
import { featureName } from "./words.ts";

/** Interest over λ, as it is drawn and tabled. */
export interface SweepFigures {
  /** Upwards. */
  readonly lambdas: readonly number[];
  /** The words of most interest at the run's own λ, each with its shares [λ] in [0, 1]. */
  readonly words: readonly { readonly name: string; readonly shares: readonly number[] }[];
  /** [λ] how far the noise moves the prediction; 1 is what the reference noise would, in proportion. */
  readonly changes: readonly number[];
}

/** As many as lines can be told apart. */
const shownWords = 4;

export function sweepFigures({ features, seqAttribution, interest }: Explanation): SweepFigures {
  const sweep = interest?.sweep ?? [];
  const totals = sweep.map(({ scores }) => scores.reduce((sum, score) => sum + score, 0) || 1);
  return {
    lambdas: sweep.map(({ lambda }) => lambda),
    words: ranking(seqAttribution)
      .slice(0, shownWords)
      .map((feature) => ({
        name: featureName(features[feature]!),
        shares: sweep.map(({ scores }, at) => scores[feature]! / totals[at]!),
      })),
    changes: sweep.map(({ change }) => change),
  };
}
