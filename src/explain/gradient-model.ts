import type { ScoringModel, Variant } from "./scoring-model.ts";

/**
 * What is differentiated: the weighted sum of a pass's values, with a weight for each given by a cotangent. The
 * values are those of the target's tokens [targets], appended to the prompt: natural log-probabilities or logits. Or
 * they are the logits of `labels` at every token of the prompt [tokens × labels], and nothing is appended: for masked
 * models, and for label words.
 */
export type Objective =
  | { readonly kind: "log-prob" | "logit"; readonly target: readonly number[] }
  | { readonly kind: "label-logit"; readonly labels: readonly number[] };

/**
 * Which way back is walked. `gradient` is exact. The others are layer-wise relevance in the conservative form of Ali
 * et al. 2022, where parts of the model count as given: in `relevance` attention probabilities and the denominators of
 * norms, as published; in `relevance-attention` the attention probabilities alone; in `relevance-mean` the mean of a
 * layer norm too. Embedding times result, summed over the width, is a token's relevance. `rescale` gives DeepLIFT's
 * multipliers against the pass of `baselineShift`: (shift − baselineShift) times result, summed, is the difference that
 * the two make to the objective.
 */
export type Walk = "gradient" | "relevance" | "relevance-attention" | "relevance-mean" | "rescale";

/** A variant whose embeddings are moved: the first block receives mask ⊙ E + shift. */
export interface EmbeddingVariant extends Variant {
  /** [tokens × width] added to the embeddings; absent: nothing. */
  readonly embeddingShift?: Float32Array;
  /** The same in the pass that the walk `rescale` compares with. */
  readonly baselineShift?: Float32Array;
}

/** What one backward pass of a variant tells. */
export interface EmbeddingGradient {
  /** The objective's values v: [targets], or [tokens × labels]. */
  readonly values: Float64Array;
  /** [tokens × width] the prompt's embeddings E, before mask and shift. */
  readonly embeddings: Float32Array;
  /** [cotangents][tokens × width] ∂ Σ w ⊙ v / ∂(mask ⊙ E + shift), one for each weighting w. */
  readonly gradients: readonly Float32Array[];
}

/** A model with exact gradients, and relevance, of what it predicts with respect to its token embeddings. */
export interface GradientModel extends ScoringModel {
  /** How many variants of `tokenCount` tokens (target included) one `differentiate` should be given. */
  gradientBatchSize(tokenCount: number): number;
  /**
   * Gradients of each variant, one for each of `cotangents`, each of the length of the objective's values; all from
   * one forward pass. Variants of `label-logit` are of equal length. Throws ExplainError `no-gradient` where the model
   * has operators without one.
   */
  differentiate(
    variants: readonly EmbeddingVariant[],
    objective: Objective,
    cotangents: readonly Float64Array[],
    walk?: Walk,
  ): Promise<EmbeddingGradient[]>;
}
