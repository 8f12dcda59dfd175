import type {
  CurveEvaluation,
  CurveRequest,
  ErasureEvaluation,
  ErasureRequest,
  Evaluation,
  EvaluationRequest,
} from "./evaluation.ts";
import type { Explanation, Prompt, TargetToken } from "./explanation.ts";
import type { LogitLens } from "./lens.ts";
import type { Masking } from "./masking.ts";
import type { MethodId } from "./methods.ts";
import type { MinimalPrompt } from "./minimal.ts";
import type {
  Dtype,
  ExplainRequest,
  GenerateRequest,
  Granularity,
  LensRequest,
  MaskRequest,
  MinimalRequest,
  ModelChoice,
  SuggestRequest,
  WordingRequest,
} from "./request.ts";
import type { Wordings } from "./wording.ts";

/** Where a run stands: the stages that are over with their time, and the one that goes on. */
export interface Progress {
  readonly stage: "loading" | "downloading" | "generating" | "explaining" | "regenerating" | "done";
  readonly past: readonly { readonly stage: Progress["stage"]; readonly ms: number }[];
  /** Units done so far in this stage (tokens, evaluations, bytes), and in all where it is known. */
  readonly done: number;
  readonly total?: number;
  readonly msLeft?: number;
}

/** A model's answer so far. */
export interface Generation {
  readonly schema: 1;
  readonly model: string;
  readonly device: string;
  readonly prompt: Prompt;
  readonly text: string;
  readonly tokens: readonly TargetToken[];
  /** `stop`: the model ended it; `length`: it was cut at the limit; absent while it goes on. */
  readonly finish?: "stop" | "length";
}

export interface ModelInfo {
  /** Folder or hub id, as a request names it. */
  readonly source: string;
  readonly name: string;
  readonly architecture: string;
  /** It continues a text, or fills the gaps in it. */
  readonly kind: "causal" | "masked";
  readonly contextTokenCount: number;
  readonly hasChatTemplate: boolean;
  /** The weights that are there, with their size on disk. */
  readonly variants: readonly { readonly dtype: string; readonly bytes: number }[];
  /** Where it would run, and why not on a better device, a line for each. */
  readonly device: string;
  readonly deviceNotes: readonly string[];
}

/** Weights by the way their numbers are stored. */
export interface Variant {
  readonly dtype: Exclude<Dtype, "auto">;
  /** Of the model file and its external data; 0 where the hub does not say. */
  readonly bytes: number;
}

/** What of a hub model could be fetched, from where, where to. */
export interface DownloadOffer {
  readonly source: string;
  readonly host: string;
  readonly folder: string;
  /** Most exact first; all that there are, or those of the asked dtype. */
  readonly variants: readonly (Variant & { readonly isHere: boolean })[];
  /** What `auto` stands for on this machine. */
  readonly chosen: Variant["dtype"];
}

/** A hub model that is whole on this machine, and works offline. */
export interface CachedModel {
  readonly source: string;
  readonly folder: string;
  readonly variants: readonly Variant[];
}

/** Where to look for models that were fetched; absent: the usual place. */
export interface CacheRequest {
  readonly cacheFolder?: string;
}

/** The libraries that CUDA needs beside the runtime: what would be fetched, from where, where to. */
export interface CudaSupport {
  readonly url: string;
  readonly folder: string;
  readonly isInstalled: boolean;
  /** Absent where the server does not say. */
  readonly bytes?: number;
}

/** Another place to fetch CUDA support from, `#sha256=…` after it; absent: where the runtime's makers put it. */
export interface CudaRequest {
  readonly source?: string;
}

/** What a run would cost, and cheaper ones in its place. */
export interface Estimate {
  /** `CPU`, `GPU`: where it would run. */
  readonly device: string;
  readonly evaluations: number;
  readonly ms: number;
  readonly cheaper: readonly CheaperRun[];
}

export interface CheaperRun {
  /** What it is asked in place of the same of the request. */
  readonly change: {
    readonly granularity?: Granularity;
    readonly method?: MethodId;
    readonly coarseToFine?: true;
  };
  readonly evaluations: number;
  readonly ms: number;
}

/** A word that could stand in another's place. */
export interface Suggestion {
  readonly text: string;
  /** log p of the word after what stands before it, and of what follows it, in nats. */
  readonly logProb: number;
}

/** Every yield is a whole snapshot: a reader may drop any but the last. */
export interface WorkerMethods {
  explain: {
    request: ExplainRequest;
    yields: {
      progress: Progress;
      answer?: string;
      explanation?: Explanation;
      /** Only as the last: the run would take longer than `askAboveMs`. */
      estimate?: Estimate;
    };
  };
  generate: { request: GenerateRequest; yields: { progress: Progress; generation?: Generation } };
  mask: { request: MaskRequest; yields: { progress: Progress; masking?: Masking } };
  /** What every position of the prompt would predict after every block. */
  logitLens: { request: LensRequest; yields: { progress: Progress; lens?: LogitLens } };
  /** Edits of the prompt, by how close they come to a steered generation. */
  findWording: { request: WordingRequest; yields: { progress: Progress; wordings?: Wordings } };
  /** The largest set of features that can go while the greedy answer stays the same. */
  minimise: { request: MinimalRequest; yields: { progress: Progress; minimal?: MinimalPrompt } };
  /** Methods compared on one prompt, by what removing their strongest features does. */
  evaluate: { request: EvaluationRequest; yields: { progress: Progress; evaluation?: Evaluation } };
  /** Methods compared on one labelled text, by how its class moves as features come back or go. */
  evaluateCurves: {
    request: CurveRequest;
    yields: { progress: Progress; curves?: CurveEvaluation };
  };
  /** Methods compared on one labelled text, by what erasing their strongest words makes of its class. */
  evaluateErasure: {
    request: ErasureRequest;
    yields: { progress: Progress; erasure?: ErasureEvaluation };
  };
  suggestBaselines: {
    request: SuggestRequest;
    yields: { progress: Progress; suggestions?: readonly Suggestion[] };
  };
  describeModel: { request: ModelChoice; yields: ModelInfo };
  /** Needs no network. */
  listCachedModels: { request: CacheRequest; yields: { models: readonly CachedModel[] } };
  describeDownload: { request: ModelChoice; yields: DownloadOffer };
  /** Fetches a hub model without opening it; at the end what is there. */
  downloadModel: {
    request: ModelChoice;
    yields: { progress: Progress; downloaded?: CachedModel };
  };
  describeCudaSupport: { request: CudaRequest; yields: CudaSupport };
  /** Bytes fetched so far; at the end why CUDA still cannot be used, where it cannot. */
  installCudaSupport: {
    request: CudaRequest;
    yields: { done: number; total?: number; problem?: string };
  };
}
