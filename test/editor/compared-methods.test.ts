import { expect, test } from "vitest";
import { comparedRequest, withMethod } from "#editor/compared-methods";
import type { Run } from "#editor/run";
import { shownExplanation } from "#protocol/answer-parts";
import type { ExplainRequest } from "#protocol/request";
import { ablation, comparedRun } from "../webview/compared-sample.ts";
import { explanation, finishedRun, runWith } from "../webview/sample.ts";

const request = {
  method: "joint-prompt",
  joint: { from: 1 },
  features: { granularity: "word" },
  target: {},
  perToken: true,
} as unknown as ExplainRequest;
const run = { request, state: finishedRun } as unknown as Run;

test("the other method is asked about the very tokens that were answered, by the whole", () => {
  const asked = comparedRequest(run, "lrp");
  expect(asked).toMatchObject({
    method: "lrp",
    perToken: false,
    target: { ids: explanation.target.tokens.map(({ id }) => id) },
  });
  expect(asked).not.toHaveProperty("joint");
});

test("nothing is asked before there is an answer", () => {
  expect(comparedRequest({ ...run, state: runWith({}) }, "lrp")).toBeUndefined();
});

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
