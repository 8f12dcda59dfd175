import type { ModelChoice } from "#protocol/request";
import type {
  CachedModel,
  CacheRequest,
  CudaRequest,
  CudaSupport,
  DownloadOffer,
  ModelInfo,
} from "#protocol/worker-methods";
import type { OpenEmbedderOf } from "./embedders.ts";
import type { OpenModel } from "./models.ts";
import type { OnLoaded } from "./with-progress.ts";

/** What the worker needs from the machine it runs on. */
export interface Workshop {
  readonly openModel: OpenModel;
  readonly openEmbedder: OpenEmbedderOf;
  /** Throws ExplainError when there is no such model, or none that can be explained. */
  describeModel(choice: ModelChoice, signal: AbortSignal): Promise<ModelInfo>;
  listCachedModels(request: CacheRequest): Promise<readonly CachedModel[]>;
  /** Throws ExplainError when the hub has no such model, or does not give it. */
  describeDownload(choice: ModelChoice, signal: AbortSignal): Promise<DownloadOffer>;
  downloadModel(
    choice: ModelChoice,
    onFetched: OnLoaded,
    signal: AbortSignal,
  ): Promise<CachedModel>;
  describeCudaSupport(request: CudaRequest, signal: AbortSignal): Promise<CudaSupport>;
  /** Resolves to why CUDA still cannot be used, where it cannot. */
  installCudaSupport(
    request: CudaRequest,
    onFetched: OnLoaded,
    signal: AbortSignal,
  ): Promise<string | undefined>;
}
