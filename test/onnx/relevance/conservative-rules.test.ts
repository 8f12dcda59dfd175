import { expect, test } from "vitest";
import type { GraphEditor } from "#onnx/edit";
import { differentiate } from "#onnx/grad/differentiate";
import { gradientRules } from "#onnx/grad/gradient-rules";
import { gradientName } from "#onnx/names";
import { conservativeRules } from "#onnx/relevance/conservative-rules";
import { makeTensor } from "#onnx/tensor";
import { traceModel } from "#onnx/trace";
import { sum } from "../../support/attributions.ts";
import { buildModel, ramp } from "../../support/onnx-builder.ts";
import { float32, numbers, runModel, traceRunner } from "../../support/onnx-runtime.ts";

type Build = (editor: GraphEditor, x: string) => string;

/** Each op whose rule differs from the gradient's, in a graph from x `[3, 4]` that loses no relevance by it. */
const rows: Readonly<Record<string, Build>> = {
  Softmax: (editor, x) => {
    const scores = editor.node("MatMul", [x, editor.constant("weight", ramp([4, 3]))]);
    return editor.node("MatMul", [editor.node("Softmax", [scores]), x]);
  },
  Sqrt: (editor, x) => {
    const square = editor.node("ReduceSumSquare", [x], { attributes: { axes: [-1] } });
    return editor.node("Div", [x, editor.node("Sqrt", [square])]);
  },
  Pow: (editor, x) => {
    const square = editor.node("ReduceSumSquare", [x], { attributes: { axes: [-1] } });
    const exponent = editor.constant("exponent", makeTensor("float32", [], [-0.5]));
    return editor.node("Mul", [x, editor.node("Pow", [square, exponent])]);
  },
  ReduceL2: (editor, x) =>
    editor.node("Div", [x, editor.node("ReduceL2", [x], { attributes: { axes: [-1] } })]),
  LayerNormalization: norm("LayerNormalization"),
  RMSNormalization: norm("RMSNormalization"),
  SimplifiedLayerNormalization: norm("SimplifiedLayerNormalization"),
  LpNormalization: (editor, x) => editor.node("LpNormalization", [x]),
};

function norm(op: string): Build {
  return (editor, x) => editor.node(op, [x, editor.constant("weight", ramp([4]))]);
}

test("every rule of its own has a row", () => {
  const own = Object.keys(conservativeRules).filter(
    (op) => conservativeRules[op] !== gradientRules[op],
  );
  expect(own.toSorted()).toEqual(Object.keys(rows).toSorted());
});

test.each(Object.entries(rows))("%s: the relevance of x is that of y", async (op, build) => {
  const model = buildModel(
    { x: ["float32", [3, 4]] },
    { y: ["float32", [3, 4]] },
    (editor) => ({ y: build(editor, "x") }),
    op === "RMSNormalization" ? 23 : 17,
  );
  const trace = await traceModel(model, traceRunner);
  const walk = { of: "y", wrt: ["x"], rules: conservativeRules } as const;
  const values = Array.from({ length: 12 }, (_, index) => ((index * 5) % 12) / 4 - 1.3);
  const outputs = await runModel(differentiate(model, trace, walk), { x: float32(values, [3, 4]) });
  const relevance = numbers(outputs[gradientName("x")]).map((slope, at) => slope * values[at]!);
  expect(sum(relevance)).toBeCloseTo(sum(numbers(outputs.y)), 4);
});
