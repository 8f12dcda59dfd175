import type { Explanation } from "#protocol/explanation";
import type {
  InterestOptions,
  JointOptions,
  RelevanceRule,
  SaliencyNorm,
  SmoothingOptions,
  SurrogateOptions,
} from "#protocol/request";
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
  /** A sampled method may end before its budget when its ranking is settled with this probability. */
  readonly confidence?: number;
  readonly surrogate?: SurrogateOptions;
  readonly smoothing?: SmoothingOptions;
  readonly relevance?: RelevanceRule;
  readonly norm?: SaliencyNorm;
  readonly joint?: JointOptions;
  readonly interest?: InterestOptions;
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

/** Attributions [features] of one value, and what is known of their error where the method samples. */
export interface Fit {
  readonly attributions: Float64Array;
  /** [replicates][features] independent estimates whose mean is the attributions: their spread is the error. */
  readonly replicates?: readonly Float64Array[];
  /** Sampled rounds (orders, draws) that they rest on. */
  readonly roundCount?: number;
  /** The value that a surrogate gives to the prompt without any feature; RISE's mean value. */
  readonly intercept?: number;
}

/**
 * A method that only asks for the values of coalitions: which, and what follows from them. Both
 * functions are pure and synchronous; `P` may carry more than the masks.
 */
export interface PerturbationMethod<P extends Plan = Plan> {
  /** Which coalitions, of `featureCount` ≥ 1 features. `budget`: how many, v(D) and v(∅) included. */
  plan(
    featureCount: number,
    budget: number | undefined,
    random: Random,
    options?: MethodOptions,
  ): P;
  /**
   * Attributions from the first `masks.length` ≥ `plan.leastCount` masks of the plan: what all columns of values
   * share is worked out once, then `values`, parallel to the masks, are fitted for each. `full` is v(D).
   */
  fit(plan: P, masks: readonly Mask[]): (values: Float64Array, full: number) => Fit;
}

export interface Plan {
  /** The coalitions in order, made as they are asked for; some may come twice and are evaluated once. */
  readonly masks: Iterable<Mask>;
  /** The evaluations that this may take at most, v(D) among them. */
  readonly plannedCount: number;
  /** How many masks must be evaluated before there is anything to show. */
  readonly leastCount: number;
  /** True where more evaluations would say more. */
  readonly isSampled: boolean;
  /** After how many masks it may be asked whether the ranking is settled; absent: never. */
  readonly firstLook?: number;
  /** What the result depends on besides the task, by the names of `MethodOptions`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}
