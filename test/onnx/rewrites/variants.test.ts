import { describe, expect, test } from "vitest";
import type { GraphEditor } from "#onnx/edit";
import { names } from "#onnx/names";
import { OnnxError } from "#onnx/problem";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { embeddingModel } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { type ElementTypeName, elementTypes, makeTensor } from "#onnx/tensor";
import { buildModel, ramp, smallModel } from "../../support/onnx-builder.ts";
import { float32, int64Rows, numbers, runModel } from "../../support/onnx-runtime.ts";

const ms = { domain: "com.microsoft" };
const width = 32;
const vocab = 48;

const toFloat16 = { attributes: { to: elementTypes.float16 } };
const toFloat32 = { attributes: { to: elementTypes.float32 } };

/** Builds logits `[batch, tokens, 48]` from hidden states `[batch, tokens, 32]`. */
type Head = (editor: GraphEditor, hidden: string) => string;

const weight = (editor: GraphEditor) => editor.constant("head", ramp([width, vocab]));
const scalar = (editor: GraphEditor, value: number) =>
  editor.constant("scalar", makeTensor("float32", [], [value]));
const bytes = (count: number) => Array.from({ length: count }, (_, index) => (index * 37) % 251);

const heads: Record<string, Head> = {
  MatMul: (editor, hidden) => editor.node("MatMul", [hidden, weight(editor)]),
  "a computed weight": (editor, hidden) => {
    const table = editor.constant("table", ramp([vocab, width]));
    const tied = editor.node("Transpose", [table], { attributes: { perm: [1, 0] } });
    return editor.node("MatMul", [hidden, tied]);
  },
  "a bias before the product": (editor, hidden) => {
    const product = editor.node("MatMul", [hidden, weight(editor)]);
    return editor.node("Add", [editor.constant("bias", ramp([vocab])), product]);
  },
  "Gemma's soft cap": (editor, hidden) => {
    const product = editor.node("MatMul", [hidden, weight(editor)]);
    const small = editor.node("Div", [product, scalar(editor, 30)]);
    return editor.node("Mul", [editor.node("Tanh", [small]), scalar(editor, 30)]);
  },
  "Gemm between reshapes": (editor, hidden) => {
    const rows = editor.node("Reshape", [hidden, editor.int64s("rows", [-1, width])]);
    const product = editor.node("Gemm", [
      rows,
      weight(editor),
      editor.constant("c", ramp([vocab])),
    ]);
    const sizes = editor.node("Slice", [
      editor.node("Shape", [hidden]),
      editor.int64s("from", [0]),
      editor.int64s("to", [2]),
    ]);
    const shape = editor.node("Concat", [sizes, editor.int64s("vocab_size", [vocab])], {
      attributes: { axis: 0 },
    });
    return editor.node("Reshape", [product, shape]);
  },
  "a slice of the last positions": (editor, hidden) => {
    const slice = ["starts", "ends", "axes"].map((base, at) =>
      editor.int64s(base, [[-9], [2 ** 40], [1]][at]!),
    );
    return editor.node("MatMul", [editor.node("Slice", [hidden, ...slice]), weight(editor)]);
  },
  MatMulNBits: (editor, hidden) => {
    const quantised = editor.constant("q4", makeTensor("uint8", [vocab, 1, 16], bytes(vocab * 16)));
    const attributes = { K: width, N: vocab, bits: 4, block_size: 32 };
    const inputs = [hidden, quantised, editor.constant("scales", ramp([vocab]))];
    return editor.node("MatMulNBits", inputs, { ...ms, attributes });
  },
  "dynamic int8": (editor, hidden) => {
    const outputs = ["hidden_q", "hidden_scale", "hidden_zero"];
    editor.node("DynamicQuantizeLinear", [hidden], { outputs });
    const dims = [width, vocab];
    const quantised = editor.constant("q8", makeTensor("uint8", dims, bytes(width * vocab)));
    const zero = editor.constant("zero_point", makeTensor("uint8", [], [128]));
    const product = editor.node("MatMulInteger", ["hidden_q", quantised, "hidden_zero", zero]);
    const scale = editor.node("Mul", ["hidden_scale", scalar(editor, 0.01)]);
    return editor.node("Mul", [editor.node("Cast", [product], toFloat32), scale]);
  },
};

const halfHead: Head = (editor, hidden) => {
  const half = editor.node("Cast", [hidden], toFloat16);
  const halfWeight = editor.node("Cast", [weight(editor)], toFloat16);
  return editor.node("Cast", [editor.node("MatMul", [half, halfWeight])], toFloat32);
};

test.each<[string, Head, number]>([
  ...Object.entries(heads).map(([name, head]): [string, Head, number] => [name, head, 1e-6]),
  ["half precision up to the logits", halfHead, 2 ** -11],
])("the target head is found behind %s", async (_, head, tolerance) => {
  const model = buildModel(
    { hidden: ["float32", ["batch", "tokens", width]] },
    { logits: ["float32", ["batch", "tokens", vocab]] },
    (editor) => ({ logits: head(editor, editor.node("Tanh", ["hidden"])) }),
    21,
  );
  const values = Array.from({ length: 2 * 3 * width }, (_, index) => Math.sin(index));
  const feeds = {
    hidden: float32(values, [2, 3, width]),
    [names.targetPositions]: int64Rows([[2], [1]]),
  };
  const plain = numbers((await runModel(model, feeds)).logits);
  const expected = [2, 3 + 1].flatMap((row) => plain.slice(row * vocab, (row + 1) * vocab));
  const rewritten = keepOutputs(targetHead(model), [names.targetLogits]);
  const logits = numbers((await runModel(rewritten, feeds))[names.targetLogits]);
  const error = logits.map((logit, index) => Math.abs(logit - expected[index]!));
  expect(Math.max(...error) / Math.max(...expected.map(Math.abs))).toBeLessThan(tolerance);
});

/** Builds embeddings `[batch, tokens, 32]` of 48 tokens from ids `[batch, tokens]`. */
type Lookup = { type: ElementTypeName; build: (editor: GraphEditor) => string };

const float32Table = (editor: GraphEditor) => editor.constant("table", ramp([vocab, width]));

const lookups: Record<string, Lookup> = {
  "ids of another type": {
    type: "float32",
    build: (editor) => {
      const ids = editor.node("Cast", ["input_ids"], { attributes: { to: elementTypes.int32 } });
      return editor.node("Gather", [float32Table(editor), ids]);
    },
  },
  "ids in one row": {
    type: "float32",
    build: (editor) => {
      const ids = editor.node("Reshape", ["input_ids", editor.int64s("flat", [-1])]);
      const rows = editor.node("Gather", [float32Table(editor), ids]);
      return editor.node("Reshape", [rows, editor.int64s("shape", [2, -1, width])]);
    },
  },
  "a table in half precision": {
    type: "float16",
    build: (editor) => {
      const table = editor.node("Cast", [float32Table(editor)], toFloat16);
      return editor.node("Gather", [table, "input_ids"]);
    },
  },
  "half precision turned to float32": {
    type: "float32",
    build: (editor) => {
      const table = editor.node("Cast", [float32Table(editor)], toFloat16);
      return editor.node("Cast", [editor.node("Gather", [table, "input_ids"])], toFloat32);
    },
  },
  "int8 rows dequantised": {
    type: "float32",
    build: (editor) => {
      const dims = [vocab, width];
      const table = editor.constant("q8", makeTensor("uint8", dims, bytes(vocab * width)));
      const rows = editor.node("Gather", [table, "input_ids"]);
      const zero = editor.constant("zero_point", makeTensor("uint8", [], [128]));
      return editor.node("DequantizeLinear", [rows, scalar(editor, 0.01), zero]);
    },
  },
  GatherBlockQuantized: {
    type: "float32",
    build: (editor) => {
      const dims = [vocab, width];
      const table = editor.constant("q8", makeTensor("uint8", dims, bytes(vocab * width)));
      const inputs = [table, "input_ids", editor.constant("scales", ramp([vocab, 1]))];
      const attributes = { block_size: 32, bits: 8, gather_axis: 0, quantize_axis: 1 };
      return editor.node("GatherBlockQuantized", inputs, { ...ms, attributes });
    },
  },
};

describe.each(Object.entries(lookups))("with %s", (_, { type, build }) => {
  const model = buildModel(
    { input_ids: ["int64", ["batch", "tokens"]] },
    { doubled: ["float32", ["batch", "tokens", width]] },
    (editor) => {
      const embeddings = editor.node("Cast", [editor.node("Neg", [build(editor)])], toFloat32);
      return { doubled: editor.node("Mul", [embeddings, scalar(editor, -2)]) };
    },
    21,
  );
  const ids = {
    input_ids: int64Rows([
      [5, 40],
      [17, 2],
    ]),
  };

  test("a mask multiplies the embeddings", async () => {
    const plain = numbers((await runModel(model, ids)).doubled);
    const mask = [1, 0.5, 0, 1];
    const feeds = { ...ids, [names.embeddingMask]: float32(mask, [2, 2]) };
    const { doubled } = await runModel(addEmbeddingMask(model), feeds);
    const expected = plain.map((value, index) => value * mask[Math.floor(index / width)]!);
    expect(numbers(doubled)).toEqual(expected.map((value) => expect.closeTo(value, 5)));
  });

  test("the embeddings come out in their own type", async () => {
    const [output] = embeddingModel(model).graph.outputs;
    expect(output?.type?.tensor?.elementType).toBe(elementTypes[type]);
  });
});

test.each([
  ["no lookup", () => addEmbeddingMask(smallModel()), "no-value"],
  ["no such output", () => targetHead(smallModel(), "scores"), "no-value"],
  ["two lookups", () => addEmbeddingMask(twoLookups()), "several-embedding-lookups"],
  ["an input that looks nothing up", () => addEmbeddingMask(noLookup()), "no-embedding-lookup"],
  ["an output that no projection makes", () => targetHead(noLookup()), "no-vocabulary-projection"],
])("%s is refused", (_, run, kind) => {
  expect(run).toThrow(OnnxError);
  try {
    run();
  } catch (error) {
    expect((error as OnnxError).problems[0]?.kind).toBe(kind);
  }
});

function twoLookups() {
  return buildModel({ input_ids: ["int64", ["b", "t"]] }, {}, (editor) => {
    editor.node("Gather", [float32Table(editor), "input_ids"]);
    editor.node("Gather", [float32Table(editor), "input_ids"]);
    return {};
  });
}

function noLookup() {
  const declared = { input_ids: ["int64", ["b", "t"]] } as const;
  return buildModel(declared, { logits: ["int64", ["b", "t"]] }, (editor) => ({
    logits: editor.node("Neg", ["input_ids"]),
  }));
}
