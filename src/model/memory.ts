import { readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { ExplainError } from "#protocol/failure";

/** Weights, what runs need beside them, and room for the rest: measured at 1.1 to 1.3 of the file. */
const memoryPerFileByte = 1.3;

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
  return fileBytes * memoryPerFileByte <= available;
}

export function tooLarge(name: string, fileBytes: number, available: number): ExplainError {
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`;
  return new ExplainError({
    kind: "model-too-large",
    message: `${name} needs about ${gigabytes(fileBytes * memoryPerFileByte)} of memory; ${gigabytes(available)} are available.`,
    remedy: "Close other programs, or choose a smaller model or smaller weights (q8, q4).",
  });
}
