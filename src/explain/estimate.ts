import type { MethodId } from "#protocol/methods";
import type { ExplainRequest, Granularity } from "#protocol/request";
import type { CheaperRun, Estimate } from "#protocol/worker-methods";
import { refinementBudget } from "./coarse-to-fine/refined-ablation.ts";
import type { PerturbationMethod } from "./explainer.ts";
import { buildFeatures } from "./features.ts";
import { defaultEvaluations as gradientShapEvaluations } from "./gradient-shap.ts";
import { asGradientModel, cotangentsOf, differentiateValue, idsOf } from "./gradient-task.ts";
import { mostPasses } from "./integrated-gradients.ts";
import { measureRow, planInterest } from "./interest/model-interest.ts";
import { asInterestModel } from "./interest/noise-probe.ts";
import { emptyMask, fullMask, type Mask } from "./masks.ts";
import { perturbationMethods } from "./methods.ts";
import { noisyTask } from "./noise.ts";
import { seededRandom } from "./random.ts";
import type { ScoringModel } from "./scoring-model.ts";
import { defaultEvaluations as smoothGradEvaluations } from "./smooth-grad.ts";
import { featureChoice, type Task } from "./task.ts";

/** Enough to see how fast the model is, few enough not to be waited for. */
const triedCount = 8;

/** A cheaper run is offered only where it takes at most this share of the time. */
const worthShare = 0.5;

/**
 * What a run of the request's method would cost: the evaluations that it takes at most, and their time at the speed of
 * the first few of them, which the run then remembers. Undefined for methods of a few passes.
 */
export async function estimateRun(
  task: Task,
  model: ScoringModel,
  request: ExplainRequest,
): Promise<Estimate | undefined> {
  if (request.method === "model-interest") return estimateInterest(task, model, request);
  if (request.method === "noise")
    return estimateRun(noisyTask(task, model), model, { ...request, method: "feature-ablation" });
  const passes = passesOf[request.method]?.(request);
  if (passes !== undefined) return estimatePasses(task, model, request, passes);
  const n = task.features.length;
  const plan = planOf(request.method, n, request);
  if (!plan) return undefined;
  const perMask = task.perturb(emptyMask(n)).length * task.value.runCount;
  const given = request.evaluations && Math.max(1, Math.floor(request.evaluations / perMask));
  const isRefined = request.features.coarseToFine && request.method === "feature-ablation";
  const plannedCount = isRefined ? refinementBudget(n, given) : plan.plannedCount;
  const game = task.memory.of(task);
  await game.evaluate([fullMask(n), emptyMask(n)], task, model);
  const { tried, knownCount } = unknownMasks(plan.masks, (mask) => game.has(mask));
  const began = performance.now();
  await game.evaluate(tried, task, model);
  const msPerMask = tried.length === 0 ? 0 : (performance.now() - began) / tried.length;
  const costOf = (maskCount: number) => ({
    evaluations: maskCount * perMask,
    ms: maskCount * msPerMask,
  });
  return {
    device: deviceName(model),
    ...costOf(plannedCount),
    ms: Math.max(0, plannedCount - knownCount) * msPerMask,
    cheaper: cheaperRuns(task, request, worthShare * plannedCount).map(({ change, maskCount }) => ({
      change,
      ...costOf(maskCount),
    })),
  };
}

/** The same for the rows, forward and back, of model interest, at the speed of the first step. */
async function estimateInterest(
  task: Task,
  given: ScoringModel,
  request: ExplainRequest,
): Promise<Estimate> {
  const model = asInterestModel(given);
  const plan = await planInterest(task, model, request);
  return {
    device: deviceName(model),
    evaluations: plan.evaluations,
    ms: plan.evaluations * (await measureRow(task, model, plan)),
    cheaper: [],
  };
}

/** Backward passes at most, of the methods that take many. */
const passesOf: Readonly<Partial<Record<MethodId, (request: ExplainRequest) => number>>> = {
  "integrated-gradients": mostPasses,
  "gradient-shap": ({ evaluations = gradientShapEvaluations }) => evaluations,
  "smooth-grad": ({ evaluations = smoothGradEvaluations }) => evaluations,
};

/** The same for passes back, at the speed of one at the prompt itself; the first one before it builds the graph. */
async function estimatePasses(
  task: Task,
  given: ScoringModel,
  { perToken }: ExplainRequest,
  evaluations: number,
): Promise<Estimate> {
  const model = asGradientModel(given);
  const pass = () =>
    differentiateValue(model, task, [{ ids: idsOf(task) }], cotangentsOf(task, perToken));
  await pass();
  const began = performance.now();
  await pass();
  const ms = evaluations * (performance.now() - began);
  return { device: deviceName(model), evaluations, ms, cheaper: [] };
}

function deviceName({ device }: ScoringModel): Estimate["device"] {
  return device === "cpu" ? "CPU" : "GPU";
}

interface MaskedRun extends Pick<CheaperRun, "change"> {
  readonly maskCount: number;
}

/**
 * Runs in place of this one, of at most `most` masks: by sentence or by paragraph, else with each feature masked once;
 * and coarse to fine.
 */
function cheaperRuns(task: Task, request: ExplainRequest, most: number): MaskedRun[] {
  const isCheap = ({ maskCount }: MaskedRun) => maskCount <= most;
  const plain = [...runsByUnit(task, request), eachMaskedOnce(task)].find(isCheap);
  const refined = request.classes ? undefined : coarseToFineRun(task, request);
  return [...(plain ? [plain] : []), ...(refined && isCheap(refined) ? [refined] : [])];
}

function eachMaskedOnce({ features }: Task): MaskedRun {
  return { change: { method: "feature-ablation" }, maskCount: features.length + 1 };
}

function coarseToFineRun({ features }: Task, { features: { granularity } }: ExplainRequest) {
  if (granularity !== "word" && granularity !== "token") return undefined;
  const change = { method: "feature-ablation", coarseToFine: true } as const;
  return { change, maskCount: refinementBudget(features.length) };
}

function runsByUnit(task: Task, request: ExplainRequest): MaskedRun[] {
  const coarser: readonly Granularity[] = ["sentence", "paragraph"];
  const { granularity } = request.features;
  const choice = featureChoice(request, task.offset);
  return coarser
    .slice(coarser.indexOf(granularity) + 1)
    .map((unit) => ({
      change: { granularity: unit },
      count: buildFeatures(task.prompt, { ...choice, granularity: unit }).length,
    }))
    .filter(({ count }) => count > 1 && count < task.features.length)
    .map(({ change, count }) => ({
      change,
      maskCount: planOf(request.method, count, request)?.plannedCount ?? count + 1,
    }));
}

function planOf(method: MethodId, featureCount: number, request: ExplainRequest) {
  if (!(method in perturbationMethods)) return undefined;
  const known: PerturbationMethod = perturbationMethods[method as keyof typeof perturbationMethods];
  const { seed, evaluations } = request;
  return known.plan(featureCount, evaluations, seededRandom(seed), request);
}

/** The first masks that are not known, and how many known ones go before them. */
function unknownMasks(
  masks: Iterable<Mask>,
  isKnown: (mask: Mask) => boolean,
): { tried: Mask[]; knownCount: number } {
  const tried: Mask[] = [];
  let knownCount = 0;
  for (const mask of masks) {
    if (tried.length === triedCount) break;
    if (isKnown(mask)) knownCount += 1;
    else tried.push(mask);
  }
  return { tried, knownCount };
}
