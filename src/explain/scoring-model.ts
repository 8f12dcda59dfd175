import type { PromptToken, TargetToken } from "#protocol/explanation";
import type { GenerationOptions, PromptSource } from "#protocol/request";
import type { Span } from "#text/span";

/** A prompt as the model reads it. */
export interface EncodedPrompt {
  readonly source: PromptSource;
  /** Parallel to the model's input ids; spans count UTF-16 code units of `source.text`. */
  readonly tokens: readonly PromptToken[];
  /** True where the text stands in the model's chat template. */
  readonly isChat: boolean;
}

/**
 * One version of the prompt to score or continue. The masks are parallel to `ids`, the target
 * is appended by the model with both masks at 1.
 */
export interface Variant {
  readonly ids: readonly number[];
  /** [tokens] factor on each token's embedding as the first block receives it; absent: all 1. */
  readonly embeddingMask?: readonly number[];
  /** [tokens] 0 hides the token from attention and keeps its position; absent: all 1. */
  readonly attentionMask?: readonly number[];
  /** [tokens] added to the logits of all attention to the token: log s makes it s times as likely; absent: all 0. */
  readonly attentionBias?: readonly number[];
  /** Gaussian noise on the token embeddings, the same for the same seed; absent: none. */
  readonly noise?: {
    /** [tokens] standard deviation, in units of the root mean square of the embeddings of `ids`. */
    readonly sizes: readonly number[];
    readonly seed: number;
  };
}

/** What is made of the logits [vocabulary] that predict the token `id`; they are only lent. */
export type ReadLogits<T> = (logits: Float32Array, id: number) => T;

/** An answer so far; `logProb` is natural, given the prompt and the tokens before. */
export interface Answer {
  readonly tokens: readonly TargetToken[];
  readonly text: string;
  /** Absent while the model goes on. The token that ended it is not among `tokens`. */
  readonly finish?: "stop" | "length";
}

/** A language model that can be asked for tokens, for an answer, and for how likely an answer is. */
export interface ScoringModel {
  readonly name: string;
  /** Where it runs: `cpu`, `cuda`, `webgpu`, `directml`, `coreml`. */
  readonly device: string;
  /** Why it runs there and not on a better device, a line for each. */
  readonly deviceNotes?: readonly string[];
  /** Tokens that fit, prompt and answer together. */
  readonly contextTokenCount: number;
  readonly specialIds: Readonly<Partial<Record<"pad" | "unk" | "mask" | "eos" | "bos", number>>>;
  /** How many ids there are: an id is in `[0, vocabularySize)`. */
  readonly vocabularySize: number;

  /** The prompt in its frame, with exact spans. */
  encode(source: PromptSource): EncodedPrompt;
  /** The ids of `text` alone, for a target: nothing special is added. */
  encodeText(text: string): number[];
  /** What each id adds to the text: the pieces joined are the decoded text, whole characters each. */
  decode(ids: readonly number[]): string[];
  /** The stretch of `source.text`, from its start or its end, whose prompt fits `tokenCount` tokens. */
  truncate(source: PromptSource, tokenCount: number, keep: "start" | "end"): Span;

  /** How many variants of `tokenCount` tokens (target included) one `score` should be given. */
  scoringBatchSize(tokenCount: number): number;
  /**
   * Teacher-forced natural log-probabilities [variants][targets] of `target` after each variant.
   * Variants may differ in length. One run of the model; throws ExplainError when it is out of memory.
   */
  score(variants: readonly Variant[], target: readonly number[]): Promise<Float64Array[]>;
  /** The same run, but [variants][targets] what `readLogits` makes of the logits at every target token. */
  read<T>(
    variants: readonly Variant[],
    target: readonly number[],
    readLogits: ReadLogits<T>,
  ): Promise<T[][]>;
  /** The answer to one variant, token by token; ends early without `finish` when `signal` aborts. */
  generate(
    variant: Variant,
    options: GenerationOptions,
    signal: AbortSignal,
  ): AsyncIterable<Answer>;
}
