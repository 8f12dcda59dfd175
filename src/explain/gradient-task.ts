import type { Explanation } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { MethodId } from "#protocol/methods";
import type { Span } from "#text/span";
import { differentiateClasses, isClassTask } from "./classes/class-gradients.ts";
import { describeTarget, describeTask } from "./describe-task.ts";
import type {
  EmbeddingGradient,
  EmbeddingVariant,
  GradientModel,
  Objective,
  Walk,
} from "./gradient-model.ts";
import { emptyMask } from "./masks.ts";
import type { ScoringModel } from "./scoring-model.ts";
import type { Task } from "./task.ts";

/** Throws ExplainError `no-gradient` for a model that only scores. */
export function asGradientModel(model: ScoringModel): GradientModel {
  if ("differentiate" in model) return model as GradientModel;
  throw new ExplainError({
    kind: "no-gradient",
    message: `${model.name} gives no gradients.`,
    remedy: "Choose a method that needs none, such as Shapley value sampling.",
  });
}

/**
 * Weightings [cotangents][targets] of log p(y_t): 1 on the explained tokens, `perToken` 1 on each alone, then 1 on the
 * tokens of each part. Rows of attributions stand in this order.
 */
export function cotangentsOf({ span, parts, targetIds }: Task, perToken: boolean): Float64Array[] {
  const ones = (start: number, end: number) =>
    new Float64Array(targetIds.length).fill(1, start, end);
  const tokens = Array.from({ length: span.end - span.start }, (_, place) => span.start + place);
  return [
    ones(span.start, span.end),
    ...(perToken ? tokens.map((token) => ones(token, token + 1)) : []),
    ...parts.map((part) => ones(part.span.start, part.span.end)),
  ];
}

/** Throws ExplainError `invalid-option` for a value that is not made of log-probabilities. */
export function checkDifferentiable({ request, value, classes }: Task): void {
  if (value.readsLogProbs || classes) return;
  throw new ExplainError({
    kind: "invalid-option",
    message: `Gradient methods explain log-probabilities and probabilities, not the value ${request.value}.`,
    remedy: "Choose another value, or a method that evaluates, such as feature-ablation.",
  });
}

/**
 * What is differentiated for the task's value: logits, or log-probabilities, which probabilities follow from. Throws
 * ExplainError `invalid-option` for other values, unless the method only looks on.
 */
export function objectiveOf(task: Task, { needsValue = true } = {}): Objective {
  const target = task.targetIds;
  if (task.request.value === "logit") return { kind: "logit", target };
  if (needsValue) checkDifferentiable(task);
  return logProbsOf(target);
}

/** What the model says of the target after the whole prompt. */
export interface Asked {
  /** [targets] */
  readonly logProbs: Float64Array;
  /** [targets] what the task's value is made of, where it is not the log-probabilities. */
  readonly readings?: Float64Array;
}

/** One evaluation, and another for values that are not made of log-probabilities. */
export async function askTarget(model: ScoringModel, task: Task): Promise<Asked> {
  const { value, targetIds, classes } = task;
  const variants = [{ ids: idsOf(task) }];
  const [readings] = await value.readings(model, variants, targetIds);
  if (value.readsLogProbs || classes) return { logProbs: readings! };
  const [logProbs] = await model.score(variants, targetIds);
  return { logProbs: logProbs!, readings: readings! };
}

/**
 * The gradients of the task's value for each variant and weighting: those of Σ_t w_t log p(y_t) or of the logits, and
 * for probabilities ∂Πp = Πp · Σ ∂log p, with Πp at that variant. Throws ExplainError `invalid-option` for other values.
 */
export async function differentiateValue(
  model: GradientModel,
  task: Task,
  variants: readonly EmbeddingVariant[],
  cotangents: readonly Float64Array[],
  walk: Walk = "gradient",
): Promise<EmbeddingGradient[]> {
  if (isClassTask(task)) return differentiateClasses(model, task, variants, cotangents, walk);
  const results = await model.differentiate(variants, objectiveOf(task), cotangents, walk);
  if (task.request.value !== "prob") return results;
  return results.map((result) => ({
    ...result,
    gradients: result.gradients.map((gradient, k) => {
      const sum = cotangents[k]!.reduce((total, w, t) => total + w * result.values[t]!, 0);
      return gradient.map((slope) => slope * Math.exp(sum));
    }),
  }));
}

/** The objective of the target's log-probabilities. */
export function logProbsOf(target: readonly number[]): Objective {
  return { kind: "log-prob", target };
}

/** The ids that the model reads before the target. */
export function idsOf({ prompt }: Task): number[] {
  return prompt.tokens.map((token) => token.id);
}

/** [baseline samples][targets] what the value reads without any feature: not counted among the evaluations. */
export function scoreAbsent(model: ScoringModel, task: Task): Promise<Float64Array[]> {
  const absent = task.perturb(emptyMask(task.features.length));
  return task.value.readings(model, absent, task.targetIds);
}

/** How a token's gradient becomes its number, and its tokens' numbers a feature's. */
export interface TokenMap {
  /** By their sum, or by their norm. */
  readonly pooling: "sum" | "l2" | "l1";
  /** Of rows of the model's width. */
  ofToken(gradient: Float32Array, embedding: Float32Array): number;
}

/** Σ_d e_d · ∂v/∂e_d */
export const inputTimesGradient: TokenMap = {
  pooling: "sum",
  ofToken: (gradient, embedding) =>
    gradient.reduce((sum, slope, d) => sum + slope * embedding[d]!, 0),
};

/** ‖∂v/∂e‖₂ */
export const gradientNorm: TokenMap = {
  pooling: "l2",
  ofToken: (gradient) => Math.hypot(...gradient),
};

/** ‖∂v/∂e‖₁ */
export const gradientL1Norm: TokenMap = {
  pooling: "l1",
  ofToken: (gradient) => gradient.reduce((sum, slope) => sum + Math.abs(slope), 0),
};

/** [cotangents][features] what a map makes of `gradients` [cotangents][tokens × width] at `embeddings`. */
export function mapGradients(
  { pooling, ofToken }: TokenMap,
  { features, prompt }: Task,
  gradients: readonly Float32Array[],
  embeddings: Float32Array,
): Float64Array[] {
  const width = embeddings.length / prompt.tokens.length;
  const rowOf = (values: Float32Array, token: number) =>
    values.subarray(token * width, (token + 1) * width);
  return gradients.map((gradient) =>
    Float64Array.from(features, ({ tokens }) => {
      const own = tokens.map((token) => ofToken(rowOf(gradient, token), rowOf(embeddings, token)));
      return pooling === "l2" ? Math.hypot(...own) : own.reduce((sum, value) => sum + value, 0);
    }),
  );
}

/** What an explanation by one look into the model is made from. */
export interface Found extends Asked {
  /** [cotangents][features] */
  readonly rows: readonly Float64Array[];
  /** [cotangents][features] standard errors, where the method samples. */
  readonly errors?: readonly Float64Array[];
  /** [baseline samples][targets] readings of the prompt without any feature. */
  readonly absent: readonly Float64Array[];
  readonly pooling: TokenMap["pooling"] | "mean" | "max";
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly evaluations: number;
  readonly plannedEvaluations: number;
  readonly began: number;
  /** True of methods that promise Σφ = v(full) − v(none): what is missing is reported. */
  readonly isComplete?: boolean;
}

/** The explanation that rows of attributions make, which stand in the order of `cotangentsOf`. */
export function explanationOf(
  id: MethodId,
  model: ScoringModel,
  task: Task,
  found: Found,
): Explanation {
  const { rows, errors, logProbs, readings = logProbs, absent } = found;
  const { evaluations, plannedEvaluations } = found;
  const described = describeTask(model, task);
  const valueAt = (row: Float64Array, { start, end }: Span) =>
    task.value.ofTarget(row.slice(start, end));
  const ofStretch = (span: Span, row: number) => ({
    values: {
      full: valueAt(readings, span),
      none: absent.reduce((sum, own) => sum + valueAt(own, span), 0) / absent.length,
    },
    seqAttribution: [...rows[row]!],
    ...(errors ? { standardError: [...errors[row]!] } : {}),
  });
  const whole = ofStretch(task.span, 0);
  const firstPart = rows.length - task.parts.length;
  const perToken = rows.slice(1, firstPart);
  const { full, none } = whole.values;
  const sum = whole.seqAttribution.reduce((total, score) => total + score, 0);
  return {
    ...described,
    settings: { ...described.settings, pooling: found.pooling, ...found.settings },
    method: id,
    target: describeTarget(model, task, logProbs),
    ...whole,
    ...(perToken.length > 0 ? { tokenAttribution: perToken.map((row) => [...row]) } : {}),
    ...(task.parts.length > 0
      ? {
          parts: task.parts.map((part, index) => ({
            ...part,
            ...ofStretch(part.span, firstPart + index),
          })),
        }
      : {}),
    evaluations,
    plannedEvaluations,
    seconds: (performance.now() - found.began) / 1000,
    partial: evaluations < plannedEvaluations,
    ...(found.isComplete ? { trust: { completenessResidual: sum - (full - none) } } : {}),
  };
}
