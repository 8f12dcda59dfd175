import { expect, test } from "vitest";
import { withMethod } from "#editor/compared-methods";
import { shownExplanation } from "#protocol/answer-parts";
import { ablation, comparedRun } from "../webview/compared-sample.ts";
import { explanation } from "../webview/sample.ts";

test("a method keeps its place while more is known of it", () => {
  const more = { method: "kernel-shap", explanation: ablation } as const;
  const { compared } = withMethod(comparedRun, more);
  expect(compared!.map(({ method }) => method)).toEqual([
    "feature-ablation",
    "attention-rollout",
    "kernel-shap",
  ]);
  expect(compared![2]).toEqual(more);
});

test("what is shaded is the shown method's, and the run's own once that is gone", () => {
  expect(shownExplanation(comparedRun)).toBe(ablation);
  const { shownMethod: _, ...own } = comparedRun;
  expect(shownExplanation(own)?.method).toBe(explanation.method);
});
