import { existsSync } from "node:fs";
import { access, constants, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ExplainError } from "#protocol/failure";
import { formatSize } from "#text/numbers";
import { DownloadError, type Requesting } from "./ask-server.ts";
import { download, inspect, type RemoteFile } from "./download.ts";
import { loadLibrary } from "./library.ts";

export interface HubOptions {
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
}

/**
 * One model on the hub and its copy in the cache, in the layout of @huggingface/transformers
 * (`<cache>/<owner>/<name>/<file>`), whose `env` says where the hub is and how to fetch. The library has no way to
 * fetch a file without making a session of it, so that is done here, by `download`. HF_ENDPOINT names a mirror;
 * HF_TOKEN is sent to that host and no other.
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

  /** The host that files come from: the hub, or its mirror. Throws ExplainError `network` where that is no address. */
  async host(): Promise<string> {
    return (await endpoint()).host;
  }

  isCached(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  /** Bytes of a file on the hub, 0 where it does not say; undefined where there is no such file. */
  async size(file: string): Promise<number | undefined> {
    const remote = await this.inspect(file);
    return remote && (remote.bytes ?? 0);
  }

  /**
   * Fetches a file into the cache unless it is there, going on where an earlier attempt ended; false where the hub
   * has no such file. Large files are checked against the SHA-256 that the hub announces. `onBytes` is told how many
   * bytes are there. Throws ExplainError `network`, `model-access`, `cache-unwritable`; the signal's reason when it
   * aborts.
   */
  async fetch(file: string, onBytes: (done: number) => void = () => {}): Promise<boolean> {
    const path = join(this.folder, file);
    if (existsSync(path)) return true;
    for (let other = underWay.get(path); other; other = underWay.get(path))
      await endOf(other, this.options.signal);
    if (existsSync(path)) return true;
    const fetching = this.fetchAnew(file, path, onBytes);
    underWay.set(path, fetching);
    try {
      return await fetching;
    } finally {
      underWay.delete(path);
    }
  }

  private async fetchAnew(
    file: string,
    path: string,
    onBytes: (done: number) => void,
  ): Promise<boolean> {
    await this.prepare(dirname(path));
    const remote = await this.inspect(file);
    if (!remote) return false;
    try {
      await download(remote, path, { ...(await this.requesting()), onBytes });
      return true;
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** Throws `cache-unwritable` before anything is fetched. */
  private async prepare(folder: string): Promise<void> {
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
    } catch (error) {
      throw this.failure(new DownloadError("unwritable", String(error)));
    }
  }

  private async inspect(file: string): Promise<RemoteFile | undefined> {
    const { env } = await loadLibrary();
    const { href } = await endpoint();
    const path = env.remotePathTemplate
      .replaceAll("{model}", this.id)
      .replaceAll("{revision}", "main");
    const url = `${href.replace(/\/$/, "")}/${path.replace(/^\/|\/$/g, "")}/${file}`;
    try {
      return await inspect(url, await this.requesting());
    } catch (error) {
      if (error instanceof DownloadError && error.status === 404) return undefined;
      throw this.failure(error);
    }
  }

  private async requesting(): Promise<Requesting> {
    const { env } = await loadLibrary();
    const token = tokenOf();
    return {
      fetch: env.fetch as typeof fetch,
      ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
      ...(this.options.signal ? { signal: this.options.signal } : {}),
    };
  }

  /** The failure that a download's error stands for; any other error as it is. */
  private failure(error: unknown): unknown {
    if (!(error instanceof DownloadError)) return error;
    if (error.reason === "unwritable") return unwritable(this.options.cacheFolder, error.message);
    if (error.status === 401 || error.status === 403) return this.closed(error.status);
    const kept = error.keptBytes > 0 ? ` ${formatSize(error.keptBytes)} of it are kept.` : "";
    return new ExplainError({
      kind: "network",
      message:
        error.reason === "damaged"
          ? `What arrived of ${this.id} is damaged and was thrown away.`
          : `${this.id} could not be fetched from the model hub.${kept}`,
      remedy:
        "Check the connection and try again; a bundled or already fetched model works offline.",
      detail: error.message,
    });
  }

  private closed(status: number): ExplainError {
    const hasToken = tokenOf() !== undefined;
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

/** Downloads of this process by path: two of one file would write into the same part. */
const underWay = new Map<string, Promise<unknown>>();

/** Waits until `work` is over, however it ends; throws the signal's reason when it aborts. */
async function endOf(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([work.catch(() => {}), aborted]);
  signal?.throwIfAborted();
}

async function endpoint(): Promise<URL> {
  const address = process.env.HF_ENDPOINT || (await loadLibrary()).env.remoteHost;
  if (/^https?:/i.test(address) && URL.canParse(address)) return new URL(address);
  throw new ExplainError({
    kind: "network",
    message: `The address of the hub's mirror, ${address}, is not one.`,
    remedy: "Write it as https://host, in the setting Hub Endpoint or in HF_ENDPOINT.",
  });
}

function tokenOf(): string | undefined {
  return process.env.HF_TOKEN || process.env.HF_ACCESS_TOKEN || undefined;
}

function unwritable(cacheFolder: string, cause: string): ExplainError {
  return new ExplainError({
    kind: "cache-unwritable",
    message: `The model cache ${cacheFolder} cannot be written.`,
    remedy: "Make room or allow writing there, or choose another cache folder.",
    detail: cause,
  });
}
