import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import { explanation, finishedRun } from "./sample.ts";

/** The classes of the design's pictures (design/data.mjs): [words][classes]. */
const shares = [
  [0.28, 0.27, 0.21, 0.24],
  [0.25, 0.25, 0.25, 0.25],
  [0.26, 0.27, 0.22, 0.25],
  [0.27, 0.25, 0.24, 0.24],
  [0.3, 0.25, 0.23, 0.22],
  [0.31, 0.24, 0.22, 0.23],
  [0.9, 0.05, 0.02, 0.03],
  [0.42, 0.22, 0.18, 0.18],
  [0.52, 0.19, 0.15, 0.14],
  [0.88, 0.06, 0.03, 0.03],
  [0.7, 0.12, 0.09, 0.09],
];
const labels = {
  medicine: ["health", "hospital", "medicine"],
  school: ["class", "lesson", "school"],
  sea: ["ocean", "sea", "ship"],
  court: ["castle", "court", "king"],
};
const probabilities = [0.93, 0.03, 0.02, 0.02];

const { standardError: _, maskedAlone: __, tokenAttribution: ___, ...rest } = explanation;

export const classExplanation: Explanation = {
  ...rest,
  method: "prompt-explainer",
  model: "roberta-base",
  target: { text: "medicine", tokens: [{ id: 0, text: "medicine", logProb: Math.log(0.93) }] },
  values: { full: Math.log(0.93), none: Math.log(0.25) },
  seqAttribution: shares.map((row) => row[0]!),
  classes: Object.keys(labels).map((label, index) => ({
    label,
    probability: probabilities[index]!,
    value: Math.log(probabilities[index]!),
    seqAttribution: shares.map((row) => row[index]!),
  })),
  evaluations: 1,
  plannedEvaluations: 1,
  seconds: 0.1,
};

const { comparison: ____, answer: _____, ...run } = finishedRun;

export const classRun: RunState = {
  ...run,
  method: "prompt-explainer",
  methodLabel: "PromptExplainer",
  explanation: classExplanation,
  classes: {
    title: "topics.verbalizer.json",
    template: "[Topic: <mask>] {text}",
    verbalizer: { kind: "manual", labels },
  },
};
