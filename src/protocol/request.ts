import type { Span } from "#text/span";
import type { ClassChoice } from "./classes.ts";
import type { MethodId } from "./methods.ts";

export const dtypes = [
  "auto",
  "fp32",
  "fp16",
  "q8",
  "int8",
  "uint8",
  "q4",
  "q4f16",
  "bnb4",
] as const;
export const devices = ["auto", "cpu", "cuda", "webgpu", "directml", "coreml"] as const;
export const granularities = [
  "token",
  "word",
  "sentence",
  "line",
  "paragraph",
  "example",
  "slot",
] as const;
export const values = ["log-prob", "prob", "entropy", "logit", "contrast"] as const;

export type Dtype = (typeof dtypes)[number];
export type Device = (typeof devices)[number];
export type Granularity = (typeof granularities)[number];
/**
 * What is explained of the target's tokens y_t: Σ_t log p(y_t), Π_t p(y_t), Σ_t of the entropy of the next-token
 * distribution at t, Σ_t of the logit of y_t, or log p(y) − log p of the text `versus`.
 */
export type ValueKind = (typeof values)[number];
/** A value that was registered under this name, by `registerValue` of the library. */
export type CustomValue = `custom:${string}`;
export type ValueChoice = ValueKind | CustomValue;

/** A device that a model runs on: one of onnxruntime's execution providers. */
export type Provider = Exclude<Device, "auto">;

export interface ModelChoice {
  /** A folder in the transformers.js layout, or a hub id such as `owner/name`. */
  readonly source: string;
  readonly dtype: Dtype;
  readonly device: Device;
  /** Threads of one run; absent: one per core. */
  readonly threadCount?: number;
  /** Where downloaded models are kept. */
  readonly cacheFolder?: string;
}

/** What the model is asked: the user's text and the frame it is put in. */
export interface PromptSource {
  readonly text: string;
  readonly system?: string;
  /** What stands around the text, not the user's words; `<mask>` in it is the model's own mask token. */
  readonly around?: { readonly before: string; readonly after: string };
  /** `auto`: the chat template where the tokenizer has one, else the text as it is. */
  readonly frame: "auto" | "chat" | "raw";
}

/** `{name} lives in {city}` with the values of its slots and what an absent slot becomes: a list is sampled from. */
export interface TemplateChoice {
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
  readonly baselines: Readonly<Record<string, string | readonly string[]>>;
}

export interface FeatureChoice {
  readonly granularity: Granularity;
  /** Indices of features at the chosen granularity that are masked together. */
  readonly groups?: readonly (readonly number[])[];
  /** [marks][stretches] of the text: each mark is one feature, whatever the granularity. */
  readonly marks?: readonly (readonly Span[])[];
  /** Stretches of the text that are never perturbed. */
  readonly keep?: readonly Span[];
  /** Special prefix tokens are features too. */
  readonly includeSpecial?: boolean;
  /** Exactly one feature per model token, also where tokens share a character. */
  readonly rawTokens?: boolean;
  readonly template?: TemplateChoice;
  /** First paragraphs, then sentences within those that matter, and so on down to the granularity. */
  readonly coarseToFine?: boolean;
}

/** What a masked feature becomes; methods.md section 1. */
export type BaselineChoice =
  | { readonly kind: "zero" }
  | { readonly kind: "token"; readonly id: number | "pad" | "unk" | "mask" | "eos" | "bos" }
  | {
      readonly kind: "text";
      readonly text: string;
      /** Stretches that become one of their own texts instead; several are sampled from. */
      readonly places?: readonly { readonly span: Span; readonly texts: readonly string[] }[];
    }
  | { readonly kind: "sampled"; readonly texts: readonly string[] }
  /** Gaussian noise on the embeddings, `size` times their root mean square; the mean over `draws`. */
  | { readonly kind: "noise"; readonly size: number; readonly draws: number }
  | { readonly kind: "remove" }
  | { readonly kind: "attention" };

export interface TargetChoice {
  /** Absent: the model's own answer. */
  readonly text?: string;
  readonly ids?: readonly number[];
  /** Output tokens `[start, end)` of the answer to explain; absent: all of it. */
  readonly span?: Span;
  /** Further parts of the answer, each with attributions of its own from the same evaluations. */
  readonly parts?: readonly Span[];
}

export interface GenerationOptions {
  readonly maxNewTokens: number;
  /** 0: greedy. */
  readonly temperature: number;
  /** Only the so many likeliest tokens are drawn from; absent: all. */
  readonly topK?: number;
  /** Only the likeliest tokens that together have this probability, in (0, 1]; absent: all. */
  readonly topP?: number;
  readonly seed: number;
}

export interface GenerateRequest {
  readonly model: ModelChoice;
  readonly prompt: PromptSource;
  /** What to do with a prompt that does not fit the model's context. */
  readonly tooLong: "fail" | "keep-start" | "keep-end";
  readonly generation: GenerationOptions;
}

/** A prompt, what its features are, what absence means, and what is explained. */
export interface TaskRequest extends GenerateRequest {
  readonly features: FeatureChoice;
  readonly baseline: BaselineChoice;
  readonly target: TargetChoice;
  readonly value: ValueChoice;
  /** What the target is contrasted with, for the value `contrast`. */
  readonly versus?: string;
  /** Explains a class instead of an answer: masked models too; `generation` and `target` are then not used. */
  readonly classes?: ClassChoice;
  readonly seed: number;
}

/** How the surrogate of LIME is fitted, and how often RISE and LIME keep a feature; absent: as in Captum. */
export interface SurrogateOptions {
  readonly model?: "lasso" | "ridge" | "least-squares";
  /** α of the penalty. */
  readonly penalty?: number;
  readonly similarity?: "cosine" | "euclidean";
  /** Of the exponential kernel. */
  readonly width?: number;
  readonly keepProbability?: number;
}

/** The methods whose map SmoothGrad averages. */
export const smoothedMethods = ["input-x-gradient", "saliency"] as const;

/** How gradients are averaged over noise on the embeddings. */
export interface SmoothingOptions {
  /** σ in root mean squares of the prompt's embeddings; absent: 0.15 for SmoothGrad, none for gradient SHAP. */
  readonly noise?: number;
  /** What SmoothGrad averages; absent: input × gradient. */
  readonly base?: (typeof smoothedMethods)[number];
}

/** What layer-wise relevance takes as given besides attention: the norms' denominators, their means too, or nothing. */
export const relevanceRules = ["published", "mean", "attention"] as const;
export type RelevanceRule = (typeof relevanceRules)[number];

/** How saliency measures a gradient over the width, and a feature's tokens: ‖·‖₂ or ‖·‖₁. */
export const saliencyNorms = ["l2", "l1"] as const;
export type SaliencyNorm = (typeof saliencyNorms)[number];

/** What set `joint-prompt` looks for, and how. */
export interface JointOptions {
  /** How many features are masked together; absent: 3, and with `below` as many as it takes, at most 10. */
  readonly k?: number;
  /** The first of several sizes, searched one after the other up to `k`, or six of them; absent: `k` alone, 1 with `below`. */
  readonly from?: number;
  /** End at the smallest size whose probability ratio per token is below this. */
  readonly below?: number;
  /** Where the search begins: at the largest gradients by the mask, or at random; absent: gradient. */
  readonly initialisation?: "gradient" | "random";
  /** How swaps are drawn: by softmax of the gradients' magnitudes, or all alike; absent: gradient. */
  readonly probabilities?: "gradient" | "uniform";
  /** `published`: XPrompt's algorithm 1 to the letter, one random swap at a time; absent: guided by what was tried. */
  readonly search?: "guided" | "published";
}

/** What `model-interest` settles, and for how much noise. */
export interface InterestOptions {
  /** The weight of the noise's entropy, in (0, 1]; absent: 0.6. */
  readonly lambda?: number;
  /** Further λs that the interest in the prediction is settled for. */
  readonly sweep?: readonly number[];
  /** Blocks, counted from 0, whose outputs' interest is settled too. */
  readonly layers?: "all" | readonly number[];
}

export interface ExplainRequest extends TaskRequest {
  readonly method: MethodId;
  /** Attributions per output token too. */
  readonly perToken: boolean;
  /** Budget of model evaluations; absent: the method's own choice. */
  readonly evaluations?: number;
  /** Nodes of a path integral; absent: as many as its residual asks for. */
  readonly steps?: number;
  /** A sampled method may end when its ranking is settled with this probability; absent: 0.95. */
  readonly confidence?: number;
  readonly surrogate?: SurrogateOptions;
  readonly joint?: JointOptions;
  readonly smoothing?: SmoothingOptions;
  readonly interest?: InterestOptions;
  /** Absent: published. */
  readonly relevance?: RelevanceRule;
  /** Absent: l2. */
  readonly norm?: SaliencyNorm;
  /** A run that is estimated to take longer ends with its estimate instead; absent: it runs. Milliseconds. */
  readonly askAboveMs?: number;
}

/** Asks for the words that can go while the greedy answer stays the same; the target and the value play no part. */
export interface MinimalRequest extends TaskRequest {
  /** Sets of features that may be tried; absent: 400. */
  readonly evaluations?: number;
}

/** Asks for edits of the prompt that do in words what `steering` does. */
export interface WordingRequest extends TaskRequest {
  readonly steering: Steering;
}

/** Asks what every position predicts after every block. */
export interface LensRequest extends TaskRequest {
  /** The text stands in their template. */
  readonly classes?: ClassChoice;
}

/** Asks for words that could stand in a word's place. */
export interface SuggestRequest {
  readonly model: ModelChoice;
  readonly prompt: PromptSource;
  /** Where the word stands in the prompt's text. */
  readonly span: Span;
  readonly count: number;
}

/** How the influence of a stretch is turned up or down while its text stays. */
export const steeringWays = ["attention", "embedding", "noise"] as const;
export type SteeringWay = (typeof steeringWays)[number];

/** A stretch of the prompt's text and what its influence is multiplied by: 0 mutes it, 1 leaves it as it is, 2 doubles it. */
export interface SteeredSpan extends Span {
  readonly factor: number;
}

export interface Steering {
  readonly way: SteeringWay;
  readonly spans: readonly SteeredSpan[];
}

export interface MaskRequest extends TaskRequest {
  /** The masked features by index, or by the stretches of text that they touch. */
  readonly masked: { readonly indices: readonly number[] } | { readonly spans: readonly Span[] };
  /** Besides, what is turned up or down; absent: nothing. */
  readonly steering?: Steering;
  /** Only the target's log-probabilities with the features masked: no generation. */
  readonly scoreOnly: boolean;
  /** The model of the sentence embeddings; absent: all-MiniLM-L6-v2 where it is in the cache, else the model's own states. */
  readonly embedder?: string;
  /** Random sets of the same size to compare with. */
  readonly randomSetCount: number;
}
