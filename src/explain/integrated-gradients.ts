import { nextTurn } from "#base/next-turn";
import { ExplainError } from "#protocol/failure";
import type { Explainer } from "./explainer.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import type { EmbeddingGradient, EmbeddingVariant, GradientModel } from "./gradient-model.ts";
import {
  asGradientModel,
  cotangentsOf,
  differentiateValue,
  explanationOf,
  logProbsOf,
  perTokenRow,
} from "./gradient-task.ts";
import { emptyMask } from "./masks.ts";
import type { Variant } from "./scoring-model.ts";
import type { Task } from "./task.ts";

/** Nodes of the first try, and at most, where the caller names none. */
const firstStepCount = 16;
const mostStepCount = 256;
/** Share of v(E) − v(B) that the residual may have. */
const tolerance = 0.01;

/**
 * Integrated gradients, (E − B) ⊙ ∫₀¹ ∂v/∂E (B + α(E − B)) dα (Sundararajan 2017; methods.md section 3), by
 * Gauss-Legendre nodes in batches; the embeddings of the features' tokens move, the others stay. Completeness,
 * Σφ = v(E) − v(B), holds up to the residual that is reported; without a given number of steps the nodes are
 * doubled until it is below 1 %. Baselines zero and token. Cost: one backward pass a node, and one more for
 * each output token.
 */
export const integratedGradients: Explainer = async function* (task, given, options, signal) {
  const began = performance.now();
  const model = asGradientModel(given);
  const ids = task.prompt.tokens.map((token) => token.id);
  const tokens = ids.length + task.targetIds.length;
  await nextTurn();
  if (signal.aborted) return;
  const ends = await endPoints(model, task, ids);
  const cotangents = cotangentsOf(task, options.perToken);
  let steps = options.steps ?? firstStepCount;
  let evaluations = 2;
  for (;;) {
    const { nodes, weights } = gaussLegendre(steps);
    const rows = cotangents.map(() => new Float64Array(ids.length));
    for (let next = 0; next < steps; ) {
      await nextTurn();
      if (signal.aborted) return;
      const alphas = [...nodes.slice(next, next + model.gradientBatchSize(tokens))];
      const variants = alphas.map((alpha) => pointAt(ids, ends, alpha));
      const results = await differentiateValue(model, task, variants, cotangents);
      addPath(rows, results, [...weights.slice(next)], ends);
      next += alphas.length;
      evaluations += alphas.length;
    }
    const residual = residualOf(rows[0]!, ends);
    const isLast =
      options.steps !== undefined ||
      Math.abs(residual) <= tolerance * Math.abs(ends.full - ends.none) ||
      steps * 2 > mostStepCount;
    yield explanationOf("integrated-gradients", model, task, rows, {
      logProbs: ends.logProbs,
      none: ends.none,
      pooling: "sum",
      evaluations,
      plannedEvaluations: isLast ? evaluations : evaluations + 2 * steps,
      began,
      completenessResidual: residual,
    });
    if (isLast) return;
    steps *= 2;
  }
};

/** The two ends of the path: embeddings, the difference on the tokens that move, and the values there. */
interface EndPoints {
  readonly width: number;
  /** [tokens × width] of the baseline, 0 on tokens that stay. */
  readonly baseline: Float32Array;
  /** [tokens × width] E − B, 0 on tokens that stay. */
  readonly difference: Float32Array;
  /** [tokens] 1 on tokens that move. */
  readonly moves: Uint8Array;
  readonly logProbs: Float64Array;
  readonly full: number;
  readonly none: number;
}

async function endPoints(
  model: GradientModel,
  task: Task,
  ids: readonly number[],
): Promise<EndPoints> {
  const { kind } = task.request.baseline;
  if (kind !== "zero" && kind !== "token")
    throw new ExplainError({
      kind: "invalid-option",
      message: `Integrated gradients go from a baseline's embeddings to the prompt's: ${kind} has none.`,
      remedy: "Choose the baseline zero, or a token.",
    });
  const absent: Variant = task.perturb(emptyMask(task.features.length))[0]!;
  const ones = new Float64Array(task.targetIds.length).fill(1);
  const variants = [{ ids }, absent];
  const objective = logProbsOf(task.targetIds);
  const [prompt, baseline] = await model.differentiate(variants, objective, [ones]);
  const width = prompt!.embeddings.length / ids.length;
  const moves = new Uint8Array(ids.length);
  for (const feature of task.features) for (const token of feature.tokens) moves[token] = 1;
  const moving = (value: number, at: number) => (moves[Math.floor(at / width)] ? value : 0);
  const target =
    kind === "zero"
      ? new Float32Array(prompt!.embeddings.length)
      : baseline!.embeddings.map(moving);
  const targetValue = ({ values }: EmbeddingGradient) =>
    task.value.ofTarget(values.slice(task.span.start, task.span.end));
  return {
    width,
    baseline: target,
    difference: prompt!.embeddings.map((value, at) => moving(value - target[at]!, at)),
    moves,
    logProbs: prompt!.values,
    full: targetValue(prompt!),
    none: targetValue(baseline!),
  };
}

/** B + α(E − B) = αE + (1 − α)B on the tokens that move. */
function pointAt(
  ids: readonly number[],
  { moves, baseline }: EndPoints,
  alpha: number,
): EmbeddingVariant {
  return {
    ids,
    embeddingMask: Array.from(moves, (isMoving) => (isMoving ? alpha : 1)),
    embeddingShift: baseline.map((value) => (1 - alpha) * value),
  };
}

/** Adds to `rows` [cotangents][tokens] each node's weight times Σ_d (E − B) · gradient. */
function addPath(
  rows: readonly Float64Array[],
  results: readonly EmbeddingGradient[],
  weights: readonly number[],
  { difference, width }: EndPoints,
): void {
  for (const [node, { gradients }] of results.entries())
    for (const [index, gradient] of gradients.entries()) {
      const own = perTokenRow(gradient, width, (row, token) =>
        row.reduce((sum, slope, d) => sum + slope * difference[token * width + d]!, 0),
      );
      for (const [token, value] of own.entries()) rows[index]![token]! += weights[node]! * value;
    }
}

function residualOf(attributions: Float64Array, { full, none }: EndPoints): number {
  return attributions.reduce((sum, value) => sum + value, 0) - (full - none);
}
