import type { Span } from "#text/span";
import type { Feature, Prompt, Target } from "./explanation.ts";
import type { Certificate } from "./joint.ts";

/** The largest set of features found that can go while the greedy answer stays the same, and the prompt without them. */
export interface MinimalPrompt {
  readonly schema: 1;
  readonly model: string;
  readonly device: string;
  readonly deviceNotes?: readonly string[];
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly prompt: Prompt;
  readonly features: readonly Feature[];
  /** The answer's tokens given the whole prompt. */
  readonly target: Target;
  readonly answer: string;
  /** Indices of the features that do nothing, ascending; they can all go at once. */
  readonly idle: readonly number[];
  /**
   * `exhaustive`: no larger set can go; `locally optimal`: not one feature more, also not after exchanging one for
   * another; `best of N`: the largest of the N sets that were tried.
   */
  readonly certificate: Certificate;
  readonly setCount: number;
  /** Per token, of the answer without them. */
  readonly probabilityRatio: number;
  /** What is taken out of the user's text, ascending: the features and the space that goes with them. */
  readonly removed: readonly Span[];
  /** The prompt without them. */
  readonly text: string;
  /** What the model really answers to it; absent until it was asked. */
  readonly minimalAnswer?: string;
  /** True when the two answers are the same, token by token. */
  readonly isSame: boolean;
  readonly evaluations: number;
  readonly plannedEvaluations: number;
  /** Answers that were generated to check. */
  readonly generations: number;
  readonly seconds: number;
  readonly partial: boolean;
}
