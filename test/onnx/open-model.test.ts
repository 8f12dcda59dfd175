import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { OnnxModel } from "#onnx/graph";
import { names } from "#onnx/names";
import { openModel } from "#onnx/open-model";
import { OnnxError, type OnnxProblem } from "#onnx/problem";
import { encodeModel, type Node, type Tensor } from "#onnx/proto";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { makeTensor } from "#onnx/tensor";
import { writeModel } from "#onnx/write-model";
import { buildModel, smallModel } from "../support/onnx-builder.ts";
import { bytesSource, float32, numbers, runModel } from "../support/onnx-runtime.ts";

function problemsOf(run: () => unknown): readonly OnnxProblem[] {
  try {
    run();
  } catch (error) {
    if (error instanceof OnnxError) return error.problems;
    throw error;
  }
  return [];
}

const small = encodeModel(smallModel());

/** Nests `depth` messages of field 7 (graph) and alternating 1 (node), 5 (attribute), 6 (graph). */
function nestedBytes(depth: number): Uint8Array {
  let bytes = Buffer.alloc(0);
  for (let level = depth; level > 0; level -= 1) {
    const number = level === 1 ? 7 : [6, 1, 5][(level - 1) % 3]!;
    bytes = Buffer.concat([Buffer.from([number * 8 + 2, ...varint(bytes.length)]), bytes]);
  }
  return bytes;
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function withGraph(change: Partial<OnnxModel["graph"]>): Uint8Array {
  const model = smallModel();
  return encodeModel({ ...model, graph: { ...model.graph, ...change } });
}

function identity(from: string, to: string): Node {
  return { op: "Identity", inputs: [from], outputs: [to], attributes: [] };
}

function external(location: string, offset = "0"): Tensor {
  const entries = { location, offset, length: "4" };
  return {
    ...makeTensor("float32", [1], [0]),
    name: "weights",
    raw: new Uint8Array(0),
    dataLocation: 1,
    externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
  };
}

test.each<[string, Uint8Array, OnnxProblem["kind"]]>([
  ["an empty file", new Uint8Array(0), "no-graph"],
  ["a file cut in the middle", small.subarray(0, small.length / 2), "truncated"],
  ["a file cut by one byte", small.subarray(0, small.length - 1), "truncated"],
  ["JSON", Buffer.from('{"model_type": "gpt2"}'), "malformed"],
  ["a web page", Buffer.from("<!DOCTYPE html><html></html>"), "malformed"],
  ["a git-lfs pointer", Buffer.from("version https://git-lfs.github.com/spec/v1"), "malformed"],
  ["a varint without end", Buffer.alloc(20, 0xff), "malformed"],
  ["deep nesting", nestedBytes(400), "over-limit"],
  ["millions of empty nodes", manyNodes(1_500_000), "over-limit"],
  [
    "two nodes that read each other",
    withGraph({ nodes: [identity("a", "b"), identity("b", "a")] }),
    "bad-graph",
  ],
  [
    "a value made twice",
    withGraph({ nodes: [identity("ids", "b"), identity("ids", "b")] }),
    "bad-graph",
  ],
  [
    "weights at an absolute path",
    withGraph({ initializers: [external("/etc/passwd")] }),
    "bad-external-data",
  ],
  [
    "weights on a drive",
    withGraph({ initializers: [external("C:\\weights")] }),
    "bad-external-data",
  ],
  [
    "weights above the folder",
    withGraph({ initializers: [external("a/../../b")] }),
    "bad-external-data",
  ],
  [
    "weights before the file",
    withGraph({ initializers: [external("w", "-4")] }),
    "bad-external-data",
  ],
])("%s is refused", (_, bytes, kind) => {
  const problems = problemsOf(() => openModel(bytesSource(bytes), "/models/model.onnx"));
  expect(problems.map((problem) => problem.kind)).toContain(kind);
});

function manyNodes(count: number): Uint8Array {
  const nodes = Buffer.alloc(count * 2);
  for (let index = 0; index < nodes.length; index += 2) nodes[index] = 0x0a;
  return Buffer.concat([Buffer.from([0x3a, ...varint(nodes.length)]), nodes]);
}

test("all external data that is wrong is named at once", () => {
  const initializers = [external("/a"), external("../b"), external("fine")];
  const bytes = withGraph({ initializers });
  expect(problemsOf(() => openModel(bytesSource(bytes), "/m/model.onnx")).length).toBe(2);
});

test("nodes out of order are put in order", () => {
  const nodes = [identity("b", "c"), identity("ids", "b")];
  const model = openModel(bytesSource(withGraph({ nodes })), "/m/model.onnx");
  expect(model.graph.nodes.flatMap(({ outputs }) => outputs)).toEqual(["b", "c"]);
});

test("thousands of damaged files give a model or an OnnxError, in no time", () => {
  const random = mulberry32(7);
  const started = performance.now();
  for (let round = 0; round < 4000; round += 1) {
    const bytes = small.slice(0, random() < 0.2 ? Math.floor(random() * small.length) : undefined);
    for (let count = Math.floor(random() * 6) + 1; count > 0; count -= 1) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    }
    problemsOf(() => {
      const model = openModel(bytesSource(bytes), "/models/model.onnx");
      writeModel(model);
      const rewritten = targetHead(addEmbeddingMask(model, "ids"));
      writeModel(keepOutputs(rewritten, [names.targetLogProbs]));
    });
  }
  expect(performance.now() - started).toBeLessThan(20_000);
});

/** A seeded generator of numbers in [0, 1) (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The model `sum = x + weights`, its weights an initializer or a Constant node. */
function addition(weights: Tensor, held: "initializer" | "Constant"): OnnxModel {
  return buildModel({ x: ["float32", ["n"]] }, { sum: ["float32", ["n"]] }, (editor) => {
    const attributes = { value: { tensor: weights } };
    const value =
      held === "Constant"
        ? editor.node("Constant", [], { attributes })
        : editor.constant("weights", weights);
    return { sum: editor.node("Add", ["x", value]) };
  });
}

test.each([
  [
    "external data beside the model",
    addition({ ...external("data", "8"), dims: [1] }, "initializer"),
  ],
  [
    "a large initializer",
    addition(makeTensor("float32", [500], Array(500).fill(2)), "initializer"),
  ],
  ["a large Constant node", addition(makeTensor("float32", [500], Array(500).fill(2)), "Constant")],
])("%s is pointed to where it lies", async (_, model) => {
  const folder = mkdtempSync(join(tmpdir(), "promptlight-"));
  try {
    const path = join(folder, "model.onnx");
    const bytes = encodeModel(model);
    writeFileSync(path, bytes);
    writeFileSync(join(folder, "data"), new Float32Array([9, 9, 2]));
    const opened = openModel(bytesSource(bytes), path);
    expect(writeModel(opened).length).toBeLessThan(1000);
    const { sum } = await runModel(opened, { x: float32(Array(500).fill(1), [500]) });
    expect(numbers(sum)).toEqual(Array(500).fill(3));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a weight outside the folder to open with is refused", () => {
  const model = openModel(
    bytesSource(withGraph({ initializers: [external("w")] })),
    "/m/model.onnx",
  );
  expect(problemsOf(() => writeModel(model, "/other"))[0]?.kind).toBe("outside-folder");
});
