import { nextTurn } from "#base/next-turn";
import { ExplainError } from "#protocol/failure";
import { noisyPrompt } from "./embedding-noise.ts";
import type { Explainer } from "./explainer.ts";
import type { GradientModel } from "./gradient-model.ts";
import {
  asGradientModel,
  checkDifferentiable,
  idsOf,
  inputTimesGradient,
  mapGradients,
  scoreAbsent,
} from "./gradient-task.ts";
import { movingTokens } from "./path-ends.ts";
import type { Random } from "./random.ts";
import { averageGradients, type Draw } from "./sampled-gradients.ts";
import type { Variant } from "./scoring-model.ts";
import type { Task } from "./task.ts";

const defaultEvaluations = 257;
/** Places on one way, one in each stretch of equal length. */
const placeCount = 8;

/**
 * Gradient SHAP, or expected gradients, φ = E_{B,α,z} (E + σz − B) ⊙ ∂v/∂E (B + α(E + σz − B)): integrated gradients in
 * expectation over baselines B, places α on the way, uniform in [0, 1), and noise (Lundberg & Lee 2017; Erion 2021;
 * methods.md section 3). Baselines zero and token; with `sampled` every token becomes one drawn from the tokens of the
 * texts. σ counts in root mean squares of the prompt's embeddings, 0 unless asked for. A round has one baseline and one
 * noise, and eight places, one in each eighth of the way. Completeness without noise in expectation, Σφ = v(E) − E v(B):
 * the residual is reported. Cost: up to 256 backward passes, times the output tokens.
 */
export const gradientShap: Explainer = async function* (task, given, options, signal) {
  const model = asGradientModel(given);
  checkDifferentiable(task);
  const drawBaseline = baselineDistribution(model, task);
  await nextTurn();
  if (signal.aborted) return;
  const { noise = 0 } = options.smoothing ?? {};
  const { embeddings, width, moves, logProbs, drawNoise } = await noisyPrompt(model, task, noise);
  const isMoving = (place: number) => moves[Math.floor(place / width)] === 1;
  const isZero = task.request.baseline.kind === "zero";
  const drawAt = (ids: readonly number[], end: Float32Array, u: number): Draw => {
    const { alpha, weight } = placeOnWay(u, isZero);
    return {
      variant: {
        ids,
        embeddingMask: Array.from(moves, (own) => (own ? Number(!isZero) * (1 - alpha) : 1)),
        embeddingShift: end.map((value, place) => (isMoving(place) ? alpha * value : 0)),
      },
      read: ({ gradients, embeddings: baseline }) => {
        const way = end.map((value, at) => weight * (isZero ? value : value - baseline[at]!));
        return mapGradients(inputTimesGradient, task, gradients, way);
      },
    };
  };
  const baselines = new AbsentScores(model, task);
  const sampled = {
    id: "gradient-shap",
    pooling: "sum",
    defaultEvaluations,
    settings: { noise },
    logProbs,
    isComplete: true,
    drawsPerRound: placeCount,
    draw: (random) => {
      const ids = drawBaseline(random);
      baselines.add({ ids });
      const shift = drawNoise(random);
      const end = embeddings.map((value, place) => value + shift[place]!);
      return Array.from({ length: placeCount }, (_, k) =>
        drawAt(ids, end, (k + random.next()) / placeCount),
      );
    },
    scoreAbsent: () => baselines.score(),
  } satisfies Parameters<typeof averageGradients>[2];
  yield* averageGradients(task, model, sampled, options, signal);
};

/**
 * The place α that a uniform u stands for, and its weight dα/du. Near a baseline of zero the slope of a norm is as 1/α:
 * there α = u³ puts more places.
 */
function placeOnWay(u: number, isZero: boolean): { alpha: number; weight: number } {
  return isZero ? { alpha: u ** 3, weight: 3 * u ** 2 } : { alpha: u, weight: 1 };
}

/** Draws the ids of a prompt whose features are absent. Throws ExplainError `invalid-option` for other baselines. */
function baselineDistribution(model: GradientModel, task: Task): (random: Random) => number[] {
  const { baseline } = task.request;
  const ids = idsOf(task);
  const moves = movingTokens(task);
  switch (baseline.kind) {
    case "zero":
      return () => ids;
    case "token": {
      const [absent] = task.perturb(new Uint8Array(task.features.length));
      return () => [...absent!.ids];
    }
    case "sampled": {
      const pool = baseline.texts.flatMap((text) => model.encodeText(text));
      return (random) => ids.map((id, at) => (moves[at] ? pool[random.below(pool.length)]! : id));
    }
    default:
      throw new ExplainError({
        kind: "invalid-option",
        message: `Gradient SHAP goes from baselines' embeddings to the prompt's: ${baseline.kind} has none.`,
        remedy: "Choose the baseline zero, a token, or sampled.",
      });
  }
}

/** What the model says to the baselines drawn so far: one for all where there is but one. */
class AbsentScores {
  readonly #model: GradientModel;
  readonly #task: Task;
  readonly #pending: Variant[] = [];
  readonly #scores: Float64Array[] = [];

  constructor(model: GradientModel, task: Task) {
    this.#model = model;
    this.#task = task;
  }

  add(variant: Variant): void {
    this.#pending.push(variant);
  }

  async score(): Promise<readonly Float64Array[]> {
    const pending = this.#pending.splice(0);
    if (this.#task.request.baseline.kind === "sampled")
      this.#scores.push(...(await this.#model.score(pending, this.#task.targetIds)));
    else if (this.#scores.length === 0)
      this.#scores.push(...(await scoreAbsent(this.#model, this.#task)));
    return this.#scores;
  }
}
