import { Patience } from "./patience.ts";

/** How requests are made; the headers go to the first host only, not where it redirects to. */
export interface Requesting {
  readonly fetch?: typeof fetch;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte after which a connection counts as cut. */
  readonly stallMs?: number;
}

/**
 * Why a download failed: `network` (also where it is cut off again and again), `status` that the server answered,
 * `unwritable` (no permission, no room), `damaged` (all of it came, and it is not what was announced).
 */
export class DownloadError extends Error {
  readonly reason: "network" | "status" | "unwritable" | "damaged";
  readonly status: number | undefined;
  /** What a next attempt need not fetch again. */
  readonly keptBytes: number;

  constructor(reason: DownloadError["reason"], message: string, status?: number, keptBytes = 0) {
    super(message);
    this.name = "DownloadError";
    this.reason = reason;
    this.status = status;
    this.keptBytes = keptBytes;
  }
}

/** Not compressed on the way: a compressed file has another length, and no ranges. */
export const asItIs = { "Accept-Encoding": "identity" };

/** A slow server sends something now and then; one that sends nothing for so long is gone. */
const usualStallMs = 30_000;

/** The answer's status and headers, without its body. Throws as `ask` does. */
export async function askOnce(
  url: string,
  init: RequestInit,
  options: Requesting,
): Promise<Response> {
  const patience = patienceOf(options);
  try {
    const response = await ask(url, init, options, patience);
    await response.body?.cancel();
    return response;
  } finally {
    patience.end();
  }
}

/**
 * The answer, once its headers are there; its body is read under the same patience. Throws DownloadError `network`; the
 * signal's reason when it aborts.
 */
export async function ask(
  url: string,
  init: RequestInit,
  options: Requesting,
  { signal }: Patience,
): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>), ...options.headers };
  const send = () => (options.fetch ?? fetch)(url, { ...init, headers, signal });
  try {
    // A connection that was kept open may be gone by now: nothing was answered, so ask on a new one.
    return await send().catch((error) =>
      isLostConnection(error) ? send() : Promise.reject(error),
    );
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new DownloadError("network", describe(error));
  }
}

function isLostConnection(error: unknown): boolean {
  const { code } = ((error as Error)?.cause ?? {}) as { code?: string };
  return code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE";
}

/** How long a connection may be silent. */
export function patienceOf({ stallMs, signal }: Requesting): Patience {
  return new Patience(stallMs ?? usualStallMs, signal);
}

/** Bytes that the answer has, where it says so of the file as it is. */
export function lengthOf({ headers }: Response): string | null {
  return headers.has("content-encoding") ? null : headers.get("content-length");
}

export function signalOf({ signal }: Requesting): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

export function answered(status: number): DownloadError {
  return new DownloadError("status", `the server answered ${status}`, status);
}

export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
