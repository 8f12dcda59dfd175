import { nextTurn } from "#base/next-turn";
import { noisyPrompt } from "./embedding-noise.ts";
import type { Explainer } from "./explainer.ts";
import {
  asGradientModel,
  checkDifferentiable,
  gradientNorm,
  idsOf,
  inputTimesGradient,
  mapGradients,
  scoreAbsent,
} from "./gradient-task.ts";
import { averageGradients, type Draw } from "./sampled-gradients.ts";

const maps = { "input-x-gradient": inputTimesGradient, saliency: gradientNorm } as const;

/** Of the size of the embeddings: the 10 to 20 % that the paper finds best. */
const defaultNoise = 0.15;
const defaultEvaluations = 65;

/**
 * SmoothGrad, φ = E_z M(E + σz) with z ~ N(0, I) on the features' tokens, where M is the map of input × gradient or of
 * saliency (Smilkov 2017; methods.md section 3), in antithetic pairs ±z. σ counts in root mean squares of the prompt's
 * embeddings. With integrated gradients as M the expectation is that of gradient SHAP with noise. Cost: up to 64 backward
 * passes, times the output tokens. Keeps no axiom beyond those of M.
 */
export const smoothGrad: Explainer = async function* (task, given, options, signal) {
  const model = asGradientModel(given);
  checkDifferentiable(task);
  await nextTurn();
  if (signal.aborted) return;
  const { base = "input-x-gradient", noise = defaultNoise } = options.smoothing ?? {};
  const map = maps[base];
  const { embeddings, logProbs, drawNoise } = await noisyPrompt(model, task, noise);
  const absent = await scoreAbsent(model, task);
  const at = (shift: Float32Array): Draw => ({
    variant: { ids: idsOf(task), embeddingShift: shift },
    read: ({ gradients }) =>
      mapGradients(
        map,
        task,
        gradients,
        embeddings.map((value, place) => value + shift[place]!),
      ),
  });
  const sampled = {
    id: "smooth-grad",
    pooling: map.pooling,
    defaultEvaluations,
    settings: { base, noise },
    logProbs,
    drawsPerRound: 2,
    draw: (random) => {
      const shift = drawNoise(random);
      return [at(shift), at(shift.map((value) => -value))];
    },
    scoreAbsent: async () => absent,
  } satisfies Parameters<typeof averageGradients>[2];
  yield* averageGradients(task, model, sampled, options, signal);
};
