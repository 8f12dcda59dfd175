import type { Explanation } from "#protocol/explanation";
import type { Interaction, JointCurvePoint } from "#protocol/joint";
import { explanation } from "./sample.ts";

const full = explanation.values.full;

/** k, set, ratio, loss in nats, ratio of the k alone, random mean, low and high: the design's example. */
const curve = (
  [
    [[3], 0.9237, 2.7, 0.9237, 0.9819, 0.9237, 1.0332, 11, "exhaustive"],
    [[6, 9], 0.4811, 24.8768, 0.8686, 0.9515, 0.8789, 1.0276, 55, "exhaustive"],
    [[3, 6, 9], 0.4126, 30.1014, 0.8424, 0.9285, 0.8424, 1.0162, 165, "exhaustive"],
    [[3, 6, 8, 9], 0.3761, 33.2514, 0.3761, 0.8942, 0.4797, 1.0121, 330, "locally optimal"],
    [[0, 3, 6, 8, 9], 0.3578, 34.9487, 0.3689, 0.8263, 0.4326, 0.9806, 462, "locally optimal"],
    [[0, 3, 6, 8, 9, 10], 0.3504, 35.6568, 0.3504, 0.7352, 0.3818, 0.9576, 200, "best of 200"],
  ] as const
).map(
  ([
    indices,
    probabilityRatio,
    drop,
    aloneRatio,
    mean,
    low,
    high,
    setCount,
    certificate,
  ]): JointCurvePoint => ({
    k: indices.length,
    indices,
    value: full - drop,
    probabilityRatio,
    certificate,
    setCount,
    alone: { indices, value: full, probabilityRatio: aloneRatio },
    random: { setCount: 200, mean, low, high },
  }),
);

function interaction(first: number, second: number, value: number): Interaction {
  const alone = [explanation.maskedAlone![first]!, explanation.maskedAlone![second]!] as const;
  return {
    pair: [first, second],
    value,
    kind: Math.abs(value) < 0.3 ? "independent" : value < 0 ? "redundancy" : "synergy",
    alone,
    together: alone[0] + alone[1] - value,
    isInside: true,
  };
}

const { standardError: _, ...scored } = explanation;

/** The design's example, searched for joint sets of up to six words. */
export const jointExplanation: Explanation = {
  ...scored,
  method: "joint-prompt",
  joint: {
    ...curve.at(-1)!,
    trajectory: [],
    curve,
    interactions: [
      interaction(6, 9, -22.5468),
      interaction(0, 3, -1.3805),
      interaction(2, 3, -0.5589),
      interaction(6, 8, -0.46),
      interaction(8, 9, 0.4),
      interaction(3, 9, -0.26),
    ],
  },
};
