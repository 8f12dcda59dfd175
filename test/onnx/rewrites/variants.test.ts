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
import {
  bytes,
  type Head,
  halfHead,
  heads,
  scalar,
  vocab,
  width,
} from "../../support/vocabulary-heads.ts";

const ms = { domain: "com.microsoft" };

const toFloat16 = { attributes: { to: elementTypes.float16 } };
const toFloat32 = { attributes: { to: elementTypes.float32 } };

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
