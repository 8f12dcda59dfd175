import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import { explanation, finishedRun } from "./sample.ts";

const { standardError: _, maskedAlone, tokenAttribution: __, ...shared } = explanation;

/** The design's second run: every word masked alone. */
export const ablation: Explanation = {
  ...shared,
  method: "feature-ablation",
  seqAttribution: maskedAlone!,
  evaluations: 14,
  plannedEvaluations: 14,
  seconds: 0.3,
};

export const attention: Explanation = {
  ...shared,
  method: "attention-rollout",
  seqAttribution: [0.31, 0.14, 0.07, 0.06, 0.05, 0.04, 0.12, 0.03, 0.04, 0.09, 0.05],
  evaluations: 1,
  plannedEvaluations: 1,
  seconds: 0.1,
};

export const comparedRun: RunState = {
  ...finishedRun,
  compared: [
    { method: "feature-ablation", explanation: ablation },
    { method: "attention-rollout", explanation: attention },
    {
      method: "kernel-shap",
      progress: { stage: "explaining", past: [], done: 40, total: 176, msLeft: 3000 },
    },
  ],
  shownMethod: "feature-ablation",
};
