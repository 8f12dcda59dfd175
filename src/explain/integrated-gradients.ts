import { nextTurn } from "#base/next-turn";
import type { Explainer } from "./explainer.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import type { EmbeddingVariant } from "./gradient-model.ts";
import {
  asGradientModel,
  cotangentsOf,
  differentiateValue,
  explanationOf,
  idsOf,
  inputTimesGradient,
  mapGradients,
} from "./gradient-task.ts";
import { type PathEnds, pathEnds } from "./path-ends.ts";
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
  await nextTurn();
  if (signal.aborted) return;
  const ends = await pathEnds("integrated-gradients", model, task);
  const tokenCount = task.prompt.tokens.length + task.targetIds.length;
  const cotangents = cotangentsOf(task, options.perToken);
  let steps = options.steps ?? firstStepCount;
  let evaluations = 2;
  for (;;) {
    const { nodes, weights } = gaussLegendre(steps);
    const rows = cotangents.map(() => new Float64Array(task.features.length));
    for (let next = 0; next < steps; ) {
      await nextTurn();
      if (signal.aborted) return;
      const alphas = [...nodes.slice(next, next + model.gradientBatchSize(tokenCount))];
      const variants = alphas.map((alpha) => pointAt(task, ends, alpha));
      const results = await differentiateValue(model, task, variants, cotangents);
      for (const { gradients } of results) {
        const own = mapGradients(inputTimesGradient, task, gradients, ends.difference);
        for (const [row, values] of own.entries())
          for (const [feature, value] of values.entries())
            rows[row]![feature]! += weights[next]! * value;
        next += 1;
      }
      evaluations += alphas.length;
    }
    const explanation = explanationOf("integrated-gradients", model, task, {
      rows,
      logProbs: ends.logProbs,
      absent: [ends.absent],
      pooling: "sum",
      evaluations,
      plannedEvaluations: evaluations + 2 * steps,
      began,
      isComplete: true,
    });
    const { full, none } = explanation.values;
    const isLast =
      options.steps !== undefined ||
      Math.abs(explanation.trust!.completenessResidual!) <= tolerance * Math.abs(full - none!) ||
      steps * 2 > mostStepCount;
    yield isLast
      ? { ...explanation, plannedEvaluations: evaluations, partial: false }
      : explanation;
    if (isLast) return;
    steps *= 2;
  }
};

/** B + α(E − B) = αE + (1 − α)B on the tokens that move. */
function pointAt(task: Task, { moves, baseline }: PathEnds, alpha: number): EmbeddingVariant {
  return {
    ids: idsOf(task),
    embeddingMask: Array.from(moves, (isMoving) => (isMoving ? alpha : 1)),
    embeddingShift: baseline.map((value) => (1 - alpha) * value),
  };
}
