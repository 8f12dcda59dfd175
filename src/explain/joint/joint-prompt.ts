import { nextTurn } from "#base/next-turn";
import { describeFit } from "#explain/describe-fit";
import { describeTask } from "#explain/describe-task";
import type { Explainer } from "#explain/explainer";
import { emptyMask } from "#explain/masks";
import { seededRandom } from "#explain/random";
import type { Explanation } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { Interaction, JointCurvePoint } from "#protocol/joint";
import type { JointOptions } from "#protocol/request";
import { Budget } from "./budget.ts";
import { certify } from "./certificate.ts";
import { describeCurvePoint, trajectoryOf } from "./curve.ts";
import { distinctSets, type FeatureSet, sorted } from "./feature-sets.ts";
import type { Guide } from "./guide.ts";
import { interactionsOf, setsAcross, setsInside, strongestOutside } from "./interactions.ts";
import { JointRun } from "./joint-run.ts";
import { maskGradient } from "./mask-gradient.ts";
import { searchAsPublished, searchSets } from "./search-sets.ts";
import { shareOut } from "./shares.ts";
import { sizesOf } from "./sizes.ts";

/**
 * Joint prompt attribution: the k features whose joint masking hurts the target most, min v(D∖S) over |S| = k (XPrompt,
 * equation 3; methods.md section 5), for one k or a row of them, each begun where the one before ended. Gradient-guided
 * first set and probabilistic swaps as in its algorithm 1, tried in batches, none twice; exact where all sets fit the
 * budget. Scores: the found set's loss shared out among its members, 0 for the others. Cost: one backward pass, 200 sets
 * a size by default, every feature alone, and the pairs of the found set among themselves and with the strongest outside.
 */
export const jointPrompt: Explainer = async function* (task, model, options, signal) {
  const began = performance.now();
  checkParts(task.request.features.coarseToFine);
  const n = task.features.length;
  const joint = options.joint ?? {};
  const sizes = sizesOf(joint, n);
  const random = seededRandom(options.seed);
  const perSet = task.perturb(emptyMask(n)).length * task.value.runCount;
  const run = new JointRun(task, model);
  const { tried } = run;
  await nextTurn();
  if (signal.aborted) return;
  await run.begin();
  const gradient = await maskGradient(model, task);
  const guide = guideOf(gradient, n, joint);
  const isPublished = joint.search === "published";
  const budget = new Budget(sizes, n, options.evaluations, perSet, isPublished);
  const curve: JointCurvePoint[] = [];

  let shownAt = began;
  let describeMs = 0;
  const describe = async (
    members: FeatureSet,
    interactions: readonly Interaction[],
    ended?: Explanation["ended"],
  ): Promise<Explanation> => {
    const describeBegan = performance.now();
    const described = describeTask(model, task);
    const cost = run.coalitions.cost(0);
    const evaluations = cost.evaluations + (gradient ? 1 : 0);
    const k = members.length;
    const explanation: Explanation = {
      ...described,
      settings: {
        ...described.settings,
        initialisation: guide.initialisation,
        probabilities: guide.probabilities,
        search: joint.search ?? "guided",
        ...(joint.below === undefined ? {} : { below: joint.below }),
      },
      method: "joint-prompt",
      target: await run.coalitions.describeTarget(),
      ...describeFit(
        task,
        run.coalitions,
        (column) => {
          const full = column(run.coalitions.full);
          const drop = (set: FeatureSet) => {
            const readings = run.readings(set);
            return readings && full - column(readings);
          };
          return { attributions: shareOut(members, n, drop) };
        },
        options,
      ),
      ...(gradient ? { gradient: { value: [...gradient], of: "mask" } } : {}),
      joint: {
        k,
        ...run.describe(members),
        certificate: certify(tried, n, k),
        setCount: tried.ofSize(k).length,
        trajectory: trajectoryOf(tried, k),
        interactions,
        ...(curve.length > 0 && sizes.last > sizes.first ? { curve: [...curve] } : {}),
      },
      ...cost,
      evaluations,
      plannedEvaluations: ended ? evaluations : Math.max(budget.planned, evaluations),
      seconds: (performance.now() - began) / 1000,
      partial: ended === undefined,
      ...(ended ? { ended } : {}),
    };
    shownAt = performance.now();
    describeMs = shownAt - describeBegan;
    return explanation;
  };
  const isDue = () => performance.now() - shownAt >= 4 * describeMs;

  if (budget.triesAlone)
    if (
      !(await run.evaluate(
        Array.from({ length: n }, (_, own) => [own]),
        signal,
      ))
    )
      return;
  const search = isPublished ? searchAsPublished : searchSets;
  for (let k = sizes.first; k <= sizes.last; k++) {
    const own = budget.ofSize(k, tried.all.length + (gradient ? 2 : 1));
    for (const round of search({ n, k, budget: own, guide, random }, tried)) {
      if (!(await run.evaluate(round, signal))) return;
      if (isDue()) yield await describe(tried.best(k)!.set, []);
    }
    const controls = Array.from({ length: budget.controlCount }, () => random.subset(n, k));
    const alone = mostAlone(run, n, k);
    if (!(await run.evaluate(controls.length > 0 ? [...controls, ...alone] : [], signal))) return;
    curve.push(describeCurvePoint(run, n, k, alone, controls));
    const { probabilityRatio = 1 } = curve.at(-1)!;
    if (joint.below !== undefined && probabilityRatio < joint.below) break;
  }

  const members = curve.at(-1)!.indices;
  const strength = (feature: number) =>
    Math.max(
      Math.abs(run.fullValue - (tried.valueOf([feature]) ?? run.fullValue)),
      guide.magnitudes[feature]!,
    );
  const outsiders = strongestOutside(members, n, strength);
  const smaller = curve.slice(0, -1).map(({ indices }) => indices);
  const pairs = [
    ...setsInside([members]),
    ...setsAcross(members, outsiders),
    ...setsInside(smaller.toReversed()),
  ];
  const left = budget.left(tried.all.length + (gradient ? 2 : 1));
  const open = distinctSets(pairs.filter((set) => !tried.has(set))).slice(0, left);
  if (!(await run.evaluate(open, signal))) return;
  const isNats = task.request.value === "log-prob" || task.request.value === "contrast";
  const interactions = interactionsOf(tried, members, outsiders, smaller, run.fullValue, isNats);
  const isExhaustive = curve.every(({ certificate }) => certificate === "exhaustive");
  yield await describe(members, interactions, isExhaustive ? "complete" : "budget");
};

function checkParts(isCoarseToFine = false): void {
  if (!isCoarseToFine) return;
  throw new ExplainError({
    kind: "invalid-option",
    message: "A joint set is found among parts of one size, not from coarse to fine.",
    remedy: "Choose words, sentences or paragraphs.",
  });
}

function guideOf(gradient: Float64Array | undefined, n: number, options: JointOptions): Guide {
  if (!gradient)
    return {
      magnitudes: new Float64Array(n),
      initialisation: "random",
      probabilities: "uniform",
    };
  return {
    magnitudes: gradient.map(Math.abs),
    initialisation: options.initialisation ?? "gradient",
    probabilities: options.probabilities ?? "gradient",
  };
}

/** The `k` features that cost most when masked alone, as one set, where all were masked alone. */
function mostAlone({ tried }: JointRun, n: number, k: number): FeatureSet[] {
  const alone = tried.ofSize(1);
  if (alone.length < n) return [];
  const order = alone.toSorted((a, b) => a.value - b.value);
  return [sorted(order.slice(0, k).flatMap(({ set }) => set))];
}
