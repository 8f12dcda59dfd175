import type { Explanation } from "#protocol/explanation";
import type { Mask } from "./masks.ts";
import type { Random } from "./random.ts";
import type { ScoringModel } from "./scoring-model.ts";
import type { Task } from "./task.ts";

export interface MethodOptions {
  readonly seed: number;
  /** Attributions for every output token too, where the method gives them. */
  readonly perToken: boolean;
  /** Budget of model evaluations; absent: the method's own choice. */
  readonly evaluations?: number;
  /** Nodes of a path integral; absent: as many as the residual asks for. */
  readonly steps?: number;
}

/**
 * One method. Each yield is a whole valid explanation so far. When `signal` aborts the iterator
 * ends after the run of the model that is under way; that is no failure.
 */
export type Explainer = (
  task: Task,
  model: ScoringModel,
  options: MethodOptions,
  signal: AbortSignal,
) => AsyncIterable<Explanation>;

/** Attributions [features] of one value, and their standard errors where the method samples. */
export interface Fit {
  readonly attributions: Float64Array;
  readonly standardErrors?: Float64Array;
  /** Sampled rounds (orders, draws) that they rest on. */
  readonly roundCount?: number;
}

/**
 * A method that only asks for the values of coalitions: which, and what follows from them. Both
 * functions are pure and synchronous; `P` may carry more than the masks.
 */
export interface PerturbationMethod<P extends Plan = Plan> {
  /** The coalitions to evaluate, in order. `featureCount` ≥ 1. */
  plan(featureCount: number, budget: number | undefined, random: Random): P;
  /**
   * Attributions from the values of the first `values.length` masks of the plan; at least
   * `plan.leastCount` are there. `full` is v(D).
   */
  fit(plan: P, values: Float64Array, full: number): Fit;
}

export interface Plan {
  readonly masks: readonly Mask[];
  /** How many masks must be evaluated before there is anything to show. */
  readonly leastCount: number;
}
