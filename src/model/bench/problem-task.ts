import { CoalitionMemory } from "#explain/coalitions";
import type { Explainer, MethodOptions } from "#explain/explainer";
import type { Answer, ScoringModel } from "#explain/scoring-model";
import { answerTo, buildTask, fitPrompt, type Task } from "#explain/task";
import type { Explanation } from "#protocol/explanation";
import type { TaskRequest } from "#protocol/request";

/** The task of explaining the model's own answer. */
export async function problemTask(model: ScoringModel, request: TaskRequest): Promise<Task> {
  const fitted = fitPrompt(model, request);
  let answer: Answer | undefined;
  const { signal } = new AbortController();
  for await (answer of answerTo(model, fitted.prompt, request, signal));
  const ids = answer!.tokens.map(({ id }) => id);
  return buildTask(model, request, fitted, ids, new CoalitionMemory());
}

/** What a method says in the end. */
export async function lastOf(
  explainer: Explainer,
  task: Task,
  model: ScoringModel,
  options: Partial<MethodOptions> = {},
): Promise<Explanation> {
  const { seed } = task.request;
  const { signal } = new AbortController();
  let last: Explanation | undefined;
  for await (last of explainer(task, model, { seed, perToken: false, ...options }, signal));
  return last!;
}
