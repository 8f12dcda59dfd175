import { createWriteStream, existsSync } from "node:fs";
import { access, constants, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ExplainError } from "#protocol/failure";
import { loadLibrary } from "./library.ts";

export interface HubOptions {
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
}

/** Thrown where the hub has no such file; the caller knows whether that is a failure. */
class NotThere extends Error {}

/**
 * One model on the hub and its copy in the cache, in the layout of @huggingface/transformers
 * (`<cache>/<owner>/<name>/<file>`), whose `env` says where the hub is and how to fetch. The library has no way to
 * fetch a file without making a session of it, so the fetching itself is done here: into a file beside the final
 * one, renamed when it is whole. HF_ENDPOINT names a mirror; HF_TOKEN is sent to that host and no other.
 */
export class HubModel {
  readonly folder: string;
  private readonly id: string;
  private readonly options: HubOptions;

  constructor(id: string, options: HubOptions) {
    this.id = id;
    this.options = options;
    this.folder = join(options.cacheFolder, ...id.split("/"));
  }

  isCached(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  /** Bytes of a file on the hub, 0 where it does not say; undefined where there is no such file. */
  async size(file: string): Promise<number | undefined> {
    try {
      const response = await this.request(file, { Range: "bytes=0-0" });
      await response.body?.cancel();
      const total = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
      const length = response.status === 206 ? total : response.headers.get("content-length");
      return Number(length ?? 0);
    } catch (error) {
      if (error instanceof NotThere) return undefined;
      throw error;
    }
  }

  /**
   * Fetches a file into the cache unless it is there; false where the hub has no such file. Throws ExplainError
   * `network`, `model-access`, `cache-unwritable`; the signal's reason when it aborts.
   */
  async fetch(file: string, onBytes: (count: number) => void = () => {}): Promise<boolean> {
    const path = join(this.folder, file);
    if (existsSync(path)) return true;
    await this.prepare(dirname(path));
    const part = `${path}.${process.pid}.${Date.now()}.part`;
    try {
      const response = await this.request(file, {});
      await this.save(response, part, onBytes);
      await rename(part, path).catch((error: unknown) => {
        throw unwritable(this.options.cacheFolder, error);
      });
      return true;
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      if (error instanceof NotThere) return false;
      throw error;
    }
  }

  /** Throws `cache-unwritable` before anything is fetched. */
  private async prepare(folder: string): Promise<void> {
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
    } catch (error) {
      throw unwritable(this.options.cacheFolder, error);
    }
  }

  private async save(
    response: Response,
    path: string,
    onBytes: (count: number) => void,
  ): Promise<void> {
    const length = response.headers.get("content-length");
    const expected = response.headers.has("content-encoding") ? null : length;
    let count = 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        count += chunk.length;
        onBytes(chunk.length);
        yield chunk;
      }
    };
    const file = createWriteStream(path);
    let writeError: unknown;
    file.on("error", (error) => {
      writeError ??= error;
    });
    try {
      const body = Readable.fromWeb(response.body as never);
      await pipeline(body, counted, file, { ...this.abort() });
    } catch (error) {
      this.options.signal?.throwIfAborted();
      if (writeError !== undefined && isFileError(writeError)) {
        throw unwritable(this.options.cacheFolder, writeError);
      }
      throw this.unreachable(error);
    }
    if (expected !== null && count !== Number(expected)) {
      throw this.unreachable(`${count} of ${expected} bytes arrived`);
    }
  }

  private abort(): { signal?: AbortSignal } {
    return this.options.signal ? { signal: this.options.signal } : {};
  }

  private async request(file: string, headers: Record<string, string>): Promise<Response> {
    const { env } = await loadLibrary();
    const host = process.env.HF_ENDPOINT || env.remoteHost;
    const path = env.remotePathTemplate
      .replaceAll("{model}", this.id)
      .replaceAll("{revision}", "main");
    const url = `${host.replace(/\/$/, "")}/${path.replace(/^\/|\/$/g, "")}/${file}`;
    const token = process.env.HF_TOKEN ?? process.env.HF_ACCESS_TOKEN;
    let response: Response;
    try {
      response = await env.fetch(url, {
        headers: { ...headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) },
        ...this.abort(),
      });
    } catch (error) {
      this.options.signal?.throwIfAborted();
      throw this.unreachable(error);
    }
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404) throw new NotThere();
    if (response.status === 401 || response.status === 403) {
      throw this.closed(response.status, token !== undefined);
    }
    throw this.unreachable(`the server answered ${response.status}`);
  }

  private unreachable(cause: unknown): ExplainError {
    return new ExplainError({
      kind: "network",
      message: `${this.id} could not be fetched from the model hub.`,
      remedy:
        "Check the connection and try again; a bundled or already fetched model works offline.",
      detail: describe(cause),
    });
  }

  private closed(status: number, hasToken: boolean): ExplainError {
    return new ExplainError({
      kind: "model-access",
      message: hasToken
        ? `The hub refuses ${this.id} to the account of HF_TOKEN: it is gated, private, or does not exist.`
        : `The hub refuses ${this.id} without an account: it is gated, private, or does not exist.`,
      remedy: hasToken
        ? "Accept the model's licence on its page, check the id, or choose another model."
        : "Check the id, or set HF_TOKEN to a token of an account that may read it.",
      detail: `HTTP ${status}`,
    });
  }
}

function unwritable(cacheFolder: string, cause: unknown): ExplainError {
  return new ExplainError({
    kind: "cache-unwritable",
    message: `The model cache ${cacheFolder} cannot be written.`,
    remedy: "Make room or allow writing there, or choose another cache folder.",
    detail: describe(cause),
  });
}

/** An error of the file system, not of the network, which has codes too. */
function isFileError(error: unknown): boolean {
  return typeof error === "object" && error !== null && "syscall" in error && "errno" in error;
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
}
