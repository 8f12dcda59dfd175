import { buildClassTask, type TaskOfClasses } from "#explain/classes/class-task";
import { classLogits, logShares } from "#explain/classes/class-value";
import { CoalitionMemory } from "#explain/coalitions";
import { maskWithout } from "#explain/masks";
import type { ScoringModel } from "#explain/scoring-model";
import { perturbedTask } from "#explain/task";
import {
  type ErasureEvaluation,
  type ErasureRequest,
  type ErasureStep,
  erasedShares,
} from "#protocol/evaluation";
import { ranking } from "#protocol/shading";
import { attributionsOf } from "./class-curves.ts";

/**
 * What becomes of a text's class when the words that the model looked at most are erased (model-interest paper, section
 * 5.4.1): the first ⌈r n⌉ features by descending score for the class that the model predicts are removed, and the rest is
 * classified again. Yields after every method; ends early when `signal` aborts. Cost: that of the methods, and 7
 * evaluations each. Throws ExplainError as `buildClassTask`, and `invalid-option` for a label that is no class.
 */
export async function* measureErasure(
  model: ScoringModel,
  { label, ...request }: ErasureRequest,
  signal: AbortSignal,
): AsyncGenerator<ErasureEvaluation, void> {
  let evaluation: ErasureEvaluation | undefined;
  // asked for once, so that a label that is no class is a failure before anything is measured
  await buildClassTask(
    model,
    { ...request, classes: { ...request.classes, label } },
    new CoalitionMemory(),
  );
  for (const own of request.methods) {
    const task = await buildClassTask(
      model,
      { ...request, method: own.method },
      new CoalitionMemory(),
    );
    const found = await attributionsOf(model, task, own, signal);
    if (!found) return;
    const steps = await stepsOf(model, task, found.attributions, label);
    if (signal.aborted) return;
    evaluation ??= {
      featureCount: task.features.length,
      predicted: task.classes.readout.names[task.span.start]!,
      methods: [],
    };
    const erasure = { name: own.name, steps, seconds: found.seconds };
    evaluation = { ...evaluation, methods: [...evaluation.methods, erasure] };
    yield evaluation;
  }
}

/** [shares] the text without each share of the features. */
async function stepsOf(
  model: ScoringModel,
  task: TaskOfClasses,
  attributions: readonly number[],
  label: string,
): Promise<ErasureStep[]> {
  const n = task.features.length;
  const { perturb } = perturbedTask(model, task, { baseline: { kind: "remove" } });
  const order = ranking(attributions);
  const sets = erasedShares.map((share) => order.slice(0, Math.ceil(share * n)));
  const rows = await classLogits(
    task.classes,
    sets.flatMap((set) => perturb(maskWithout(n, set))),
  );
  const { names } = task.classes.readout;
  return rows.map((logits, at) => {
    const shares = logShares(logits);
    const best = shares.reduce((top, own, index) => (own > shares[top]! ? index : top), 0);
    return {
      share: erasedShares[at]!,
      erased: sets[at]!.length,
      predicted: names[best]!,
      isRight: names[best] === label,
      probability: Math.exp(shares[names.indexOf(label)]!),
    };
  });
}
