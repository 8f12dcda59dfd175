import { nextTurn } from "#base/next-turn";
import type { Explanation } from "#protocol/explanation";
import type { MethodId } from "#protocol/methods";
import { columnFitter, describeFit, wholeTarget } from "./describe-fit.ts";
import { describeTask } from "./describe-task.ts";
import type { Explainer, PerturbationMethod, Plan } from "./explainer.ts";
import { emptyMask, fullMask } from "./masks.ts";
import { seededRandom } from "./random.ts";
import { RunOfCoalitions } from "./run-of-coalitions.ts";
import { defaultConfidence, Looks } from "./statistics.ts";

/**
 * The shared middle of all perturbation methods: evaluates the plan's coalitions in batches, each distinct one once,
 * and fits from time to time: for the whole target, and on the same evaluations for every output token and part.
 * v(D) and v(∅) are evaluated for every result; v(∅) is not counted among the evaluations where the method does not
 * use it, and neither is the one run that tells the answer's log-probabilities where the value is another. Fits take
 * at most a fifth of the time. When to look whether the ranking is settled depends on the plan alone, so the same
 * seed gives the same result on a slow machine.
 */
export function perturbAndFit<P extends Plan>(
  id: MethodId,
  method: PerturbationMethod<P>,
): Explainer {
  return async function* explain(task, model, options, signal) {
    const began = performance.now();
    const n = task.features.length;
    const perMask = task.perturb(emptyMask(n)).length * task.value.runCount;
    const budget = options.evaluations && Math.max(1, Math.floor(options.evaluations / perMask));
    const plan = method.plan(n, budget, seededRandom(options.seed), options);
    const confidence = options.confidence ?? defaultConfidence;
    const run = new RunOfCoalitions(task, model);
    const fitColumns = () => columnFitter(run, method, plan);

    let shownAt = began;
    let fitMs = 0;
    const describe = async (ended?: Explanation["ended"]): Promise<Explanation> => {
      const fitBegan = performance.now();
      const described = describeTask(model, task);
      const explanation = {
        ...described,
        settings: {
          ...described.settings,
          ...(plan.firstLook === undefined ? {} : { confidence }),
          ...plan.settings,
        },
        method: id,
        target: await run.describeTarget(),
        ...describeFit(task, run, fitColumns(), options),
        ...run.cost(ended ? 0 : plan.plannedCount * perMask),
        seconds: (performance.now() - began) / 1000,
        partial: ended === undefined,
        ...(ended ? { ended } : {}),
      };
      shownAt = performance.now();
      fitMs = shownAt - fitBegan;
      return explanation;
    };

    const tokenCount = task.prompt.tokens.length + task.targetIds.length;
    // Asked again for every batch: a model learns how fast it is.
    const batchSize = () => Math.max(1, Math.floor(model.scoringBatchSize(tokenCount) / perMask));
    const masks = plan.masks[Symbol.iterator]();
    const settled = new Looks(plan.firstLook, confidence);
    let ends = [fullMask(n), emptyMask(n)];
    let batch = take(masks, batchSize());
    while (batch.length > 0) {
      await nextTurn();
      if (signal.aborted) return;
      await run.evaluate(ends, batch);
      ends = [];
      const replicates = () => fitColumns()(wholeTarget(task)).replicates ?? [];
      if (settled.after(run.masks.length, replicates)) {
        yield await describe("settled");
        return;
      }
      batch = take(masks, Math.min(batchSize(), settled.next - run.masks.length));
      const isDue = performance.now() - shownAt >= 4 * fitMs;
      if (batch.length > 0 && run.masks.length >= plan.leastCount && isDue) yield await describe();
    }
    yield await describe(plan.isSampled ? "budget" : "complete");
  };
}

function take<T>(items: Iterator<T>, count: number): T[] {
  const taken: T[] = [];
  while (taken.length < count) {
    const { value, done } = items.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}
