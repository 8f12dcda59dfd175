import type { Target } from "#protocol/explanation";
import { describeTarget, describeVersus } from "./describe-task.ts";
import { emptyMask, fullMask, type Mask, maskKey } from "./masks.ts";
import type { ScoringModel } from "./scoring-model.ts";
import type { Task } from "./task.ts";

/** [samples][targets] readings of one coalition; more than one sample only where the baseline is sampled. */
export type Readings = readonly Float64Array[];

/**
 * What the model said to every coalition of one game: the same prompt, features, baseline, target and kind of
 * reading. Readings are kept for all of the target, so that any part of it can be explained from them.
 */
export class Coalitions {
  readonly #known = new Map<string, Readings>();
  #logProbs: { readonly target: Float64Array; readonly versus?: Float64Array } | undefined;
  #numberCount = 0;

  /** Numbers that are kept. */
  get numberCount(): number {
    return this.#numberCount;
  }

  has(mask: Mask): boolean {
    return this.#known.has(maskKey(mask));
  }

  /** Throws for a coalition that was not evaluated. */
  readings(mask: Mask): Readings {
    const readings = this.#known.get(maskKey(mask));
    if (!readings) throw new Error("a coalition was read before it was evaluated");
    return readings;
  }

  /** The target and what it is contrasted with after the whole prompt, whatever is read otherwise. */
  async describeTarget(task: Task, model: ScoringModel): Promise<Target> {
    const whole = task.perturb(fullMask(task.features.length)).slice(0, 1);
    this.#logProbs ??= {
      // a class task has no answer to score: its readings tell how likely each class is
      target:
        task.value.readsLogProbs || task.classes
          ? this.readings(fullMask(task.features.length))[0]!
          : (await model.score(whole, task.targetIds))[0]!,
      ...(task.versusIds ? { versus: (await model.score(whole, task.versusIds))[0]! } : {}),
    };
    const { target, versus } = this.#logProbs;
    return {
      ...describeTarget(model, task, target),
      ...(versus ? { versus: describeVersus(model, task, versus) } : {}),
    };
  }

  /** Asks the model about those of `masks` that are not known. One run. */
  async evaluate(masks: readonly Mask[], task: Task, model: ScoringModel): Promise<void> {
    const missing = [...new Map(masks.map((mask) => [maskKey(mask), mask]))].filter(
      ([key]) => !this.#known.has(key),
    );
    if (missing.length === 0) return;
    const variants = missing.map(([, mask]) => task.perturb(mask));
    const rows = await task.value.readings(model, variants.flat(), task.targetIds);
    let next = 0;
    for (const [place, [key]] of missing.entries()) {
      const samples = rows.slice(next, next + variants[place]!.length);
      next += samples.length;
      this.#known.set(key, samples);
      this.#numberCount += samples.length * task.targetIds.length;
    }
  }
}

/** Numbers that may be kept over all games: 64 MB. */
const keptNumberCount = 8 * 2 ** 20;
const keptGameCount = 8;

/**
 * The games asked about last. A cache only: what is found in it is what the model would say again, so the same prompt
 * and target with another part of the answer, or another method, needs only what no one asked before.
 */
export class CoalitionMemory {
  readonly #games = new Map<string, Coalitions>();

  /** The game of `task`, as far as it is known. */
  of(task: Task): Coalitions {
    const key = gameKey(task);
    const game = this.#games.get(key) ?? new Coalitions();
    this.#games.delete(key);
    this.#forget();
    this.#games.set(key, game);
    return game;
  }

  #forget(): void {
    let total = 0;
    for (const { numberCount } of this.#games.values()) total += numberCount;
    for (const [key, { numberCount }] of this.#games) {
      if (this.#games.size < keptGameCount && total <= keptNumberCount) return;
      this.#games.delete(key);
      total -= numberCount;
    }
  }
}

/** Equal for tasks whose coalitions have equal readings. */
function gameKey({ request, prompt, features, targetIds, perturb }: Task): string {
  const { model, baseline, value, versus, seed } = request;
  const isDrawn = perturb(emptyMask(features.length)).length > 1;
  return JSON.stringify([
    model,
    prompt.source,
    prompt.tokens.map((token) => token.id),
    features.map((feature) => feature.tokens),
    baseline,
    request.features.template,
    isDrawn ? seed : undefined,
    targetIds,
    // Probabilities are made of the same readings as log-probabilities.
    value === "prob" ? "log-prob" : value,
    versus,
    request.classes,
  ]);
}
