import { nextTurn } from "#base/next-turn";
import { ExplainError } from "#protocol/failure";
import type { MethodId } from "#protocol/methods";
import {
  type AttentionReading,
  flowRow,
  lastRow,
  meanOverHeads,
  relevancyRow,
  rolloutRow,
  type TokenMatrix,
} from "./attention-paths.ts";
import { classCotangents, isClassTask, wordsOf } from "./classes/class-gradients.ts";
import type { TaskOfClasses } from "./classes/class-task.ts";
import { classLogits, classSlopes } from "./classes/class-value.ts";
import type { Explainer } from "./explainer.ts";
import type { Objective } from "./gradient-model.ts";
import {
  type Asked,
  askTarget,
  explanationOf,
  idsOf,
  objectiveOf,
  scoreAbsent,
} from "./gradient-task.ts";
import type { AttentionMaps, AttentionModel } from "./inner-model.ts";
import type { ScoringModel } from "./scoring-model.ts";
import { queryOf, rowsOverTargets } from "./target-rows.ts";
import type { Task } from "./task.ts";

/** A-Last: the last layer's attention, mean over heads, from where a token is predicted. One forward pass. */
export const attentionLast = byAttention("attention-last", lastRow);

/** Attention rollout: attention and residual multiplied through all layers. One forward pass. */
export const attentionRollout = byAttention("attention-rollout", rolloutRow);

/** Attention flow: the largest flow through the layers. One forward pass, and a network a target token. */
export const attentionFlow = byAttention("attention-flow", flowRow);

/** GAE: attention weighted by its gradient. One backward pass. */
export const attentionGae = byAttention("attention-gae", relevancyRow, { hasGradient: true });

/**
 * A method of methods.md section 4. Row t is read at the position that predicts target token t, over the prompt's
 * tokens; the whole target, and a part, is the mean of its rows. A feature is the sum of its tokens. Gradients are of
 * the whole explained value, so rows add up to it. A snapshot a row.
 */
function byAttention(
  id: MethodId,
  read: AttentionReading,
  { hasGradient = false } = {},
): Explainer {
  return async function* explain(task, given, { perToken }, signal) {
    const began = performance.now();
    const model = asAttentionModel(given);
    await nextTurn();
    if (signal.aborted) return;
    const asked = await askTarget(model, task);
    const ids = idsOf(task);
    const layersOf = await (isClassTask(task)
      ? classLayers(model, task, hasGradient)
      : answerLayers(model, task, hasGradient, asked));
    const absent = await scoreAbsent(model, task);
    // the classes of a class task, else the explained tokens of the answer
    const { start, end } = task.classes ? { start: 0, end: task.targetIds.length } : task.span;
    const rows: Float64Array[] = [];
    for (let t = start; t < end; t++) {
      await nextTurn();
      if (signal.aborted && rows.length > 0) return;
      rows.push(read(layersOf(t), queryOf(task, t)).slice(0, ids.length));
      const isLast = t === end - 1;
      if (!isLast && (task.classes || performance.now() - began < 250)) continue;
      yield explanationOf(id, model, task, {
        ...asked,
        rows: rowsOverTargets(task, rows, perToken),
        absent,
        pooling: "sum",
        evaluations: rows.length,
        plannedEvaluations: end - start,
        began,
      });
    }
  };
}

/** The layers that row t is read from. */
type LayersOf = (t: number) => readonly TokenMatrix[];

async function answerLayers(
  model: AttentionModel,
  task: Task,
  hasGradient: boolean,
  { logProbs }: Asked,
): Promise<LayersOf> {
  const cotangents = hasGradient ? [explained(task)] : [];
  const objective = objectiveOf(task, { needsValue: hasGradient });
  const maps = await model.attention({ ids: idsOf(task) }, objective, cotangents);
  const layers = hasGradient ? positiveParts(maps, [scaleOf(task, logProbs)]) : plain(maps);
  return () => layers;
}

/** Each class by its own gradient, which is made of those of all class logits. */
async function classLayers(
  model: AttentionModel,
  task: TaskOfClasses,
  hasGradient: boolean,
): Promise<LayersOf> {
  const ids = idsOf(task);
  const objective: Objective = {
    kind: "label-logit",
    labels: hasGradient ? wordsOf(task).ids : [0],
  };
  const cotangents = hasGradient ? classCotangents(task, ids.length) : [];
  const maps = await model.attention({ ids }, objective, cotangents);
  if (!hasGradient) {
    const layers = plain(maps);
    return () => layers;
  }
  const [logits] = await classLogits(task.classes, [{ ids }]);
  return (label) => {
    const weights = logits!.map((_, other) => Number(other === label));
    return positiveParts(maps, classSlopes(task.request.value, task.classes, weights, logits!));
  };
}

/** Throws ExplainError `model-unsupported` for a model that only scores. */
function asAttentionModel(model: ScoringModel): AttentionModel {
  if ("attention" in model) return model as AttentionModel;
  throw new ExplainError({
    kind: "model-unsupported",
    message: `${model.name} does not show its attention.`,
    remedy: "Choose a method that needs none, such as Shapley value sampling.",
  });
}

/** 1 on the explained tokens. */
function explained({ span, targetIds }: Task): Float64Array {
  return new Float64Array(targetIds.length).fill(1, span.start, span.end);
}

function plain({ probabilities, headCount, tokenCount }: AttentionMaps): TokenMatrix[] {
  return probabilities.map((layer) => meanOverHeads(layer, headCount, tokenCount));
}

/** Ā = mean over heads of (A ⊙ ∂v/∂A)⁺; `slopes` [cotangents] make ∂v of the gradients that were asked for. */
function positiveParts(maps: AttentionMaps, slopes: ArrayLike<number>): TokenMatrix[] {
  const { probabilities, gradients, headCount, tokenCount } = maps;
  return probabilities.map((layer, at) => {
    const slopeAt = (entry: number) =>
      gradients.reduce((sum, own, k) => sum + slopes[k]! * own[at]![entry]!, 0);
    const positive = layer.map((share, entry) => Math.max(0, share * slopeAt(entry)));
    return meanOverHeads(positive, headCount, tokenCount);
  });
}

/** ∂v/∂(Σ log p): the probability itself where that is explained, else 1. */
function scaleOf(task: Task, logProbs: Float64Array): number {
  if (task.request.value !== "prob") return 1;
  return task.value.ofTarget(logProbs.slice(task.span.start, task.span.end));
}
