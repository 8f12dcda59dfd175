import { nextTurn } from "#base/next-turn";
import { type Column, describeFit, wholeTarget } from "#explain/describe-fit";
import { describeTask } from "#explain/describe-task";
import type { Explainer, MethodOptions } from "#explain/explainer";
import { emptyMask, fullMask, maskWithout } from "#explain/masks";
import { RunOfCoalitions } from "#explain/run-of-coalitions";
import type { ScoringModel } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import type { Explanation, Feature, Refinement } from "#protocol/explanation";
import { handedOn, shareOut } from "./holdings.ts";
import { PartSearch } from "./part-search.ts";
import { type Part, partTree } from "./part-tree.ts";
import { slopePassCount, slopesOf } from "./slopes.ts";

/** So many evaluations are taken also where a quarter of the features is less: short prompts are measured whole. */
const leastBudget = 32;
/** And of a prompt of 2,000 words a small multiple of its paragraphs. */
const mostBudget = 256;

/** Below it the passes back would leave nothing to measure. */
const leastSlopedBudget = 2 + slopePassCount;

/** After so many the measured parts are looked at again. */
const roundSize = 8;
/** With slopes the order depends little on what was measured, and neighbours share more of their prompt in larger rounds. */
const slopedRoundShare = 1 / 6;

/** Coalitions that it evaluates at most, v(D) and the passes back among them, where `given` may be; else a quarter of ablation's, within limits. */
export function refinementBudget(featureCount: number, given?: number): number {
  const quarter = Math.floor((featureCount + 1) / 4);
  return Math.min(featureCount + 1, given ?? Math.min(mostBudget, Math.max(leastBudget, quarter)));
}

/**
 * Feature ablation of a long prompt within a budget: the whole prompt, its paragraphs, then the words that promise most,
 * and the sentences and words of a part where these leave most to explain (`PartSearch`); models without gradients are
 * searched by parts alone. A word that was masked alone has exactly its score of feature ablation; what
 * is left of a part goes to its other words, and what they cannot have done alone is said beside them, so that the total
 * stays v(D) − v(∅) in every explanation (`shareOut`). The result says which are which. A prompt that fits the budget is
 * measured word by word.
 *
 * Cost: a quarter of feature ablation's evaluations (32 to 256) unless a budget is given, two backward passes among them; after
 * the first there is a first map. v(∅) is not counted, as everywhere. Deterministic.
 */
export const refinedAblation: Explainer = async function* (task, model, options, signal) {
  const began = performance.now();
  const n = task.features.length;
  const perMask = task.perturb(emptyMask(n)).length * task.value.runCount;
  const given = options.evaluations && Math.max(1, Math.floor(options.evaluations / perMask));
  const budget = refinementBudget(n, given);
  const isWhole = budget > n;
  await nextTurn();
  if (signal.aborted) return;
  const root = isWhole ? everyFeature(n) : partTree(task);
  let slopes: Float64Array | undefined;
  let search = new PartSearch(root, slopes);
  let passCount = 0;
  const run = new RunOfCoalitions(task, model);
  const parts: Part[] = [];
  const described = () => ({ task, model, options, run, root, parts, search, slopes });
  const snapshot = (ended?: Explanation["ended"]): Promise<Explanation> =>
    describe(described(), {
      ...costOf(run, passCount, ended ? 0 : budget * perMask),
      seconds: (performance.now() - began) / 1000,
      partial: ended === undefined,
      ...(ended ? { ended } : {}),
    });

  await run.evaluate([fullMask(n), emptyMask(n)], []);
  if (!isWhole && budget >= leastSlopedBudget)
    for await (const found of slopesOf(task, model)) {
      if (signal.aborted) return;
      passCount++;
      slopes = found.some((slope) => slope > 0) ? found : undefined;
      search = new PartSearch(root, slopes);
      if (passCount < slopePassCount) yield await snapshot();
    }
  const roundCount = slopes ? Math.max(roundSize, Math.ceil(slopedRoundShare * budget)) : roundSize;
  const tokenCount = task.prompt.tokens.length + task.targetIds.length;
  for (let left = budget - 1 - passCount; left > 0; ) {
    yield await snapshot();
    const chosen = search.next(
      Math.min(left, roundCount),
      lossesOf(described(), wholeTarget(task)),
    );
    if (chosen.length === 0) break;
    left -= chosen.length;
    for (let next = 0; next < chosen.length; ) {
      await nextTurn();
      if (signal.aborted) return;
      const size = Math.max(1, Math.floor(model.scoringBatchSize(tokenCount) / perMask));
      const batch = chosen.slice(next, next + size);
      await run.evaluate(
        [],
        batch.map(({ leaves }) => maskWithout(n, leaves)),
      );
      parts.push(...batch);
      next += batch.length;
    }
  }
  const isComplete = search.holdings.every(({ leaves }) => leaves.length === 0);
  yield await snapshot(isComplete ? "complete" : "budget");
};

interface Described {
  readonly task: Task;
  readonly model: ScoringModel;
  readonly options: MethodOptions;
  readonly run: RunOfCoalitions;
  readonly root: Part;
  /** Parallel to the run's masks. */
  readonly parts: readonly Part[];
  readonly search: PartSearch;
  readonly slopes: Float64Array | undefined;
}

/** v(D) − v(D∖P) of each part that was measured, the whole prompt among them. */
function lossesOf({ run, root, parts }: Described, column: Column): (part: Part) => number {
  const full = column(run.full);
  const losses = new Map(parts.map((part, index) => [part, full - column(run.readings[index]!)]));
  losses.set(root, full - column(run.none));
  return (part) => losses.get(part)!;
}

async function describe(
  found: Described,
  spent: Pick<Explanation, "evaluations" | "plannedEvaluations" | "seconds" | "partial">,
): Promise<Explanation> {
  const { task, model, options, run, search } = found;
  const slopes = found.slopes ?? new Float64Array(task.features.length).fill(1);
  const { holdings } = search;
  const lossOf = lossesOf(found, wholeTarget(task));
  const handed = handedOn(holdings, slopes, lossOf);
  const fitColumn = (column: Column) => ({
    attributions: shareOut(holdings, slopes, handed, lossesOf(found, column)).scores,
  });
  const { settings, ...described } = describeTask(model, task);
  const { together } = shareOut(holdings, slopes, handed, lossOf);
  const isMeasured = new Array<boolean>(task.features.length).fill(false);
  for (const { part } of holdings)
    if (part.children.length === 0) isMeasured[part.leaves[0]!] = true;
  const refinement: Refinement = {
    isMeasured,
    parts: holdings.flatMap(({ part }, index) =>
      part.children.length === 0
        ? []
        : [
            {
              ...stretchOf(part, described.features),
              score: lossOf(part),
              together: together[index]!,
            },
          ],
    ),
  };
  return {
    ...described,
    settings: { ...settings, coarseToFine: true },
    method: "feature-ablation",
    target: await run.describeTarget(),
    ...describeFit(task, run, fitColumn, options),
    refinement,
    ...spent,
  };
}

function stretchOf({ leaves }: Part, features: readonly Feature[]): { start: number; end: number } {
  const own = leaves.map((leaf) => features[leaf]!);
  return {
    start: Math.min(...own.map(({ start }) => start)),
    end: Math.max(...own.map(({ end }) => end)),
  };
}

function costOf(run: RunOfCoalitions, passCount: number, planned: number) {
  const { evaluations, plannedEvaluations, ...remembered } = run.cost(planned - passCount);
  return {
    evaluations: evaluations + passCount,
    plannedEvaluations: plannedEvaluations + passCount,
    ...remembered,
  };
}

function everyFeature(featureCount: number): Part {
  const leaves = Array.from({ length: featureCount }, (_, leaf) => leaf);
  return { leaves, children: leaves.map((leaf) => ({ leaves: [leaf], children: [] })) };
}
