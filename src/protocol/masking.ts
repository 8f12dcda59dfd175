import type { TextDiffPart } from "#text/diff";
import type { Feature, Prompt, Target } from "./explanation.ts";
import type { Steering } from "./request.ts";

/** How far the answer and its likelihood moved; methods.md section 5. Absent where nothing was generated. */
export interface MaskingMetrics {
  /** exp(mean_t log p(y_t | masked) − mean_t log p(y_t | full)), per token; lower: the target suffers more. */
  readonly probabilityRatio: number;
  /** Σ_t P_t ln(P_t/Q_t) over the target's positions, in nats; higher: the target suffers more. */
  readonly klDivergence: number;
  /** BLEU-4 over words of the two generations, in [0, 1]. */
  readonly bleu?: number;
  /** BLEU-4 over characters, as the code of XPrompt counts it. */
  readonly bleuCharacters?: number;
  /** ROUGE over words of the two generations: shared words, pairs of words, and the longest common subsequence. */
  readonly rouge1?: RougeScores;
  readonly rouge2?: RougeScores;
  readonly rougeL?: RougeScores;
  /** Of the embeddings of the two generations by the model that `embeddedBy` names. */
  readonly cosine?: number;
}

/** All in [0, 1]. */
export interface RougeScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** The figures of a masking; of ROUGE the F1. */
export type MeasureId = keyof MaskingMetrics;

/** One measure over random sets of features of the same size: their mean and 5th and 95th percentile. */
export interface RandomControl {
  /** Random sets that changed less by this measure than the masked set did. */
  readonly beaten: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** What changed when features were masked: the proof that stands beside the claim. */
export interface Masking {
  readonly schema: 1;
  readonly model: string;
  readonly device: string;
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly prompt: Prompt;
  readonly features: readonly Feature[];
  /** Indices of the masked features. */
  readonly masked: readonly number[];
  /** What was turned up or down besides. */
  readonly steering?: Steering;
  readonly target: Target;
  /** The target's tokens with their log-probabilities given the masked prompt. */
  readonly maskedTarget: Target;
  /** The target's value with all features and with the masked ones absent, in nats. */
  readonly values: { readonly full: number; readonly masked: number };
  readonly metrics: MaskingMetrics;
  /** The model's answers to the whole and to the masked prompt; absent with `scoreOnly`. */
  readonly answer?: string;
  readonly maskedAnswer?: string;
  /** The two answers aligned by words. */
  readonly diff?: readonly TextDiffPart[];
  /** Whose embeddings the cosine is of. */
  readonly embeddedBy?: string;
  /** How many random sets have been tried so far, and how they fared. */
  readonly randomSetCount: number;
  readonly random?: Partial<Readonly<Record<MeasureId, RandomControl>>>;
  readonly evaluations: number;
  readonly seconds: number;
  readonly partial: boolean;
}
