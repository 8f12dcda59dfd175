import type { Span } from "#text/span";
import type { ClassChoice } from "./classes.ts";
import type { MaskingMetrics } from "./masking.ts";
import type { MethodId } from "./methods.ts";
import type { ExplainRequest, JointOptions, TaskRequest } from "./request.ts";

/** A method that is evaluated, under a name of its own: one method may stand in a table in several forms. */
export interface EvaluatedMethod {
  readonly name: string;
  readonly method: MethodId;
  /** Budget of model evaluations; absent: the method's own choice. */
  readonly evaluations?: number;
  /** Nodes of a path integral; absent: as many as its residual asks for. */
  readonly steps?: number;
  /** Of `joint-prompt`; its `k` is the request's. */
  readonly joint?: Omit<JointOptions, "k" | "from" | "below">;
}

/** What is known of a prompt from elsewhere: which stretches of its text decide the answer, and which only look as if. */
export interface PromptLabels {
  readonly decisive: readonly Span[];
  readonly distractors?: readonly Span[];
  /** [pairs][two]: each stretch of a pair suffices without the other. */
  readonly redundant: readonly (readonly Span[])[];
}

/** Asks how much the answer suffers when each method's `k` strongest features are removed; methods.md section 5. */
export interface EvaluationRequest extends TaskRequest {
  readonly methods: readonly EvaluatedMethod[];
  readonly k: number;
  /** Further sizes whose probability ratio and KL divergence are asked for: a figure over k. */
  readonly sizes: readonly number[];
  readonly labels?: PromptLabels;
  /** As in a MaskRequest. */
  readonly embedder?: string;
}

/** One method on one prompt. */
export interface MethodEvaluation {
  readonly name: string;
  /** Indices of the features that were removed, and their text. */
  readonly masked: readonly number[];
  readonly words: readonly string[];
  readonly metrics: MaskingMetrics;
  readonly sizes: readonly SizeEvaluation[];
  /** In [0, 1]; absent without labels. */
  readonly decisiveFound?: number;
  /** In [0, 1]; absent without labelled distractors. */
  readonly decisiveAuc?: number;
  /** In [0, 1]; absent without labelled pairs, and where k holds none. */
  readonly pairsFound?: number;
  /** Of `joint-prompt`: the best probability ratio per token after each set that was tried, with the search's own baseline. */
  readonly trajectory?: readonly number[];
  /** Evaluations and time of the method alone: without the answer, and with nothing remembered. */
  readonly evaluations: number;
  readonly seconds: number;
}

export interface SizeEvaluation {
  readonly k: number;
  readonly probabilityRatio: number;
  readonly klDivergence: number;
}

/** The methods on one prompt, as far as they are done. */
export interface Evaluation {
  readonly featureCount: number;
  readonly targetTokenCount: number;
  readonly answer: string;
  /** Whose embeddings the cosine is of. */
  readonly embeddedBy?: string;
  readonly methods: readonly MethodEvaluation[];
}

export const curveTasks = ["activation", "pruning"] as const;
/** `activation`: the most relevant are put back first; `pruning`: the least relevant are taken away first. */
export type CurveTask = (typeof curveTasks)[number];

/** Asks how the class's probability moves as features come back, or go; methods.md section 6. */
export interface CurveRequest extends Omit<ExplainRequest, "method" | "classes"> {
  readonly methods: readonly EvaluatedMethod[];
  readonly task: CurveTask;
  /** The true class is its `label`, which is explained too. */
  readonly classes: ClassChoice & { readonly label: string };
  readonly labels?: PromptLabels;
}

/** The class at one step of 10 %: 0, 10, …, 100. */
export interface CurveStep {
  /** Of the true class, among the classes. */
  readonly probability: number;
  readonly logit: number;
  /** Σ_c (z_c − z'_c)² of class logits, and of class probabilities, against the whole text. */
  readonly logitError: number;
  readonly probabilityError: number;
}

export interface MethodCurve {
  readonly name: string;
  /** [11] */
  readonly steps: readonly CurveStep[];
  /** 1 where the feature with the highest score touches a decisive stretch, else 0; absent without labels. */
  readonly decisiveFirst?: number;
  readonly seconds: number;
}

/** The methods on one labelled text, as far as they are done. */
export interface CurveEvaluation {
  readonly featureCount: number;
  readonly predicted: string;
  /** What an absent feature was: the unknown token, or a zero embedding where the model has none. */
  readonly absent: "unk" | "zero";
  readonly methods: readonly MethodCurve[];
}

/** The shares of the words that are erased: none, then 5 to 30 %. */
export const erasedShares = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3] as const;

/** Asks what the class becomes when the words that the model looked at most are erased; methods.md section 7. */
export interface ErasureRequest extends Omit<ExplainRequest, "method" | "classes"> {
  readonly methods: readonly EvaluatedMethod[];
  /** What is explained is the class that the model predicts: the true one is not known to it. */
  readonly classes: Omit<ClassChoice, "label">;
  /** The true class. */
  readonly label: string;
}

/** The text without a share of its words. */
export interface ErasureStep {
  readonly share: number;
  /** How many features that is. */
  readonly erased: number;
  readonly predicted: string;
  readonly isRight: boolean;
  /** Of the true class, among the classes. */
  readonly probability: number;
}

export interface MethodErasure {
  readonly name: string;
  /** [shares] */
  readonly steps: readonly ErasureStep[];
  readonly seconds: number;
}

/** The methods on one labelled text, as far as they are done. */
export interface ErasureEvaluation {
  readonly featureCount: number;
  readonly predicted: string;
  readonly methods: readonly MethodErasure[];
}
