import { nextTurn } from "#base/next-turn";
import type { Explainer } from "./explainer.ts";
import {
  asGradientModel,
  checkDifferentiable,
  cotangentsOf,
  explanationOf,
  idsOf,
  inputTimesGradient,
  logProbsOf,
  mapGradients,
} from "./gradient-task.ts";
import { type PathEnds, pathEnds } from "./path-ends.ts";
import type { Task } from "./task.ts";

/**
 * DeepLIFT by the rescale rule, φ_i = Σ_d M_id · (E − B)_id with the multipliers M of `onnx/rescale` between the pass of
 * the prompt and that of the baseline (Shrikumar 2017; methods.md section 3), summed over a feature's tokens. Products,
 * norms and softmaxes have complete multipliers too, so Σφ = v(E) − v(B) holds to rounding; the residual is reported.
 * Probabilities by the same rule, M = (e^v − e^v₀)/(v − v₀). Baselines zero and token. Cost: 2 evaluations, and one
 * backward pass over both passes, one more for each output token.
 */
export const deepLift: Explainer = async function* (task, given, { perToken }, signal) {
  const began = performance.now();
  const model = asGradientModel(given);
  checkDifferentiable(task);
  await nextTurn();
  if (signal.aborted) return;
  const ends = await pathEnds("deep-lift", model, task);
  await nextTurn();
  if (signal.aborted) return;
  const cotangents = cotangentsOf(task, perToken);
  const variant = { ids: idsOf(task), baselineShift: ends.difference.map((value) => -value) };
  const objective = logProbsOf(task.targetIds);
  const [result] = await model.differentiate([variant], objective, cotangents, "rescale");
  const rows = mapGradients(inputTimesGradient, task, result!.gradients, ends.difference);
  yield explanationOf("deep-lift", model, task, {
    rows: rows.map((row, index) => {
      const factor = lastMultiplier(task, ends, cotangents[index]!);
      return row.map((score) => score * factor);
    }),
    logProbs: ends.logProbs,
    absent: [ends.absent],
    pooling: "sum",
    evaluations: 3,
    plannedEvaluations: 3,
    began,
    isComplete: true,
  });
};

/** From the weighted sum of log-probabilities to the value: 1, or that of e^v for probabilities. */
function lastMultiplier(
  { request }: Task,
  { logProbs, absent }: PathEnds,
  cotangent: Float64Array,
): number {
  if (request.value !== "prob") return 1;
  const [v, v0] = [logProbs, absent].map((row) =>
    row.reduce((sum, logProb, t) => sum + cotangent[t]! * logProb, 0),
  ) as [number, number];
  const difference = v - v0;
  return Math.abs(difference) < 1e-6
    ? Math.exp(v)
    : (Math.exp(v0) * Math.expm1(difference)) / difference;
}
