import type { BaselineChoice } from "#protocol/request";
import type { Explainer } from "./explainer.ts";
import { featureAblation } from "./feature-ablation.ts";
import { perturbAndFit } from "./perturb-and-fit.ts";
import type { ScoringModel } from "./scoring-model.ts";
import { perturbedTask, type Task } from "./task.ts";

type NoiseBaseline = Extract<BaselineChoice, { kind: "noise" }>;

/** As large as the embeddings themselves, whose direction is then mostly lost. */
const defaultNoise: NoiseBaseline = { kind: "noise", size: 1, draws: 8 };

const ablation = perturbAndFit("noise", featureAblation);

/**
 * Word-by-word perturbation with Gaussian noise of one fixed size: φ_j = v(D) − E_z v(E + σ z on the tokens of j), the
 * naive way that co-perturbation is measured against (model-interest paper; methods.md section 2). It is feature
 * ablation with the baseline `noise`; another baseline of the request is not looked at. σ counts in root mean squares
 * of the prompt's embeddings. Cost: 8 n + 1 evaluations, the same draws for every feature. Dummy, linearity.
 */
export const noise: Explainer = (task, model, options, signal) =>
  ablation(noisyTask(task, model), model, options, signal);

/** The task with the noise that the request names, or the usual one, as what absence means. */
export function noisyTask(task: Task, model: ScoringModel): Task {
  const { baseline: own } = task.request;
  const baseline = own.kind === "noise" ? own : defaultNoise;
  return perturbedTask(model, task, { baseline });
}
