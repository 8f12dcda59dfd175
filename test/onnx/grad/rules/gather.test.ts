import { gather } from "#onnx/grad/rules/gather";
import { makeTensor } from "#onnx/tensor";
import { checkTable, type VjpRow } from "../../../support/check-vjp.ts";

const ints = (dims: readonly number[], ...values: number[]) => makeTensor("int64", dims, values);
const places = ints([3, 1], 0, 3, 2);
const grid = ints([2, 3], 0, 2, 1, 2, 0, 2);

const rows: readonly VjpRow[] = [
  { op: "Gather", inputs: [["n", 3], ints([4], 1, 3, 1, -1)] },
  { op: "Gather", inputs: [["n", 3], ints([], 2)] },
  { op: "Gather", inputs: [["n", 3, "t"], ints([2, 2], 0, 2, 2, 1)], attributes: { axis: 1 } },
  { op: "Gather", inputs: [["n", 3, 4], ints([2], 3, 3)], attributes: { axis: -1 } },
  { op: "Gather", inputs: [["n", 3, "t"], ints([], -1)], attributes: { axis: 1 } },
  { op: "Gather", inputs: [["n", 3], makeTensor("int32", [2], [4, 0])] },
  { op: "GatherElements", inputs: [[2, "n"], grid], attributes: { axis: 1 } },
  { op: "GatherElements", inputs: [["n", 3], ints([2, 3], 0, -1, 1, 2, 0, 1)] },
  { op: "GatherND", inputs: [["n", 3], ints([3, 1], 1, 1, 0)] },
  { op: "GatherND", inputs: [["n", 3, 2], ints([2, 2], 1, 2, 4, 0)] },
  { op: "ScatterND", inputs: [["n", 2], places, [3, 2]] },
  { op: "ScatterND", inputs: [["n", 2], places, [3, 2]], attributes: { reduction: "add" } },
  {
    op: "ScatterElements",
    inputs: [[2, "n"], ints([2, 2], 0, 2, 1, 4), [2, 2]],
    attributes: { axis: -1 },
  },
  {
    op: "ScatterElements",
    inputs: [["n", 3], grid, [2, 3]],
    attributes: { axis: 0, reduction: "add" },
  },
];

checkTable(gather, rows);
