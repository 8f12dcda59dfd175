import { buildClassTask, type TaskOfClasses } from "#explain/classes/class-task";
import { classLogits, logShares } from "#explain/classes/class-value";
import { CoalitionMemory } from "#explain/coalitions";
import { type Mask, maskWith, maskWithout } from "#explain/masks";
import { methods as explainers } from "#explain/methods";
import type { ScoringModel } from "#explain/scoring-model";
import { perturbedTask } from "#explain/task";
import type {
  CurveEvaluation,
  CurveRequest,
  CurveStep,
  CurveTask,
  EvaluatedMethod,
} from "#protocol/evaluation";
import type { BaselineChoice } from "#protocol/request";
import { ranking } from "#protocol/shading";
import { foundLabels } from "./found-labels.ts";

/** Steps of 10 %, and the whole. */
const stepCount = 10;

/**
 * How the true class moves as features are put back, most relevant first, or taken away, least relevant first, in steps of
 * 10 % (methods.md section 6; what the code of XAI for Transformers does). An absent feature's tokens become the unknown
 * token. Yields after every method; ends early when `signal` aborts. Cost: that of the methods, and 12 evaluations each.
 * Throws ExplainError as `buildClassTask`.
 */
export async function* measureCurves(
  model: ScoringModel,
  request: CurveRequest,
  signal: AbortSignal,
): AsyncGenerator<CurveEvaluation, void> {
  let evaluation: CurveEvaluation | undefined;
  for (const own of request.methods) {
    const asked = { ...request, method: own.method };
    const task = await buildClassTask(model, asked, new CoalitionMemory());
    const found = await attributionsOf(model, task, own, signal);
    if (!found) return;
    const { predicted, steps } = await curveOf(model, task, request.task, found.attributions);
    if (signal.aborted) return;
    evaluation ??= {
      featureCount: task.features.length,
      predicted,
      absent: absentIn(model),
      methods: [],
    };
    const first = ranking(found.attributions).slice(0, 1);
    const { decisiveFound } = request.labels
      ? foundLabels(task.features, request.labels, first)
      : {};
    const curve = {
      name: own.name,
      steps,
      ...(decisiveFound === undefined ? {} : { decisiveFirst: decisiveFound }),
      seconds: found.seconds,
    };
    evaluation = { ...evaluation, methods: [...evaluation.methods, curve] };
    yield evaluation;
  }
}

/** [11] the steps of the class that `task` explains, its features in the order of `attributions`; and the class predicted. */
export async function curveOf(
  model: ScoringModel,
  task: TaskOfClasses,
  curve: CurveTask,
  attributions: readonly number[],
): Promise<{ predicted: string; steps: CurveStep[] }> {
  const whole = maskWithout(task.features.length, []);
  const masks = curveMasks(curve, attributions, alwaysPresent(task, curve));
  const [full, ...logits] = await logitsOf(model, task, [whole, ...masks]);
  return {
    predicted: task.classes.readout.names[largest(full!)]!,
    steps: logits.map((step) => describeStep(step, full!, task.span.start)),
  };
}

/**
 * [11] which features are there after each step. `activation`: the first ⌈f·n⌉ by descending score are, and those of
 * `kept` always; `pruning`: the first ⌈f·n⌉ by ascending magnitude are not.
 */
export function curveMasks(
  task: CurveTask,
  attributions: readonly number[],
  kept: readonly number[] = [],
): Mask[] {
  const n = attributions.length;
  const order = [...attributions.keys()];
  if (task === "activation") order.sort((a, b) => attributions[b]! - attributions[a]!);
  else order.sort((a, b) => Math.abs(attributions[a]!) - Math.abs(attributions[b]!));
  return Array.from({ length: stepCount + 1 }, (_, step) => {
    // 3 · 0.1 is a little above 0.3, and of ten features four then: as numpy's linspace in the published code
    const first = order.slice(0, Math.ceil(step * (1 / stepCount) * n));
    return task === "activation" ? maskWith(n, [...first, ...kept]) : maskWithout(n, first);
  });
}

/** Σ over classes of squared differences from `whole`, and what became of the class `label`. */
export function describeStep(logits: Float64Array, whole: Float64Array, label: number): CurveStep {
  const probabilities = logShares(logits).map(Math.exp);
  return {
    probability: probabilities[label]!,
    logit: logits[label]!,
    logitError: squaredDistance(logits, whole),
    probabilityError: squaredDistance(probabilities, logShares(whole).map(Math.exp)),
  };
}

/** Where special tokens take part: the published code takes id 0 for padding, which stays in every activated text. */
function alwaysPresent({ features, prompt, request }: TaskOfClasses, task: CurveTask): number[] {
  if (task !== "activation" || !request.features.includeSpecial) return [];
  return features.flatMap(({ tokens }, index) =>
    tokens.some((token) => prompt.tokens[token]!.id === 0) ? [index] : [],
  );
}

/** The scores of one method with nothing remembered; undefined when `signal` aborts. */
export async function attributionsOf(
  model: ScoringModel,
  task: TaskOfClasses,
  { method, evaluations, steps }: EvaluatedMethod,
  signal: AbortSignal,
): Promise<{ attributions: readonly number[]; seconds: number } | undefined> {
  const began = performance.now();
  const options = {
    seed: task.request.seed,
    perToken: false,
    ...(evaluations === undefined ? {} : { evaluations }),
    ...(steps === undefined ? {} : { steps }),
  };
  let attributions: readonly number[] | undefined;
  for await (const { seqAttribution } of explainers[method](task, model, options, signal))
    attributions = seqAttribution;
  if (!attributions || signal.aborted) return undefined;
  return { attributions, seconds: (performance.now() - began) / 1000 };
}

function logitsOf(
  model: ScoringModel,
  task: TaskOfClasses,
  masks: readonly Mask[],
): Promise<Float64Array[]> {
  const baseline: BaselineChoice =
    absentIn(model) === "zero" ? { kind: "zero" } : { kind: "token", id: "unk" };
  const { perturb } = perturbedTask(model, task, { baseline });
  return classLogits(
    task.classes,
    masks.flatMap((mask) => perturb(mask)),
  );
}

function absentIn({ specialIds }: ScoringModel): CurveEvaluation["absent"] {
  return specialIds.unk === undefined ? "zero" : "unk";
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0);
}

function largest(values: Float64Array): number {
  return values.reduce((best, value, at) => (value > values[best]! ? at : best), 0);
}
