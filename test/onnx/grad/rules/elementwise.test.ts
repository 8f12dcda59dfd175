import { elementwise } from "#onnx/grad/rules/elementwise";
import { makeTensor } from "#onnx/tensor";
import { checkTable, type VjpRow } from "../../../support/check-vjp.ts";

const positive = (...dims: (number | string)[]) => ({ dims, within: [0.5, 2] as const });
const condition = makeTensor("bool", [2, 1, 3], [1, 0, 1, 0, 0, 1]);

const rows: readonly VjpRow[] = [
  { op: "Add", inputs: [["n", 3], [3]] },
  {
    op: "Add",
    inputs: [
      [2, 1, "t"],
      ["n", 1],
    ],
  },
  { op: "Sub", inputs: [[], ["n", 3]] },
  {
    op: "Mul",
    inputs: [
      ["n", 1, 3],
      [4, 1],
    ],
  },
  { op: "Div", inputs: [["n", 3], positive(2, 1, 3)] },
  { op: "Pow", inputs: [positive("n", 3), [3]] },
  { op: "Pow", inputs: [["n", 3], makeTensor("float64", [], [3])] },
  { op: "Pow", inputs: [["n", 3], makeTensor("int64", [], [2])] },
  { op: "Pow", inputs: [["n", 3], makeTensor("int64", [1], [5])] },
  { op: "Pow", inputs: [positive("n", 3), makeTensor("float64", [3], [2, -0.5, 3])] },
  { op: "Sum", inputs: [["n", 3], [3], [1, 3]] },
  { op: "Mean", inputs: [["n", 3], [3], [1, 3]], type: "float32" },
  { op: "Max", inputs: [["n", 3], [3]] },
  { op: "Min", inputs: [["n", 3], [3], [1]] },
  { op: "Clip", inputs: [["n", 3], makeTensor("float64", [], [-1]), ""] },
  { op: "Clip", inputs: [["n", 3], "", makeTensor("float64", [], [0.5])] },
  { op: "Where", inputs: [condition, ["n", 1], [3]] },
  { op: "Neg", inputs: [["n", 3]] },
  { op: "Sqrt", inputs: [positive("n", 3)] },
  { op: "Reciprocal", inputs: [positive("n", 3)] },
  { op: "Exp", inputs: [["n", 3]] },
  { op: "Log", inputs: [positive("n", 3)] },
  { op: "Abs", inputs: [["n", 3]] },
  { op: "Sin", inputs: [["n", 3]] },
  { op: "Cos", inputs: [["n", 3]] },
];

checkTable(elementwise, rows);
