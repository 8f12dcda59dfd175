import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import {
  answered,
  asItIs,
  ask,
  askOnce,
  DownloadError,
  describe,
  lengthOf,
  patienceOf,
  type Requesting,
  signalOf,
} from "./ask-server.ts";
import { sizeOf, takePart } from "./part-file.ts";
import type { Patience } from "./patience.ts";

export interface Checksum {
  readonly algorithm: "sha256" | "sha512";
  readonly hex: string;
}

/** A file on a server, as far as the server tells. */
export interface RemoteFile {
  readonly url: string;
  readonly bytes?: number;
  readonly checksum?: Checksum;
  /** Changes when the file does. */
  readonly etag?: string;
}

/** How often a connection may be cut without a byte in between, and the first pause after it. */
const attemptCount = 4;
const firstPauseMs = 100;

/**
 * What the server says of `url` without sending it. Where it redirects to a store of large files, as the Hugging Face
 * hub does, the size and SHA-256 that it names beside (`x-linked-size`, `x-linked-etag`) are taken. Throws
 * DownloadError `network`, `status`; the signal's reason when it aborts.
 */
export async function inspect(url: string, options: Requesting = {}): Promise<RemoteFile> {
  let at = url;
  for (let hop = 0; ; hop += 1) {
    const request = { method: "HEAD", redirect: "manual", headers: asItIs } as const;
    const response = await askOnce(at, request, sameHost(url, at, options));
    const { headers, status } = response;
    const bytes = headers.get("x-linked-size");
    const location = headers.get("location");
    if (status >= 300 && status < 400 && bytes === null && location !== null && hop < 5) {
      at = new URL(location, at).href;
      continue;
    }
    if (status >= 400) throw answered(status);
    const etag = (headers.get("x-linked-etag") ?? headers.get("etag"))?.replace(/^W\/|"/g, "");
    const length = bytes ?? lengthOf(response);
    return {
      url,
      ...(length === null ? {} : { bytes: Number(length) }),
      ...(etag ? { etag } : {}),
      ...(etag && /^[0-9a-f]{64}$/.test(etag)
        ? { checksum: { algorithm: "sha256", hex: etag } as const }
        : {}),
    };
  }
}

/**
 * Fetches `file` to `path`, its folder made where needed. A connection that is cut is taken up again where it ended,
 * and so is a download that failed or was cancelled before, also by an earlier process. The file appears under its
 * name only when it is whole and has the announced size and checksum, as far as these are known. `onBytes` is told
 * how many bytes are there. Throws DownloadError; the signal's reason when it aborts.
 */
export async function download(
  file: RemoteFile,
  path: string,
  options: Requesting & { readonly onBytes?: (done: number) => void } = {},
): Promise<void> {
  const version = file.checksum?.hex ?? file.etag ?? `${file.url} ${file.bytes}`;
  const part = await takePart(path, version).catch(unwritable);
  await checkRoom(file, part);
  for (let attempt = 1; ; attempt += 1) {
    const before = await sizeOf(part);
    try {
      if (file.bytes === undefined || before !== file.bytes) await append(file, part, options);
      break;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof DownloadError) || error.reason !== "network") throw error;
      const kept = await sizeOf(part);
      if (kept > before) attempt = 0;
      if (attempt >= attemptCount)
        throw new DownloadError("network", error.message, error.status, kept);
      await wait(firstPauseMs * 2 ** attempt, undefined, { ...signalOf(options) });
    }
  }
  try {
    await verify(file, part, options);
  } catch (error) {
    if (error instanceof DownloadError) await rm(part, { force: true });
    throw error;
  }
  await rename(part, path).catch(unwritable);
}

/** Asks for what `part` lacks and writes it there; from the start where the server does not serve ranges. */
async function append(
  file: RemoteFile,
  part: string,
  options: Requesting & { readonly onBytes?: (done: number) => void },
): Promise<void> {
  const there = await sizeOf(part);
  const range: Record<string, string> = there > 0 ? { Range: `bytes=${there}-` } : {};
  const patience = patienceOf(options);
  try {
    const response = await ask(file.url, { headers: { ...asItIs, ...range } }, options, patience);
    await receive(response, file, part, { ...options, there, patience });
  } finally {
    patience.end();
  }
}

interface Receiving extends Requesting {
  readonly onBytes?: (done: number) => void;
  /** Bytes that the part has. */
  readonly there: number;
  readonly patience: Patience;
}

/** Writes what the server answers behind what is there, or anew. */
async function receive(
  response: Response,
  file: RemoteFile,
  part: string,
  { there, patience, ...options }: Receiving,
): Promise<void> {
  if (response.status >= 400) {
    await response.body?.cancel();
    // a part that is longer than the file cannot be its beginning
    if (response.status === 416) await rm(part, { force: true });
    throw response.status === 416
      ? new DownloadError("network", "the file has changed")
      : answered(response.status);
  }
  const [, from, all] =
    /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get("content-range") ?? "") ?? [];
  const isContinued = response.status === 206 && Number(from) === there;
  const total = all ?? lengthOf(response) ?? file.bytes;
  if (file.bytes !== undefined && Number(total) !== file.bytes) {
    await response.body?.cancel();
    throw new DownloadError(
      "damaged",
      `the server has ${total} bytes, ${file.bytes} were announced`,
    );
  }
  let done = isContinued ? there : 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      patience.renew();
      done += chunk.length;
      options.onBytes?.(done);
      yield chunk;
    }
  };
  const target = createWriteStream(part, { flags: isContinued ? "a" : "w" });
  let writeError: Error | undefined;
  target.on("error", (error) => {
    writeError ??= error;
  });
  try {
    if (response.body) {
      const body = Readable.fromWeb(response.body as never);
      await pipeline(body, counted, target, { signal: patience.signal });
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (writeError !== undefined && isFileError(writeError)) unwritable(writeError);
    throw new DownloadError("network", describe(error));
  }
  if (total !== undefined && done < Number(total)) {
    throw new DownloadError("network", `${done} of ${total} bytes arrived`);
  }
}

async function verify(file: RemoteFile, part: string, options: Requesting): Promise<void> {
  const size = await sizeOf(part);
  if (file.bytes !== undefined && size !== file.bytes) {
    throw new DownloadError("damaged", `${size} bytes arrived, ${file.bytes} were announced`);
  }
  if (!file.checksum) return;
  const { algorithm, hex } = file.checksum;
  const hash = createHash(algorithm);
  await pipeline(createReadStream(part), hash, { ...signalOf(options) });
  const found = hash.digest("hex");
  if (found === hex.toLowerCase()) return;
  throw new DownloadError("damaged", `its ${algorithm} is ${found}, ${hex} was announced`);
}

async function checkRoom({ bytes }: RemoteFile, part: string): Promise<void> {
  if (bytes === undefined) return;
  const free = await statfs(dirname(part)).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );
  const needed = bytes - (await sizeOf(part));
  if (needed <= free) return;
  const megabytes = (count: number) => `${Math.ceil(count / 1e6)} MB`;
  throw new DownloadError(
    "unwritable",
    `${megabytes(needed)} are needed, ${megabytes(free)} are free`,
  );
}

function sameHost(first: string, at: string, { headers, ...options }: Requesting): Requesting {
  return headers && new URL(first).host === new URL(at).host ? { ...options, headers } : options;
}

function unwritable(error: unknown): never {
  throw new DownloadError("unwritable", describe(error));
}

/** An error of the file system, not of the network, which has codes too. */
function isFileError(error: unknown): boolean {
  return typeof error === "object" && error !== null && "syscall" in error && "errno" in error;
}
