import { describe, expect, test } from "vitest";
import { activation } from "#onnx/lower/activation";
import { blockQuantized } from "#onnx/lower/block-quantized";
import { lower } from "#onnx/lower/lower";
import { attentionOps } from "#onnx/lower/lowerings";
import { normalization } from "#onnx/lower/normalization";
import type { OnnxError } from "#onnx/problem";
import { makeTensor } from "#onnx/tensor";
import { checkedOps, checkLowering, type FusedNode, int32, noise } from "../../support/lowering.ts";
import { buildModel, ramp } from "../../support/onnx-builder.ts";
import { float32, numbers } from "../../support/onnx-runtime.ts";

type Row = readonly [string, FusedNode];

const norm = (op: string, inputs: FusedNode["inputs"], outputs: readonly string[]): FusedNode => ({
  op,
  inputs,
  outputs,
  attributes: { epsilon: { float: 1e-3 } },
});
const [x, skip, gamma, beta, bias] = [noise(2, 3, 8), noise(2, 3, 8), noise(8), noise(8), noise(8)];
const small = float32(
  numbers(x!).map((value) => value / 20),
  [2, 3, 8],
);
const sum = ["y", "", "", "sum"];
const ids = int32([1, 4, 2, 0, 3, 3], [2, 3]);
const segments = int32([0, 0, 1, 0, 1, 1], [2, 3]);
const tables = [ramp([5, 8]), ramp([7, 8]), ramp([2, 8])];

describe("norms", () => {
  test.each<Row>([
    ["skip", norm("SkipLayerNormalization", [x, skip, gamma, beta], ["y"])],
    ["skip with its sum", norm("SkipLayerNormalization", [x, skip, gamma, beta, bias], sum)],
    ["skip without shift", norm("SkipLayerNormalization", [x, skip, gamma], sum)],
    // ε of 1e-12 shows where numbers are small.
    ["skip, ε left out", { op: "SkipLayerNormalization", inputs: [small, small, gamma] }],
    [
      "skip, root mean square, ε left out",
      { op: "SkipSimplifiedLayerNormalization", inputs: [small, small, gamma] },
    ],
    ["skip, root mean square", norm("SkipSimplifiedLayerNormalization", [x, skip, gamma], sum)],
    [
      "skip with bias, root mean square",
      norm("SkipSimplifiedLayerNormalization", [x, skip, gamma, bias], sum),
    ],
    [
      "embeddings",
      norm("EmbedLayerNormalization", [ids, segments, ...tables, gamma, beta], ["y", "lengths"]),
    ],
    [
      "embeddings without segments",
      norm(
        "EmbedLayerNormalization",
        [ids, undefined, tables[0], tables[1], undefined, gamma, beta],
        ["y", "lengths"],
      ),
    ],
    [
      "embeddings at given positions with their sum",
      {
        ...norm(
          "EmbedLayerNormalization",
          [ids, segments, ...tables, gamma, beta, undefined, int32([0, 1, 2, 2, 3, 4], [2, 3])],
          ["y", "", "sum"],
        ),
      },
    ],
  ])("%s", async (_, node) => {
    await checkLowering(node);
  });

  test("embeddings count the tokens of each row", async () => {
    const mask = int32([1, 1, 0, 1, 1, 1], [2, 3]);
    const inputs = [ids, segments, ...tables, gamma, beta, mask];
    await checkLowering(norm("EmbedLayerNormalization", inputs, ["y", "lengths"]));
  });
});

describe("activations", () => {
  test.each<Row>([
    ["FastGelu", { op: "FastGelu", inputs: [x] }],
    ["FastGelu with a bias", { op: "FastGelu", inputs: [x, bias] }],
    ["BiasGelu", { op: "BiasGelu", inputs: [x, bias] }],
    ["Gelu", { op: "Gelu", inputs: [x] }],
    ["QuickGelu", { op: "QuickGelu", inputs: [x] }],
    [
      "QuickGelu with a slope",
      { op: "QuickGelu", inputs: [x], attributes: { alpha: { float: 1 } } },
    ],
  ])("%s", async (_, node) => {
    await checkLowering(node);
  });
});

const bytes = (dims: readonly number[]) => {
  const count = dims.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: count }, (_, at) => (at * 89 + 7) % 251);
  return makeTensor("uint8", dims, values);
};

interface Blocks {
  readonly bits?: number;
  readonly columns?: number;
  readonly zeros?: FusedNode["inputs"][number];
  readonly bias?: FusedNode["inputs"][number];
}

function nBits({ bits = 4, columns = 96, zeros, bias }: Blocks): FusedNode {
  const [rows, size] = [6, 32];
  const blocks = Math.ceil(columns / size);
  return {
    op: "MatMulNBits",
    inputs: [
      noise(2, 3, columns),
      bytes([rows, blocks, (size * bits) / 8]),
      ramp([rows * blocks]),
      zeros,
      undefined,
      bias,
    ],
    attributes: { K: columns, N: rows, bits, block_size: size },
    tolerance: 1e-5,
  };
}

describe("MatMulNBits", () => {
  test.each<Row>([
    ["4 bits", nBits({})],
    ["4 bits, packed zero points in rows of odd length", nBits({ zeros: bytes([6 * 2]) })],
    ["4 bits, zero points of floats", nBits({ zeros: ramp([6 * 3]) })],
    ["4 bits, a last block that is not full", nBits({ columns: 80 })],
    ["4 bits, a bias", nBits({ bias: ramp([6]) })],
    ["8 bits", nBits({ bits: 8 })],
    ["8 bits, zero points", nBits({ bits: 8, zeros: bytes([6 * 3]) })],
  ])("%s", async (_, node) => {
    await checkLowering(node);
  });
});

test("every expansion of norms, activations and blocks of bits has a row", () => {
  const keys = [normalization, activation, blockQuantized].flatMap((table) => Object.keys(table));
  expect([...checkedOps].sort()).toEqual(keys.sort());
});

describe("what cannot be lowered", () => {
  const model = buildModel({ x: ["float32", [2, 8]] }, { y: ["float32", [2, 8]] }, (editor) => {
    const ms = { domain: "com.microsoft" };
    const weight = editor.constant("weight", bytes([8, 8]));
    const scale = editor.constant("scale", ramp([1]));
    const product = editor.node("DynamicQuantizeMatMul", ["x", weight, scale], ms);
    const active = editor.node("FastGelu", [product], ms);
    return { y: editor.node("FancyNewOp", [active], ms) };
  });

  test("is reported all at once, by operator and node", () => {
    let problems: readonly unknown[] = [];
    try {
      lower(model);
    } catch (error) {
      problems = (error as OnnxError).problems;
    }
    expect(problems).toMatchObject([
      { kind: "not-lowered", op: "com.microsoft.DynamicQuantizeMatMul" },
      { kind: "not-lowered", op: "com.microsoft.FancyNewOp", reason: "no expansion is known" },
    ]);
  });

  test("does not matter where something else is asked for", () => {
    const lowered = lower(model, { only: ["com.microsoft.FastGelu"] });
    const ops = lowered.graph.nodes.map(({ op }) => op);
    expect(ops).toContain("Tanh");
    expect(ops).toContain("DynamicQuantizeMatMul");
    expect(lower(model, { only: attentionOps }).graph.nodes.length).toBe(model.graph.nodes.length);
  });
});
