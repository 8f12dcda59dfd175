import { reduction } from "#onnx/grad/rules/reduction";
import { makeTensor } from "#onnx/tensor";
import { checkTable, type VjpRow } from "../../../support/check-vjp.ts";

const ints = (...values: number[]) => makeTensor("int64", [values.length], values);
const positive = { dims: ["n", 3, "t"], within: [0.5, 2] as const };

const rows: readonly VjpRow[] = [
  { op: "ReduceSum", inputs: [["n", 3, "t"], ints(0, -1)] },
  { op: "ReduceSum", inputs: [["n", 3, "t"], ints(1)], attributes: { keepdims: 0 } },
  { op: "ReduceSum", inputs: [["n", 3]], attributes: { keepdims: 0 } },
  { op: "ReduceSum", inputs: [["n", 3]], attributes: { noop_with_empty_axes: 1 } },
  { op: "ReduceMean", inputs: [["n", 3, "t"]], attributes: { axes: [-1] }, opset: 17 },
  {
    op: "ReduceMean",
    inputs: [["n", 3, "t"]],
    attributes: { axes: [0, 2], keepdims: 0 },
    opset: 17,
  },
  { op: "ReduceMean", inputs: [["n", 3, "t"], ints(1, 2)], attributes: { keepdims: 0 } },
  { op: "ReduceMean", inputs: [["n", 3]] },
  { op: "ReduceMax", inputs: [["n", 3, "t"], ints(-1)] },
  { op: "ReduceMax", inputs: [["n", 3]], attributes: { axes: [0], keepdims: 0 }, opset: 17 },
  { op: "ReduceMin", inputs: [["n", 3, "t"], ints(1)], attributes: { keepdims: 0 } },
  { op: "ReduceMin", inputs: [["n", 3]] },
  { op: "ReduceLogSumExp", inputs: [["n", 3, "t"], ints(-1)] },
  { op: "ReduceL2", inputs: [positive, ints(-1)], attributes: { keepdims: 0 } },
  { op: "ReduceL1", inputs: [["n", 3], ints(1)], type: "float32" },
  { op: "ReduceSumSquare", inputs: [["n", 3], ints(0)], attributes: { keepdims: 0 } },
  { op: "CumSum", inputs: [["n", 3], makeTensor("int64", [], [0])] },
  {
    op: "CumSum",
    inputs: [["n", 3], makeTensor("int64", [], [-1])],
    attributes: { exclusive: 1, reverse: 1 },
  },
];

checkTable(reduction, rows);
