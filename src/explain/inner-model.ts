import type { Span } from "#text/span";
import type { Objective } from "./gradient-model.ts";
import type { ScoringModel, Variant } from "./scoring-model.ts";

/** Who attends to whom in one pass over the prompt, and the target where it is appended. */
export interface AttentionMaps {
  readonly headCount: number;
  /** Tokens of the pass, which are its queries and its keys. */
  readonly tokenCount: number;
  /** [layers][heads × queries × keys] A; the keys of a query add up to 1. */
  readonly probabilities: readonly Float32Array[];
  /** The objective's values v: [targets], or [tokens × labels]. */
  readonly values: Float64Array;
  /** [cotangents][layers][heads × queries × keys] ∂ Σ w ⊙ v / ∂A, one for each weighting w. */
  readonly gradients: readonly (readonly Float32Array[])[];
}

/** A model that shows its attention. */
export interface AttentionModel extends ScoringModel {
  /**
   * The attention of one variant with the objective's target appended; with cotangents, each of the length of the
   * objective's values, also gradients, all from one forward pass. Throws ExplainError `model-unsupported` where
   * attention cannot be found, with cotangents `no-gradient`.
   */
  attention(
    variant: Variant,
    objective: Objective,
    cotangents: readonly Float64Array[],
  ): Promise<AttentionMaps>;
}

/** A model that gives the logits of single tokens everywhere, without those of the whole vocabulary. */
export interface LabelModel extends ScoringModel {
  /** It continues a text, or fills the gaps in it. */
  readonly kind: "causal" | "masked";
  /**
   * [variants][tokens × labels] the logits of `labels` at every token of each variant; variants may differ in length.
   * Throws ExplainError `model-unsupported` where the head's rows cannot be told apart.
   */
  labelLogits(variants: readonly Variant[], labels: readonly number[]): Promise<Float32Array[]>;
}

/** Hidden states [tokens × width] by where they are read: after a block, counted from 0, or as the head reads them. */
export type State = number | "last";

/**
 * A representation φ of a prompt: its hidden states at all tokens; the logits [targets × vocabulary] that predict the
 * tokens of a target, or those of a `span` of it; or sums of the logits of `labels`, one for each of `weights`
 * [readings][tokens × labels], such as class logits.
 */
export type Representation =
  | { readonly state: State }
  | { readonly target: readonly number[]; readonly span?: Span }
  | { readonly labels: readonly number[]; readonly weights: readonly Float64Array[] };

/** What noise on the embeddings does to a representation. */
export interface NoiseEffect {
  /** [tokens × width] E, without noise. */
  readonly embeddings: Float32Array;
  /** [draws] ‖φ(E + σ ⊙ z) − φ(E)‖². */
  readonly squaredDistances: Float64Array;
  /** [draws][tokens] the derivative of each by log σ. */
  readonly gradients: readonly Float64Array[];
}

/** The likeliest token at a place. */
export interface Prediction {
  readonly id: number;
  readonly probability: number;
}

/** A model that says what it would predict on the way. */
export interface LensModel extends ScoringModel {
  /**
   * [blocks][tokens] what the head would predict from the hidden states after each block, the logit lens: the likeliest
   * token and its probability. Throws ExplainError `model-unsupported`.
   */
  logitLens(variant: Variant): Promise<Prediction[][]>;
}

/** A model whose hidden states can be read, and their response to noise. */
export interface RepresentationModel extends ScoringModel {
  /** How many blocks there are. */
  blockCount(): Promise<number>;
  /** [variants][tokens × width]; variants may differ in length. Throws ExplainError `invalid-option`, `model-unsupported`. */
  hiddenStates(variants: readonly Variant[], state: State): Promise<Float32Array[]>;
  /**
   * Moves every token's embedding by σ_i z_i, σ = e^`logSigma` [tokens], at once, for each z [tokens × width] of
   * `draws`; one pass over as many rows as draws and one. Throws ExplainError `no-gradient`, `invalid-option`.
   */
  noiseEffect(
    variant: Variant,
    representation: Representation,
    draws: readonly Float32Array[],
    logSigma: Float64Array,
  ): Promise<NoiseEffect>;
}
