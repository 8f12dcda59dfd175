import type { Explanation } from "./explanation.ts";
import type { JointCurvePoint, JointPrompt } from "./joint.ts";

/** Every size of set that was searched so far, the smallest first; the last may still be searched. */
export function jointSizes(joint: JointPrompt): readonly JointCurvePoint[] {
  const { curve = [] } = joint;
  return curve.some(({ k }) => k === joint.k) ? curve : [...curve, joint];
}

/**
 * The size after which more words add the least, beside what the last one added: the k with the largest
 * (v_{k−1} − v_k) − (v_k − v_{k+1}), `full` being v_0; the largest size where no such step is seen.
 */
export function decisiveSize(sizes: readonly JointCurvePoint[], full: number): number {
  const values = [full, ...sizes.map(({ value }) => value)];
  const gain = (place: number) => values[place]! - values[place + 1]!;
  let best = { k: sizes.at(-1)!.k, lead: 0 };
  for (let place = 0; place + 1 < sizes.length; place++) {
    const lead = gain(place) - gain(place + 1);
    if (lead > best.lead) best = { k: sizes[place]!.k, lead };
  }
  return best.k;
}

/**
 * `explanation` with the set of `size` as its joint set; of none, or of one that was not searched, the most decisive
 * one. Where the search was not ended, the best set so far.
 */
export function withShownSet(explanation: Explanation, size?: number): Explanation {
  const { joint, partial, values } = explanation;
  if (!joint || (partial && size === undefined)) return explanation;
  const sizes = jointSizes(joint);
  const chosen =
    sizes.find(({ k }) => k === size) ??
    sizes.find(({ k }) => k === decisiveSize(sizes, values.full))!;
  return chosen.k === joint.k ? explanation : { ...explanation, joint: { ...joint, ...chosen } };
}
