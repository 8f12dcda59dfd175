import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { assert } from "#base/assert";
import type { OnnxModel } from "#onnx/graph";
import { openModel } from "#onnx/open-model";
import { type ElementTypeName, elementCount } from "#onnx/tensor";
import type { TensorTypes, TraceInput, TraceRunner } from "#onnx/trace";
import type { ByteSource } from "#onnx/wire";
import { writeModel } from "#onnx/write-model";

/** The absolute path of a file of the repository. */
export function repositoryPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** Calls `use` with a file as a source, read piece by piece. */
export function withFile<T>(path: string, use: (source: ByteSource) => T): T {
  const file = openSync(path, "r");
  try {
    const read = (offset: number, length: number) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    };
    return use({ size: fstatSync(file).size, read });
  } finally {
    closeSync(file);
  }
}

/** Opens the model file at a path within the repository. */
export function openFile(path: string): OnnxModel {
  const absolute = repositoryPath(path);
  return withFile(absolute, (source) => openModel(source, absolute));
}

/** Bytes in memory as a source. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}

export type Feeds = Readonly<Record<string, Tensor>>;

/** Opens a file as it is, or a rewritten model over the files it points into, on the CPU. */
export function createSession(model: OnnxModel | string): Promise<InferenceSession> {
  const isFile = typeof model === "string";
  return openBytes(isFile ? readFileSync(repositoryPath(model)) : writeModel(model), "basic");
}

/** All outputs of one run on feeds, of which those that the graph does not read are ignored. */
export type RunModel = (feeds: Feeds) => Promise<Record<string, Tensor>>;

/** Opens a model to be run several times. */
export async function compileModel(model: OnnxModel): Promise<RunModel> {
  const session = await createSession(model);
  return async (feeds) => {
    const wanted = session.inputNames.map((name) => [name, feeds[name]!] as const);
    return (await session.run(Object.fromEntries(wanted))) as Record<string, Tensor>;
  };
}

/** Runs a file as it is, or a rewritten model over the files it points into, on the CPU. */
export async function runModel(
  model: OnnxModel | string,
  feeds: Feeds,
): Promise<Record<string, Tensor>> {
  const session = await createSession(model);
  try {
    const wanted = session.inputNames.map((name) => [name, feeds[name]!] as const);
    return (await session.run(Object.fromEntries(wanted))) as Record<string, Tensor>;
  } finally {
    await session.release();
  }
}

/** Runs a model on ones, as tracing asks. */
export const traceRunner: TraceRunner = async (bytes, runs) => {
  const session = await openBytes(bytes, "disabled");
  const traced: TensorTypes[] = [];
  for (const inputs of runs) {
    const feeds = [...inputs].map(([name, input]) => [name, filled(input)] as const);
    const outputs = Object.entries(await session.run(Object.fromEntries(feeds)));
    traced.push(
      new Map(
        outputs.map(([name, { type, dims }]) => [name, { type: type as ElementTypeName, dims }]),
      ),
    );
  }
  await session.release();
  return traced;
};

function filled({ type, dims, fill }: TraceInput): Tensor {
  const count = elementCount(dims);
  if (type === "int64") return new Tensor(type, new BigInt64Array(count).fill(BigInt(fill)), dims);
  if (type === "int32") return new Tensor(type, new Int32Array(count).fill(fill), dims);
  if (type === "bool") return new Tensor(type, new Uint8Array(count).fill(fill), dims);
  if (type === "float16") return new Tensor(type, new Uint16Array(count).fill(fill * 0x3c00), dims);
  if (type === "float64") return new Tensor(type, new Float64Array(count).fill(fill), dims);
  return new Tensor("float32", new Float32Array(count).fill(fill), dims);
}

/** Opens a model in bytes that find their weights from the root folder. */
export function openBytes(bytes: Uint8Array, graphOptimizationLevel: "basic" | "disabled") {
  return InferenceSession.create(bytes, {
    graphOptimizationLevel,
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: { "session.model_external_initializers_file_folder_path": "/" },
  });
}

/** An int64 tensor of rows of equal length, `[rows, columns]`. */
export function int64Rows(rows: readonly (readonly number[])[]): Tensor {
  const values = BigInt64Array.from(rows.flat(), BigInt);
  return new Tensor("int64", values, [rows.length, rows[0]!.length]);
}

/** An int64 vector. */
export function int64(values: readonly number[]): Tensor {
  return new Tensor("int64", BigInt64Array.from(values, BigInt), [values.length]);
}

/** A float32 tensor. */
export function float32(values: readonly number[], dims: readonly number[]): Tensor {
  return new Tensor("float32", Float32Array.from(values), dims);
}

/** The values of a float tensor as numbers. */
export function numbers(tensor: Tensor | undefined): number[] {
  return Array.from(tensor!.data as Float32Array, Number);
}

/** The largest difference between two lists of equal length, relative to the largest expected size. */
export function relativeError(actual: readonly number[], expected: readonly number[]): number {
  assert(actual.length === expected.length, "lists of equal length are compared");
  const scale = Math.max(...expected.map(Math.abs), Number.MIN_VALUE);
  const differences = actual.map((value, index) => Math.abs(value - expected[index]!));
  return Math.max(0, ...differences) / scale;
}
