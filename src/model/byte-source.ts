import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "#onnx/wire";

/** Gives `use` the file at `path` to read by offset, without holding it in memory; closed afterwards. */
export function withFile<T>(path: string, use: (source: ByteSource) => T): T {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    return use({ size, read: (offset, length) => readAt(file, offset, length) });
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(file, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
