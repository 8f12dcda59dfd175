import { CoalitionMemory } from "#explain/coalitions";
import type { MethodOptions } from "#explain/explainer";
import { countSets } from "#explain/joint/feature-sets";
import { jointPrompt } from "#explain/joint/joint-prompt";
import type { ScoringModel } from "#explain/scoring-model";
import { buildTask, fitPrompt } from "#explain/task";
import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest, JointOptions } from "#protocol/request";

/** What the search found of one problem within its budget, and what an exhaustive one finds. */
export interface Outcome {
  readonly found: Explanation;
  readonly best: number;
}

/** Searches for `k` features twice, within `evaluations` and exhaustively; what was asked is remembered. */
export async function solve(
  model: ScoringModel,
  request: ExplainRequest,
  targetIds: readonly number[],
  k: number,
  evaluations: number,
): Promise<Outcome> {
  const memory = new CoalitionMemory();
  const task = buildTask(model, request, fitPrompt(model, request), targetIds, memory);
  const run = async (options: Partial<MethodOptions> & { joint: JointOptions }) => {
    let last: Explanation | undefined;
    const { signal } = new AbortController();
    const all = { seed: request.seed, perToken: false, ...options };
    for await (last of jointPrompt(task, model, all, signal));
    return last!;
  };
  const n = task.features.length;
  const exhaustive = await run({ joint: { k }, evaluations: 2 * countSets(n, k) + 100 });
  const found = await run({ joint: { k }, evaluations });
  return { found, best: exhaustive.joint!.value };
}
