import { readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { ExplainError } from "#protocol/failure";
import { memoryNeeded } from "#protocol/suggested-models";

/** The sizes that a run's memory grows with. */
export interface ModelShape {
  readonly layerCount: number;
  readonly headCount: number;
  readonly width: number;
  readonly vocabularySize: number;
}

/** The runtime takes memory in pieces that double: up to half of it is never used. */
const bytesPerNumber = 4 * 2;

/** Bytes that a run takes at most for one row of `tokenCount` tokens, with logits at `logitRows` of them. */
export function scoringRowBytes(shape: ModelShape, tokenCount: number, logitRows: number): number {
  return bytesPerNumber * (blockNumbers(shape, tokenCount) + headNumbers(shape, logitRows));
}

/** The same for a backward pass, which needs what every block has computed. */
export function gradientRowBytes(shape: ModelShape, tokenCount: number, logitRows: number): number {
  const blocks = shape.layerCount * blockNumbers(shape, tokenCount);
  return bytesPerNumber * (blocks + 2 * headNumbers(shape, logitRows));
}

/** Hidden states, queries, keys, values and the feed-forward layer; attention before and after its softmax. */
function blockNumbers({ width, headCount }: ModelShape, tokenCount: number): number {
  return tokenCount * (16 * width + 3 * headCount * tokenCount);
}

/** Logits and their log-softmax. */
function headNumbers({ vocabularySize }: ModelShape, logitRows: number): number {
  return 2 * logitRows * vocabularySize;
}

/** Bytes that a model could take without pushing out other programs: free, or held only as cache of files. */
export function availableBytes(): number {
  const system = systemAvailable();
  const limit = process.constrainedMemory?.() ?? 0;
  if (limit <= 0 || limit >= totalmem()) return system;
  return Math.min(system, limit - process.memoryUsage.rss());
}

function systemAvailable(): number {
  // macOS counts neither inactive nor purgeable pages as free
  if (process.platform === "darwin") return Math.max(freemem(), totalmem() / 2);
  if (process.platform !== "linux") return freemem();
  try {
    const line = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"));
    return line?.[1] ? Number(line[1]) * 1024 : freemem();
  } catch {
    return freemem();
  }
}

export function fitsMemory(fileBytes: number, available: number): boolean {
  return memoryNeeded(fileBytes) <= available;
}

export function tooLarge(name: string, fileBytes: number, available: number): ExplainError {
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`;
  return new ExplainError({
    kind: "model-too-large",
    message: `${name} needs about ${gigabytes(memoryNeeded(fileBytes))} of memory; ${gigabytes(available)} are available.`,
    remedy: "Close other programs, or choose a smaller model or smaller weights (q8, q4).",
  });
}
