import { nextTurn } from "#base/next-turn";
import type { Explainer, MethodOptions } from "#explain/explainer";
import { askTarget, explanationOf, scoreAbsent } from "#explain/gradient-task";
import { seededRandom } from "#explain/random";
import { defaultConfidence, meanOf, standardErrors } from "#explain/statistics";
import type { Task } from "#explain/task";
import type { Explanation } from "#protocol/explanation";
import { asInterestModel, type InterestModel, NoiseProbe } from "./noise-probe.ts";
import {
  evaluationsPerStep,
  referenceNoise,
  type SettledNoise,
  settleNoise,
  startFrom,
} from "./settle-noise.ts";
import { type View, viewsOf } from "./views.ts";

/** Rows forward and back for each view, where the caller names no budget. */
const defaultEvaluations = 1024;

/** The views of a run, and how many evaluations it takes at most: known before it begins. */
export interface InterestPlan {
  readonly views: readonly View[];
  readonly evaluationsPerView: number;
  readonly evaluations: number;
}

/** A budget is shared evenly between the views. Asks the model for its blocks only where layers are asked for. */
export async function planInterest(
  task: Task,
  model: InterestModel,
  { interest = {}, evaluations: budget }: Pick<MethodOptions, "interest" | "evaluations">,
): Promise<InterestPlan> {
  const blockCount = interest.layers === undefined ? 0 : await model.blockCount();
  const views = viewsOf(task, interest, blockCount);
  const evaluationsPerView =
    budget === undefined
      ? defaultEvaluations
      : Math.max(1, Math.floor((budget - 1) / views.length));
  return { views, evaluationsPerView, evaluations: 1 + views.length * evaluationsPerView };
}

/** Milliseconds that a row of the plan's prediction takes, forward and back: one step's worth of small noise. */
export async function measureRow(
  task: Task,
  model: InterestModel,
  { views }: InterestPlan,
): Promise<number> {
  const { representation } = views[0]!;
  const probe = await NoiseProbe.create(model, task, representation);
  const noise = new Float32Array(probe.moves.length * probe.width);
  const began = performance.now();
  await probe.effectOf(
    representation,
    Array.from({ length: evaluationsPerStep }, () => noise),
    new AbortController().signal,
  );
  return (performance.now() - began) / evaluationsPerStep;
}

/**
 * Model interest by co-perturbation (model-interest paper, sections 4.1, 4.2 and 5.3; methods.md section 7): all tokens
 * of features get Gaussian noise at once, and its sizes σ_i are settled so that it is as large as it can be while φ,
 * the logits that predict the target or the output of a block, stays as it is. The score is ρ_i = 1/σ_i², σ in root mean
 * squares of the prompt's embeddings; a feature of several tokens takes their largest. Unsigned. Standard errors are
 * those of eight searches with noise of their own. Cost: up to 1,024 rows forward and back for the prediction, and as
 * many for each part, each λ of the sweep and each block; blocks begin at the noise of the one before, and end sooner.
 */
export const modelInterest: Explainer = async function* (task, given, options, signal) {
  const began = performance.now();
  const model = asInterestModel(given);
  await nextTurn();
  if (signal.aborted) return;
  const random = seededRandom(options.seed);
  const { confidence = defaultConfidence } = options;
  const {
    views,
    evaluationsPerView,
    evaluations: planned,
  } = await planInterest(task, model, options);
  const asked = await askTarget(model, task);
  const absent = await scoreAbsent(model, task);
  const probe = await NoiseProbe.create(model, task, views[0]!.representation);
  const interestOf = (logSigma: Float64Array) => featureInterest(task, logSigma, probe.unit);
  const found = new Map<View, SettledNoise>();
  for (const view of views) {
    const before = view.after && found.get(view.after);
    const factor = view.after ? Math.sqrt(view.lambda / view.after.lambda) : 1;
    const settling = settleNoise(
      probe,
      view.representation,
      {
        lambda: view.lambda,
        evaluations: evaluationsPerView,
        confidence,
        interestOf,
        ...(before ? { start: startFrom(before.logSigmas, factor, random) } : {}),
      },
      random,
      signal,
    );
    for await (const settled of settling) {
      found.set(view, settled);
      const isLast = view === views.at(-1) && settled.ended !== undefined;
      yield snapshot(isLast);
    }
    if (signal.aborted) return;
  }

  function snapshot(isLast: boolean): Explanation {
    const ofKind = (kind: View["kind"]) =>
      views.flatMap((view) => {
        const own = found.get(view);
        return view.kind === kind && own ? [{ view, own }] : [];
      });
    const main = found.get(views[0]!)!;
    const replicatesOf = ({ logSigmas }: SettledNoise) => logSigmas.map(interestOf);
    const parts = task.parts.map((_, at) => replicatesOf(ofKind("part")[at]?.own ?? main));
    const rows = [replicatesOf(main), ...parts];
    const explanation = explanationOf("model-interest", model, task, {
      ...asked,
      rows: rows.map(meanOf),
      errors: rows.map(standardErrors),
      absent,
      pooling: "max",
      settings: { confidence, lambda: views[0]!.lambda, referenceNoise },
      evaluations: probe.evaluations,
      plannedEvaluations: isLast ? probe.evaluations : Math.max(planned, probe.evaluations + 1),
      began,
    });
    const scored = (own: SettledNoise) => ({
      scores: [...meanOf(replicatesOf(own))],
      standardError: [...standardErrors(replicatesOf(own))],
    });
    const layers = ofKind("layer").map(({ view, own }) => ({
      layer: Number("state" in view.representation && view.representation.state),
      ...scored(own),
    }));
    const sweep = ofKind("sweep").map(({ view: { lambda }, own }) => ({
      lambda,
      ...scored(own),
      change: own.change,
      unbounded: unboundedFeatures(own),
    }));
    const isSettled = [...found.values()].every(({ ended }) => ended === "settled");
    return {
      ...explanation,
      interest: {
        lambda: views[0]!.lambda,
        sigma: sigmaOf(main),
        unit: probe.unit,
        scale: main.scale,
        change: main.change,
        unbounded: unboundedFeatures(main),
        ...(sweep.length > 0 ? { sweep } : {}),
      },
      ...(layers.length > 0 ? { layers } : {}),
      ...(isLast ? { ended: isSettled ? "settled" : "budget" } : {}),
    };
  }

  /** [prompt tokens] σ in root mean squares of the embeddings; 0 where there is no noise. */
  function sigmaOf({ logSigmas }: SettledNoise): number[] {
    return [...meanOf(logSigmas)].map((own, token) =>
      probe.moves[token] ? Math.exp(own) / probe.unit : 0,
    );
  }

  function unboundedFeatures({ unbounded }: SettledNoise): number[] {
    return task.features.flatMap(({ tokens }, feature) =>
      tokens.every((token) => unbounded[token]) ? [feature] : [],
    );
  }
};

/** [features] ρ = 1/σ² of log σ [tokens], σ counted in `unit`: the largest of a feature's tokens. */
function featureInterest({ features }: Task, logSigma: Float64Array, unit: number): Float64Array {
  return Float64Array.from(features, ({ tokens }) =>
    Math.max(...tokens.map((token) => unit ** 2 * Math.exp(-2 * logSigma[token]!))),
  );
}
