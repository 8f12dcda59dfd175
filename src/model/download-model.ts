import { ExplainError } from "#protocol/failure";
import type { ModelChoice } from "#protocol/request";
import type { CachedModel, CacheRequest, DownloadOffer } from "#protocol/worker-methods";
import { cacheFolder } from "./cache-folder.ts";
import { cachedModel, cachedModels } from "./cached-models.ts";
import { chooseRemote, describeRemote, type OnFetched } from "./fetch-model.ts";
import { findModel, hubModel, localFolder } from "./find-model.ts";
import { availableBytes } from "./memory.ts";

interface DownloadOptions {
  readonly bundledFolder?: string;
  readonly onProgress?: OnFetched;
  readonly signal?: AbortSignal;
}

/** The models that were fetched and are whole. */
export function listCachedModels(request: CacheRequest): CachedModel[] {
  return cachedModels(request.cacheFolder ?? cacheFolder("models"));
}

/** The weights that the hub has of a model, with their sizes. Throws ExplainError as `downloadModel` does. */
export async function describeDownload(
  choice: ModelChoice,
  options: DownloadOptions = {},
): Promise<DownloadOffer> {
  checkIsRemote(choice, options);
  const hub = hubModel(choice, options);
  const remote = await describeRemote(hub, choice.source, choice.dtype);
  const here = cachedModel(choice.cacheFolder ?? cacheFolder("models"), choice.source);
  return {
    source: choice.source,
    host: await hub.host(),
    folder: hub.folder,
    variants: remote.map(({ dtype, bytes }) => ({
      dtype,
      bytes,
      isHere: here?.variants.some((own) => own.dtype === dtype) ?? false,
    })),
    chosen: chooseRemote(choice, remote, memoryFor(choice)).dtype,
  };
}

/**
 * Fetches the weights that `choice` names, and all that belongs to them, as far as they are not there; goes on where
 * an earlier attempt ended. A causal or a masked model alike. Throws ExplainError `network`, `model-not-found`,
 * `model-access`, `model-incomplete`, `model-unsupported`, `model-too-large` (dtype `auto` only), `cache-unwritable`,
 * `invalid-option`; the signal's reason when it aborts.
 */
export async function downloadModel(
  choice: ModelChoice,
  options: DownloadOptions = {},
): Promise<CachedModel> {
  checkIsRemote(choice, options);
  const { folder, weights } = await findModel(choice, {
    ...options,
    kind: "any",
    availableBytes: memoryFor(choice),
  });
  const { dtype, bytes } = weights;
  return { source: choice.source, folder: folder.folder, variants: [{ dtype, bytes }] };
}

/** Weights that are asked for by name are fetched whatever this machine can hold at the moment. */
function memoryFor({ dtype }: ModelChoice): number {
  return dtype === "auto" ? availableBytes() : Number.POSITIVE_INFINITY;
}

function checkIsRemote({ source }: ModelChoice, { bundledFolder }: DownloadOptions): void {
  if (localFolder(source, bundledFolder) === undefined) return;
  throw new ExplainError({
    kind: "invalid-option",
    message: `${source} is a model on this machine: there is nothing to download.`,
    remedy: "Use it as it is, or name a model by its hub id, owner/name.",
  });
}
