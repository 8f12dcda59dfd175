import { describe, expect, test } from "vitest";
import type { OnnxModel } from "#onnx/graph";
import { names } from "#onnx/names";
import { normalise } from "#onnx/normalise";
import { OnnxError } from "#onnx/problem";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { labelHead } from "#onnx/rewrites/label-head";
import { makeTensor } from "#onnx/tensor";
import { traceModel } from "#onnx/trace";
import {
  causalArchitectures,
  maskedArchitectures,
  tokenFeeds,
} from "../../support/architectures.ts";
import { buildModel, ramp } from "../../support/onnx-builder.ts";
import { realModels } from "../../support/onnx-fixtures.ts";
import { expectClose } from "../../support/onnx-goldens.ts";
import {
  type Feeds,
  float32,
  int64,
  numbers,
  openFile,
  runModel,
  traceRunner,
} from "../../support/onnx-runtime.ts";
import { type Head, halfHead, heads, vocab, width } from "../../support/vocabulary-heads.ts";

/** Out of order, and one twice. */
const labels = [29, 3, 47, 3];

/** Compares the labels' logits at every position with those of the whole vocabulary. */
async function checkLabels(model: OnnxModel, feeds: Feeds, tolerance = 1e-6) {
  const { logits } = await runModel(model, feeds);
  const size = logits!.dims.at(-1)!;
  const values = numbers(logits);
  const expected = Array.from({ length: values.length / size }, (_, position) =>
    labels.map((label) => values[position * size + label]!),
  ).flat();
  const rewritten = keepOutputs(labelHead(model), [names.labelLogits]);
  const outputs = await runModel(rewritten, { ...feeds, [names.labelIds]: int64(labels) });
  const found = outputs[names.labelLogits]!;
  expect(found.dims).toEqual([...logits!.dims.slice(0, -1), labels.length]);
  expectClose(numbers(found), expected, tolerance);
  return rewritten;
}

const files = [
  ...causalArchitectures,
  ...maskedArchitectures,
  ...realModels.map(({ name, path }) => ({ name, model: openFile(path) })),
];

test.each(files)("$name: the labels' logits are those of the full head", async ({ model }) => {
  const rows = [
    [11, 42, 57, 88],
    [19, 64, 77, 40],
  ];
  await checkLabels(normalise(model), tokenFeeds(model, rows));
});

function headModel(head: Head): OnnxModel {
  return buildModel(
    { hidden: ["float32", ["batch", "tokens", width]] },
    { logits: ["float32", ["batch", "tokens", vocab]] },
    (editor) => ({ logits: head(editor, editor.node("Tanh", ["hidden"])) }),
    21,
  );
}

const hidden = Array.from({ length: 2 * 3 * width }, (_, index) => Math.sin(index));

describe.each<[string, Head, number]>([
  ...Object.entries(heads).map(([name, head]): [string, Head, number] => [name, head, 1e-5]),
  ["half precision up to the logits", halfHead, 2 ** -11],
])("behind %s", (_, head, tolerance) => {
  test("the labels' logits are found, and nothing as long as the vocabulary is made", async () => {
    const feeds = { hidden: float32(hidden, [2, 3, width]) };
    const rewritten = await checkLabels(headModel(head), feeds, tolerance);
    const trace = await traceModel(rewritten, traceRunner);
    const made = rewritten.graph.nodes.filter(({ op }) => op !== "Reshape");
    for (const value of made.flatMap(({ outputs }) => outputs))
      expect(trace.get(value)?.dims ?? []).not.toContain(vocab);
  });
});

test("a head whose rows cannot be told apart is refused", () => {
  const model = headModel((editor, states) => {
    const bytes = makeTensor("uint8", [width * vocab * 0.5], Array(width * vocab * 0.5).fill(7));
    const inputs = [states, editor.constant("q4", bytes), editor.constant("max", ramp([24]))];
    const attributes = { K: width, N: vocab, block_size: 64, quant_type: 1 };
    return editor.node("MatMulBnb4", inputs, { domain: "com.microsoft", attributes });
  });
  expect(() => labelHead(model)).toThrow(OnnxError);
  expect(() => labelHead(model)).toThrow(/no-label-rows/);
});
