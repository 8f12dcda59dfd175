import { fileURLToPath } from "node:url";
import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { workerInProcess } from "#worker/in-process";

export type { Explanation, Feature, PromptToken, TargetToken } from "#protocol/explanation";
export { ExplainError, type Failure } from "#protocol/failure";
export type { Interaction, JointCurvePoint, JointPrompt } from "#protocol/joint";
export { type MethodId, methodIds } from "#protocol/methods";
export type { MinimalPrompt } from "#protocol/minimal";
export type { ExplainRequest, MaskRequest, MinimalRequest, ModelChoice } from "#protocol/request";
export type { Generation, Suggestion, WorkerMethods } from "#protocol/worker-methods";
export { registerValue } from "#worker/in-process";

/** What `explain` needs; the rest is as on the command line. */
export type ExplainOptions = { readonly prompt: string } & Partial<Omit<ExplainRequest, "prompt">>;

const bundledFolder = fileURLToPath(new URL("../media/models", import.meta.url));

/** Every method of the worker, in this process: `call("mask", request, signal)` and the like. */
export const call = workerInProcess(bundledFolder);

/**
 * Explains `prompt`: each yield is a whole explanation so far, the last one final. Ends early, without
 * failure, when `signal` aborts. Throws ExplainError.
 */
export async function* explain(
  { prompt, ...options }: ExplainOptions,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<Explanation, void> {
  const request: ExplainRequest = {
    ...defaults,
    ...options,
    prompt: { text: prompt, frame: "auto" },
  };
  for await (const { explanation } of call("explain", request, signal))
    if (explanation) yield explanation;
}

const defaults: Omit<ExplainRequest, "prompt"> = {
  model: { source: "story-chat", dtype: "auto", device: "auto" },
  method: "feature-ablation",
  features: { granularity: "word" },
  baseline: { kind: "zero" },
  target: {},
  value: "log-prob",
  perToken: false,
  seed: 0,
  tooLong: "fail",
  generation: { maxNewTokens: 64, temperature: 0, seed: 0 },
};
