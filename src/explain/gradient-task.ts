import type { Explanation, Feature } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { MethodId } from "#protocol/methods";
import { describeTarget, describeTask } from "./describe-task.ts";
import type {
  EmbeddingGradient,
  EmbeddingVariant,
  GradientModel,
  Objective,
} from "./gradient-model.ts";
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

/** Weightings [cotangents][targets] of log p(y_t): 1 on the explained tokens, and `perToken` 1 on each alone. */
export function cotangentsOf({ span, targetIds }: Task, perToken: boolean): Float64Array[] {
  const ones = (start: number, end: number) =>
    new Float64Array(targetIds.length).fill(1, start, end);
  const whole = ones(span.start, span.end);
  if (!perToken) return [whole];
  const count = span.end - span.start;
  const single = Array.from({ length: count }, (_, t) => ones(span.start + t, span.start + t + 1));
  return [whole, ...single];
}

/**
 * The gradients of the task's value for each variant and weighting: those of Σ_t w_t log p(y_t), and for
 * probabilities ∂Πp = Πp · Σ ∂log p, with Πp at that variant. Throws ExplainError `invalid-option` for other values.
 */
export async function differentiateValue(
  model: GradientModel,
  { request, targetIds, value }: Task,
  variants: readonly EmbeddingVariant[],
  cotangents: readonly Float64Array[],
): Promise<EmbeddingGradient[]> {
  if (!value.readsLogProbs)
    throw new ExplainError({
      kind: "invalid-option",
      message: `Gradient methods explain log-probabilities and probabilities, not the value ${request.value}.`,
      remedy: "Choose another value, or a method that evaluates, such as feature-ablation.",
    });
  const results = await model.differentiate(variants, logProbsOf(targetIds), cotangents);
  if (request.value !== "prob") return results;
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

/** How the tokens' numbers become a feature's: by their sum, or by their Euclidean norm. */
export type Pooling = "sum" | "l2";

/** [features] from [tokens]. */
export function poolTokens(
  tokens: ArrayLike<number>,
  features: readonly Feature[],
  pooling: Pooling,
): number[] {
  return features.map((feature) => {
    const own = feature.tokens.map((token) => tokens[token]!);
    if (pooling === "sum") return own.reduce((sum, value) => sum + value, 0);
    return Math.hypot(...own);
  });
}

/** The explanation that rows of token attributions [cotangents][tokens] make: the first row is the whole target's. */
export function explanationOf(
  id: MethodId,
  model: ScoringModel,
  task: Task,
  rows: readonly ArrayLike<number>[],
  found: {
    readonly logProbs: Float64Array;
    readonly none?: number;
    readonly pooling: Pooling;
    readonly evaluations: number;
    readonly plannedEvaluations: number;
    readonly began: number;
    readonly completenessResidual?: number;
  },
): Explanation {
  const { logProbs, none, pooling, evaluations, plannedEvaluations } = found;
  const described = describeTask(model, task);
  const [whole, ...perToken] = rows.map((row) => poolTokens(row, task.features, pooling));
  return {
    ...described,
    settings: { ...described.settings, pooling },
    method: id,
    target: describeTarget(model, task, logProbs),
    values: {
      full: task.value.ofTarget(logProbs.slice(task.span.start, task.span.end)),
      ...(none === undefined ? {} : { none }),
    },
    seqAttribution: whole!,
    ...(perToken.length > 0 ? { tokenAttribution: perToken } : {}),
    evaluations,
    plannedEvaluations,
    seconds: (performance.now() - found.began) / 1000,
    partial: evaluations < plannedEvaluations,
    ...(found.completenessResidual === undefined
      ? {}
      : { trust: { completenessResidual: found.completenessResidual } }),
  };
}

/** [tokens] of rows of `width` numbers, each reduced to one. */
export function perTokenRow(
  values: Float32Array,
  width: number,
  reduce: (row: Float32Array, token: number) => number,
): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, token) =>
    reduce(values.subarray(token * width, (token + 1) * width), token),
  );
}
