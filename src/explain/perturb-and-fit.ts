import { nextTurn } from "#base/next-turn";
import type { Explanation } from "#protocol/explanation";
import type { MethodId } from "#protocol/methods";
import type { Explainer, MethodOptions, PerturbationMethod, Plan } from "./explainer.ts";
import { emptyMask, fullMask, type Mask, maskKey, maskWithout } from "./masks.ts";
import { seededRandom } from "./random.ts";
import type { ScoringModel } from "./scoring-model.ts";
import { describeTarget, describeTask, type Task } from "./task.ts";

/**
 * The shared middle of all perturbation methods: evaluates the plan's coalitions in batches, each
 * distinct one once, and fits after every batch: for the whole target, and on the same evaluations
 * for every output token. v(D) and v(∅) are evaluated for every result; v(∅) is not counted among
 * the evaluations where the method does not use it.
 */
export function perturbAndFit<P extends Plan>(
  id: MethodId,
  method: PerturbationMethod<P>,
): Explainer {
  return async function* explain(task, model, options, signal) {
    const n = task.features.length;
    const plan = method.plan(n, options.evaluations, seededRandom(options.seed));
    const coalitions = new Coalitions(task, model);
    const began = performance.now();
    const masks = distinct([fullMask(n), ...plan.masks]);
    const usesNone = masks.some((mask) => mask.every((bit) => !bit));
    const none = emptyMask(n);
    const queue = usesNone ? masks : [masks[0]!, none, ...masks.slice(1)];
    const describe = (): Explanation => ({
      ...describeTask(model, task),
      method: id,
      target: describeTarget(model, task, coalitions.logProbs(masks[0]!)!),
      ...fitAll(task, method, plan, coalitions, options),
      ...maskedAlone(task, coalitions),
      evaluations: coalitions.variantCount(masks),
      plannedEvaluations: masks.length * coalitions.variantsPerMask,
      seconds: (performance.now() - began) / 1000,
      partial: coalitions.count < queue.length,
    });

    let next = 0;
    while (next < queue.length) {
      await nextTurn();
      if (signal.aborted) return;
      const size = model.scoringBatchSize(task.prompt.tokens.length + task.targetIds.length);
      await coalitions.evaluate(queue.slice(next, next + size));
      next += size;
      if (coalitions.evaluatedPrefix(plan.masks) >= plan.leastCount) yield describe();
    }
  };
}

function fitAll<P extends Plan>(
  { value }: Task,
  method: PerturbationMethod<P>,
  plan: P,
  coalitions: Coalitions,
  { perToken }: MethodOptions,
): Pick<
  Explanation,
  "values" | "seqAttribution" | "tokenAttribution" | "standardError" | "roundCount"
> {
  const evaluated = plan.masks.slice(0, coalitions.evaluatedPrefix(plan.masks));
  const n = coalitions.featureCount;
  const fitColumn = (read: (logProbs: readonly Float64Array[]) => number) => {
    const values = Float64Array.from(evaluated, (mask) => read(coalitions.samples(mask)!));
    return method.fit(plan, values, read(coalitions.samples(fullMask(n))!));
  };
  const ofTarget = (samples: readonly Float64Array[]) => mean(samples.map(value.ofTarget));
  const whole = fitColumn(ofTarget);
  const none = coalitions.samples(emptyMask(n));
  return {
    values: {
      full: ofTarget(coalitions.samples(fullMask(n))!),
      ...(none ? { none: ofTarget(none) } : {}),
    },
    seqAttribution: [...whole.attributions],
    ...(whole.roundCount === undefined ? {} : { roundCount: whole.roundCount }),
    ...(whole.standardErrors ? { standardError: [...whole.standardErrors] } : {}),
    ...(perToken
      ? {
          tokenAttribution: Array.from({ length: coalitions.targetCount }, (_, token) => [
            ...fitColumn((samples) =>
              mean(samples.map((logProbs) => value.ofToken(logProbs[token]!))),
            ).attributions,
          ]),
        }
      : {}),
  };
}

/** [features] v(D) − v(D∖{j}), as soon as all of them were evaluated, by whatever method. */
function maskedAlone(
  { value, features }: Task,
  coalitions: Coalitions,
): Pick<Explanation, "maskedAlone"> {
  const n = features.length;
  const full = coalitions.samples(fullMask(n));
  const without = features.map((_, index) => coalitions.samples(maskWithout(n, [index])));
  if (!full || without.some((samples) => !samples)) return {};
  const targetValue = (samples: readonly Float64Array[]) => mean(samples.map(value.ofTarget));
  return { maskedAlone: without.map((samples) => targetValue(full) - targetValue(samples!)) };
}

/** The log-probabilities of the target's tokens for every coalition that was evaluated. */
class Coalitions {
  readonly featureCount: number;
  readonly targetCount: number;
  /** More than one only for sampled baselines. */
  variantsPerMask = 1;
  readonly #task: Task;
  readonly #model: ScoringModel;
  readonly #known = new Map<string, Evaluated>();

  constructor(task: Task, model: ScoringModel) {
    this.#task = task;
    this.#model = model;
    this.featureCount = task.features.length;
    this.targetCount = task.span.end - task.span.start;
  }

  get count(): number {
    return this.#known.size;
  }

  /** [samples][explained tokens] */
  samples(mask: Mask): readonly Float64Array[] | undefined {
    return this.#known.get(maskKey(mask))?.explained;
  }

  /** [targets] of all of the target, also what is not explained; of the first sample. */
  logProbs(mask: Mask): Float64Array | undefined {
    return this.#known.get(maskKey(mask))?.whole;
  }

  variantCount(masks: readonly Mask[]): number {
    return masks.reduce((count, mask) => count + (this.samples(mask)?.length ?? 0), 0);
  }

  /** How many of `masks`, from the first on, have been evaluated. */
  evaluatedPrefix(masks: readonly Mask[]): number {
    const missing = masks.findIndex((mask) => !this.samples(mask));
    return missing < 0 ? masks.length : missing;
  }

  async evaluate(masks: readonly Mask[]): Promise<void> {
    const variants = masks.map((mask) => this.#task.perturb(mask));
    const scores = await this.#model.score(variants.flat(), this.#task.targetIds);
    const { start, end } = this.#task.span;
    let next = 0;
    for (const [index, mask] of masks.entries()) {
      const count = variants[index]!.length;
      const samples = scores.slice(next, next + count);
      next += count;
      this.variantsPerMask = Math.max(this.variantsPerMask, count);
      this.#known.set(maskKey(mask), {
        whole: samples[0]!,
        explained: samples.map((logProbs) => logProbs.slice(start, end)),
      });
    }
  }
}

interface Evaluated {
  readonly whole: Float64Array;
  readonly explained: readonly Float64Array[];
}

function distinct(masks: readonly Mask[]): Mask[] {
  return [...new Map(masks.map((mask) => [maskKey(mask), mask])).values()];
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
