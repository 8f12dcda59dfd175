import type { Explanation } from "#protocol/explanation";
import type { SettledInterest } from "#protocol/interest";
import type { RunState } from "#protocol/panel-methods";
import { explanation, finishedRun } from "./sample.ts";

/** [words][blocks] percent of each block's interest, and over λ: the figures of design/data.mjs. */
const layerPercents = [
  [13, 13, 12, 10, 8, 6, 5, 5],
  [6, 6, 5, 4, 4, 3, 2, 2],
  [10, 10, 9, 8, 7, 6, 5, 5],
  [11, 11, 11, 12, 13, 14, 14, 14],
  [9, 9, 8, 7, 5, 4, 3, 3],
  [6, 6, 5, 4, 4, 3, 2, 2],
  [12, 12, 14, 18, 21, 25, 27, 27],
  [7, 7, 6, 5, 5, 4, 3, 3],
  [8, 8, 8, 9, 9, 10, 10, 10],
  [11, 11, 13, 17, 20, 24, 26, 26],
  [7, 7, 6, 5, 5, 4, 3, 3],
];

const settled = (block: number): SettledInterest => ({
  scores: layerPercents.map((row) => row[block]!),
  standardError: layerPercents.map(() => 0.4),
});

const { tokenAttribution: _, maskedAlone: __, standardError: ___, ...whole } = explanation;
export const interest: Explanation = {
  ...whole,
  method: "model-interest",
  seqAttribution: settled(7).scores,
  layers: layerPercents[0]!.map((_own, layer) => ({ layer, ...settled(layer) })),
  interest: {
    lambda: 0.6,
    sigma: [],
    unit: 1,
    scale: 1,
    change: 0.3,
    unbounded: [],
    sweep: [0.2, 0.4, 0.6, 0.8, 1].map((lambda, at) => ({
      lambda,
      change: 0.5 * lambda,
      unbounded: [],
      ...settled(7 - at),
    })),
  },
  evaluations: 7169,
  plannedEvaluations: 7169,
  seconds: 61,
  ended: "settled",
};

export const interestRun: RunState = {
  ...finishedRun,
  interest: { layers: { explanation: interest }, sweep: { explanation: interest } },
};
