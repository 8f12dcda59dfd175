import type { Explanation, Target } from "#protocol/explanation";
import type { Coalitions, Readings } from "./coalitions.ts";
import { emptyMask, fullMask, type Mask, maskKey, maskWithout } from "./masks.ts";
import type { ScoringModel } from "./scoring-model.ts";
import type { Task } from "./task.ts";

/** The coalitions of one run of a method as they are evaluated, and what they cost. */
export class RunOfCoalitions {
  /** Those of the method's plan, in its order, also those that came twice. */
  readonly masks: Mask[] = [];
  /** [masks] */
  readonly readings: Readings[] = [];
  readonly #task: Task;
  readonly #model: ScoringModel;
  readonly #coalitions: Coalitions;
  /** Counted once each. */
  readonly #counted = new Set<string>();
  /** Evaluated by this run, not remembered from another. */
  readonly #fresh = new Set<string>();
  #evaluations = 0;
  #remembered = 0;

  constructor(task: Task, model: ScoringModel) {
    this.#task = task;
    this.#model = model;
    this.#coalitions = task.memory.of(task);
  }

  get full(): Readings {
    return this.#coalitions.readings(fullMask(this.#task.features.length));
  }

  get none(): Readings {
    return this.#coalitions.readings(emptyMask(this.#task.features.length));
  }

  /** Throws for a coalition that was not evaluated. */
  readingsOf(mask: Mask): Readings {
    return this.#coalitions.readings(mask);
  }

  describeTarget(): Promise<Target> {
    return this.#coalitions.describeTarget(this.#task, this.#model);
  }

  /** v(D), which counts, and v(∅), which does where the plan has it too; then what the plan has next. */
  async evaluate(ends: readonly Mask[], masks: readonly Mask[]): Promise<void> {
    const all = [...ends, ...masks];
    for (const mask of all) if (!this.#coalitions.has(mask)) this.#fresh.add(maskKey(mask));
    await this.#coalitions.evaluate(all, this.#task, this.#model);
    for (const mask of [...ends.slice(0, 1), ...masks]) this.#count(mask);
    for (const mask of masks) {
      this.masks.push(mask);
      this.readings.push(this.#coalitions.readings(mask));
    }
  }

  #count(mask: Mask): void {
    const key = maskKey(mask);
    if (this.#counted.has(key)) return;
    this.#counted.add(key);
    const evaluations = this.#coalitions.readings(mask).length * this.#task.value.runCount;
    this.#evaluations += evaluations;
    if (!this.#fresh.has(key)) this.#remembered += evaluations;
  }

  /** What it cost so far; `planned` is what it may cost in all. */
  cost(
    planned: number,
  ): Pick<Explanation, "evaluations" | "plannedEvaluations" | "rememberedEvaluations"> {
    return {
      evaluations: this.#evaluations,
      plannedEvaluations: Math.max(planned, this.#evaluations),
      ...(this.#remembered > 0 ? { rememberedEvaluations: this.#remembered } : {}),
    };
  }

  /** [features] readings without each feature, as soon as this run has all of them. */
  get withoutEach(): Readings[] | undefined {
    const n = this.#task.features.length;
    const masks = this.#task.features.map((_, index) => maskWithout(n, [index]));
    if (!masks.every((mask) => this.#counted.has(maskKey(mask)))) return undefined;
    return masks.map((mask) => this.#coalitions.readings(mask));
  }
}
