import { CoalitionMemory } from "#explain/coalitions";
import type { Embedder } from "#explain/embedder";
import { methods as explainers } from "#explain/methods";
import type { ScoringModel } from "#explain/scoring-model";
import { perturbedTask, type Task } from "#explain/task";
import type {
  EvaluatedMethod,
  Evaluation,
  EvaluationRequest,
  MethodEvaluation,
  PromptLabels,
  SizeEvaluation,
} from "#protocol/evaluation";
import type { Explanation } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { Masking } from "#protocol/masking";
import type { JointOptions } from "#protocol/request";
import { ranking } from "#protocol/shading";
import { decisiveAuc, foundLabels } from "./found-labels.ts";
import { measureMasking } from "./masking.ts";

/**
 * What each method's `k` strongest features do to the answer when their tokens are removed (XPrompt, section 5 and table 1),
 * whatever baseline the methods themselves work with. `answer` is the model's answer to the whole prompt. Yields after every
 * method; ends early when `signal` aborts. Cost: that of the methods, one generation and two evaluations each, and two for
 * every further size. Throws ExplainError `nothing-to-explain` where the prompt has no more than k features.
 */
export async function* evaluateMethods(
  model: ScoringModel,
  task: Task,
  request: EvaluationRequest,
  answer: string,
  signal: AbortSignal,
  embedder?: Embedder,
): AsyncGenerator<Evaluation, void> {
  checkSize(task, request.k);
  const removal = perturbedTask(model, task, { baseline: { kind: "remove" } });
  let evaluation: Evaluation = {
    featureCount: task.features.length,
    targetTokenCount: task.targetIds.length,
    answer,
    methods: [],
  };
  for (const method of request.methods) {
    const run = await runMethod(model, task, method, { k: request.k }, signal);
    if (!run) return;
    const masked = strongest(run.explanation, request.k);
    const masking = await remove(masked, false);
    const sizes = await measureSizes(method, run.explanation);
    if (!masking || !sizes || masking.partial || signal.aborted) return;
    const { metrics, embeddedBy } = masking;
    const own = {
      name: method.name,
      masked,
      words: masked.map((feature) => task.features[feature]!.text),
      metrics,
      sizes,
      ...(request.labels ? labelled(task, request.labels, masked, run.explanation) : {}),
      ...trajectoryOf(run.explanation, task),
      evaluations: run.explanation.evaluations,
      seconds: run.seconds,
    };
    evaluation = {
      ...evaluation,
      ...(embeddedBy ? { embeddedBy } : {}),
      methods: [...evaluation.methods, own],
    };
    yield evaluation;
  }

  function remove(indices: readonly number[], scoreOnly: boolean): Promise<Masking | undefined> {
    const asked = { ...removal.request, masked: { indices }, scoreOnly, randomSetCount: 0 };
    return lastOf(measureMasking(model, removal, asked, answer, signal, embedder));
  }

  /** Undefined when `signal` aborted first. */
  async function measureSizes(
    method: EvaluatedMethod,
    explanation: Explanation,
  ): Promise<SizeEvaluation[] | undefined> {
    const asked = request.sizes.filter((k) => k < task.features.length);
    const setOf = await setsOf(method, explanation, asked);
    const measured: SizeEvaluation[] = [];
    for (const k of asked) {
      const set = setOf(k);
      const masking = set && (await remove(set, true));
      if (!masking) return undefined;
      const { probabilityRatio, klDivergence } = masking.metrics;
      measured.push({ k, probabilityRatio, klDivergence });
    }
    return measured;
  }

  /** The best set of each size: the first of a ranking, of `joint-prompt` those of a warm-started row of searches. */
  async function setsOf(
    method: EvaluatedMethod,
    explanation: Explanation,
    sizes: readonly number[],
  ): Promise<(k: number) => readonly number[] | undefined> {
    if (!explanation.joint || sizes.length === 0) return (k) => strongest(explanation, k);
    const row = { from: Math.min(...sizes), k: Math.max(...sizes) };
    const found = (await runMethod(model, task, method, row, signal))?.explanation.joint;
    const sets = [...(found?.curve ?? []), ...(found ? [found] : [])];
    return (k) => sets.find((own) => own.k === k)?.indices;
  }
}

/** A method from nothing: what others asked the model is not remembered, so that its time is its own. */
async function runMethod(
  model: ScoringModel,
  task: Task,
  { method, evaluations, steps, joint }: EvaluatedMethod,
  sizes: Pick<JointOptions, "k" | "from">,
  signal: AbortSignal,
): Promise<{ explanation: Explanation; seconds: number } | undefined> {
  const began = performance.now();
  const options = {
    seed: task.request.seed,
    perToken: false,
    ...(evaluations === undefined ? {} : { evaluations }),
    ...(steps === undefined ? {} : { steps }),
    ...(method === "joint-prompt" ? { joint: { ...joint, ...sizes } } : {}),
  };
  const own = { ...task, memory: new CoalitionMemory() };
  const explanation = await lastOf(explainers[method](own, model, options, signal));
  if (!explanation || signal.aborted) return undefined;
  return { explanation, seconds: (performance.now() - began) / 1000 };
}

/** What the labels say of a method: of the features that it had removed, and of its scores. */
function labelled(
  { features }: Task,
  labels: PromptLabels,
  masked: readonly number[],
  { seqAttribution }: Explanation,
): Pick<MethodEvaluation, "decisiveFound" | "decisiveAuc" | "pairsFound"> {
  const auc = decisiveAuc(features, labels, seqAttribution);
  return {
    ...foundLabels(features, labels, masked),
    ...(auc === undefined ? {} : { decisiveAuc: auc }),
  };
}

function strongest({ joint, seqAttribution }: Explanation, k: number): readonly number[] {
  return joint?.k === k ? joint.indices : ranking(seqAttribution).slice(0, k);
}

/** [sets] the search's objective so far as a probability ratio per token of the target. */
function trajectoryOf({ joint, values }: Explanation, { span }: Task): { trajectory?: number[] } {
  if (!joint) return {};
  const tokenCount = span.end - span.start;
  return {
    trajectory: joint.trajectory.map((value) => Math.exp((value - values.full) / tokenCount)),
  };
}

function checkSize({ features }: Task, k: number): void {
  if (k < features.length) return;
  throw new ExplainError({
    kind: "nothing-to-explain",
    message: `A set of ${k} leaves nothing of a prompt with ${features.length} features.`,
    remedy: "Choose a smaller k, or longer prompts.",
  });
}

async function lastOf<T>(snapshots: AsyncIterable<T>): Promise<T | undefined> {
  let last: T | undefined;
  for await (last of snapshots);
  return last;
}
