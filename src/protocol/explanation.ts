import type { Span } from "#text/span";
import type { ClassResult } from "./classes.ts";
import type { ComparedScores } from "./compared.ts";
import type { LayerInterest, ModelInterest } from "./interest.ts";
import type { JointPrompt } from "./joint.ts";
import type { MethodId } from "./methods.ts";

/** Whose words a token belongs to. Only features, by default the user's words, are perturbed. */
export type Role = "user" | "system" | "template" | "special";

/** A token that the model saw. Outside the user's text `start === end`: the place where it stands. */
export interface PromptToken extends Span {
  readonly id: number;
  readonly text: string;
  readonly role: Role;
}

/** A part of the prompt that is kept or masked as one. */
export interface Feature extends Span {
  readonly text: string;
  /** Of a template's slot. */
  readonly name?: string;
  /** Indices into the prompt's tokens. */
  readonly tokens: readonly number[];
  /** The stretches it consists of, where it is more than one; `start` and `end` are then their hull. */
  readonly spans?: readonly Span[];
}

/** A token of the explained answer with its natural log-probability given the whole prompt. */
export interface TargetToken {
  readonly id: number;
  readonly text: string;
  readonly logProb: number;
}

export interface Prompt {
  /** The user's text: all offsets count its UTF-16 code units. */
  readonly text: string;
  readonly tokens: readonly PromptToken[];
}

export interface Target {
  readonly text: string;
  readonly tokens: readonly TargetToken[];
  /** For the value `contrast`: the other text, each of its tokens with the target's token it is set against. */
  readonly versus?: {
    readonly text: string;
    readonly tokens: readonly (TargetToken & { readonly alignedWith: number })[];
  };
}

/** A part of the answer that is explained by itself, from the same evaluations. */
export interface ExplainedPart {
  /** Output tokens `[start, end)` of the answer. */
  readonly span: Span;
  readonly text: string;
  readonly values: { readonly full: number; readonly none: number };
  /** [n] */
  readonly seqAttribution: readonly number[];
  readonly standardError?: readonly number[];
}

/** Coarse to fine: which scores were measured, and what the parts of the prompt do beyond them. */
export interface Refinement {
  /** [n] true where the score is what masking that feature alone costs; else it is the feature's share of a part's. */
  readonly isMeasured: readonly boolean[];
  /** Parts that were masked whole, the whole prompt first. All `together` and all scores add up to v(full) − v(none). */
  readonly parts: readonly RefinedPart[];
}

/** Where it stands in the text, and what masking it whole costs. */
export interface RefinedPart extends Span {
  readonly score: number;
  /** What of it is in no score: its words do it only together. */
  readonly together: number;
}

/**
 * The view-model of the whole product: what a method found about one prompt and one answer.
 * n features, m target tokens. A field that a method does not have is absent.
 */
export interface Explanation {
  readonly schema: 1;
  readonly method: MethodId;
  readonly model: string;
  readonly device: string;
  /** Why the model runs there and not on a better device, a line for each. */
  readonly deviceNotes?: readonly string[];
  readonly seed: number;
  /** The settings that decide the result, as the request named them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly prompt: Prompt;
  readonly features: readonly Feature[];
  readonly target: Target;
  /** The target's value with all features and with none, in nats by default. */
  readonly values: { readonly full: number; readonly none?: number };
  /** [n] signed; positive: the feature makes the target more likely. Nats by default. */
  readonly seqAttribution: readonly number[];
  /** [m][n] the same for each target token. */
  readonly tokenAttribution?: readonly (readonly number[])[];
  /** [n] standard error of `seqAttribution`, for sampled methods and baselines. */
  readonly standardError?: readonly number[];
  /** What a surrogate, or RISE, has besides the attributions: LIME's φ_0, RISE's mean value. */
  readonly intercept?: number;
  /** One for each of the parts that the request names. */
  readonly parts?: readonly ExplainedPart[];
  /** Where classes are explained: every class in the verbalizer's order; the target is the explained one. */
  readonly classes?: readonly ClassResult[];
  /** How many rounds the scores rest on, where the method samples (`rounds` of its MethodInfo). */
  readonly roundCount?: number;
  /** [n] what masking the feature alone costs, where the method evaluated it. Nats. */
  readonly maskedAlone?: readonly number[];
  /** Where a long prompt was ablated coarse to fine. */
  readonly refinement?: Refinement;
  /** The set that `joint-prompt` found. */
  readonly joint?: JointPrompt;
  /** The noise that `model-interest` settled on. */
  readonly interest?: ModelInterest;
  /** Interest in the output of each block that was asked for, counted from 0. */
  readonly layers?: readonly LayerInterest[];
  /** [n] ∂v/∂m_j at the whole prompt, m_j the factor on the feature's embeddings, where a method goes by it. */
  readonly gradient?: { readonly value: readonly number[]; readonly of: "mask" };
  /** What other methods say, where they were asked too. */
  readonly compared?: readonly ComparedScores[];
  /** How far the scores can be trusted, as far as it was measured. */
  readonly trust?: {
    /** Σ attributions − (v(full) − v(none)) in nats, for methods that promise 0. */
    readonly completenessResidual?: number;
  };
  /** Evaluations of the model that the scores rest on so far, and how many they may become. */
  readonly evaluations: number;
  readonly plannedEvaluations: number;
  /** How many of `evaluations` were remembered from an earlier request and cost nothing. */
  readonly rememberedEvaluations?: number;
  readonly seconds: number;
  /** True until the method has done all it set out to do. */
  readonly partial: boolean;
  /** Why it ended: all was done, the ranking was settled at the stated confidence, or the budget was spent. */
  readonly ended?: "complete" | "settled" | "budget";
}
