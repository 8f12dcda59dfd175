import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import * as yauzl from "yauzl";
import { ExplainError } from "#protocol/failure";
import type { CudaSupport } from "#protocol/worker-methods";
import { DownloadError, type Requesting } from "./ask-server.ts";
import { type CudaArchive, cudaArchive } from "./cuda-archive.ts";
import { cudaFolder, isInstalled } from "./cuda-support.ts";
import { download, inspect, type RemoteFile } from "./download.ts";
import { forgetProbe, probeDevice } from "./probe-device.ts";

export interface InstallOptions {
  /**
   * Another place of the archive, for machines that reach no NuGet. `#sha256=…` after it is what the archive is
   * checked against; without it NuGet's catalog must be reachable.
   */
  readonly source?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | undefined) => void;
  readonly archive?: CudaArchive;
  readonly folder?: string;
}

/** What would be fetched, from where, and where to. Throws ExplainError `device-unavailable`, `network`. */
export async function describeCudaSupport(options: InstallOptions = {}): Promise<CudaSupport> {
  const { archive = cudaArchive, folder = cudaFolder(archive) } = options;
  checkPlatform(archive);
  const file = await findArchive(archive, options);
  return {
    url: file.url,
    folder,
    isInstalled: isInstalled(folder, archive),
    ...(file.bytes === undefined ? {} : { bytes: file.bytes }),
  };
}

/**
 * Fetches the archive, checks its size and checksum, and takes the libraries out of it; a fetch that was broken off
 * goes on where it ended. Returns why CUDA still cannot be used, where it cannot: no driver, no CUDA 12, no cuDNN 9.
 * Throws ExplainError `device-unavailable`, `network`, `cache-unwritable`; the signal's reason when it aborts.
 */
export async function installCudaSupport(
  options: InstallOptions = {},
): Promise<string | undefined> {
  const { archive = cudaArchive, folder = cudaFolder(archive), signal, onProgress } = options;
  checkPlatform(archive);
  const path = join(folder, "archive.nupkg");
  try {
    const file = await findArchive(archive, options);
    await download(file, path, {
      ...(signal ? { signal } : {}),
      onBytes: (done) => onProgress?.(done, file.bytes),
    });
    await unpack(path, archive.files, folder).finally(() => rm(path, { force: true }));
  } catch (error) {
    throw failureOf(error, folder);
  }
  forgetProbe("cuda");
  return (await probeDevice("cuda")).problem;
}

/** The first place that has the archive, with what it is checked against. Throws as `describeCudaSupport`. */
async function findArchive(archive: CudaArchive, options: InstallOptions): Promise<RemoteFile> {
  const { source, signal } = options;
  const requesting: Requesting = signal ? { signal } : {};
  const urls = source ? [source] : archive.urls;
  let lastError: unknown;
  for (const place of urls) {
    const [url, sha256] = place.split(/#sha256=/i) as [string, string | undefined];
    try {
      const found = await inspect(url, requesting);
      if (sha256 !== undefined) {
        return { ...found, checksum: { algorithm: "sha256", hex: sha256 } };
      }
      if (archive.checksum) return { ...found, checksum: archive.checksum };
      return { ...found, ...(await askCatalog(archive, requesting)) };
    } catch (error) {
      signal?.throwIfAborted();
      lastError = error;
    }
  }
  throw failureOf(lastError, "");
}

/** Size and SHA-512 of the package in NuGet's catalog, which the registration leaf leads to. */
async function askCatalog(
  { registration }: CudaArchive,
  { signal }: Requesting,
): Promise<Pick<RemoteFile, "bytes" | "checksum">> {
  const read = async (url: string): Promise<Record<string, unknown>> => {
    const response = await fetch(url, signal ? { signal } : {});
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  };
  try {
    const { catalogEntry } = await read(registration);
    const entry = await read(String(catalogEntry));
    const { packageHash, packageHashAlgorithm, packageSize } = entry;
    const hex = Buffer.from(String(packageHash), "base64").toString("hex");
    if (packageHashAlgorithm !== "SHA512" || hex.length !== 128) {
      throw new Error(`the catalog gives no SHA512 but ${String(packageHashAlgorithm)}`);
    }
    return { bytes: Number(packageSize), checksum: { algorithm: "sha512", hex } };
  } catch (error) {
    signal?.throwIfAborted();
    throw new ExplainError({
      kind: "network",
      message:
        "CUDA support was not fetched: what to check it against could not be had from NuGet.",
      remedy: "Try again later, or set promptlight.cudaSource to URL#sha256=CHECKSUM.",
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Writes `files` of the archive at `path` into `folder` by their base names, whole or not at all. */
async function unpack(path: string, files: readonly string[], folder: string): Promise<void> {
  const left = new Set(files);
  const zip = await yauzl.openPromise(path);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!left.delete(entry.fileName)) continue;
      const target = join(folder, basename(entry.fileName));
      const content = await zip.openReadStreamPromise(entry);
      await pipeline(content, createWriteStream(`${target}.new`, { mode: 0o755 }));
      await rename(`${target}.new`, target);
    }
  } finally {
    zip.close();
  }
  if (left.size > 0) throw new DownloadError("damaged", `it lacks ${[...left].join(", ")}`);
}

function checkPlatform({ platform, arch }: CudaArchive): void {
  if (process.platform === platform && process.arch === arch) return;
  const here = `${process.platform} ${process.arch}`;
  throw new ExplainError({
    kind: "device-unavailable",
    device: "cuda",
    message: `There is no CUDA support for ${here}: onnxruntime-node has it for ${platform} ${arch} only.`,
    remedy: "Choose the device auto, which takes another GPU interface where there is one.",
  });
}

function failureOf(error: unknown, folder: string): unknown {
  if (error instanceof ExplainError || (error as Error)?.name === "AbortError") return error;
  const detail = error instanceof Error ? error.message : String(error);
  const isFile = typeof error === "object" && error !== null && "syscall" in error;
  if (isFile || (error instanceof DownloadError && error.reason === "unwritable")) {
    return new ExplainError({
      kind: "cache-unwritable",
      message: `CUDA support could not be written to ${folder}.`,
      remedy: "Make room or allow writing there, or set XDG_CACHE_HOME to another folder.",
      detail,
    });
  }
  const isDamaged = !(error instanceof DownloadError) || error.reason === "damaged";
  return new ExplainError({
    kind: "network",
    message: isDamaged
      ? "What arrived of CUDA support is damaged."
      : "CUDA support could not be fetched.",
    remedy: "Try again: what has arrived is kept. Behind a firewall set promptlight.cudaSource.",
    detail,
  });
}
