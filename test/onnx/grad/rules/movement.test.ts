import type { GraphEditor } from "#onnx/edit";
import { movement } from "#onnx/grad/rules/movement";
import { elementTypes, makeTensor } from "#onnx/tensor";
import { checkTable, type VjpRow } from "../../../support/check-vjp.ts";

const ints = (...values: number[]) => makeTensor("int64", [values.length], values);
const last = 2 ** 53;

const rows: readonly VjpRow[] = [
  { op: "Identity", inputs: [["n", 3]] },
  { op: "Dropout", inputs: [["n", 3]] },
  { op: "Reshape", inputs: [["n", "t", 4], ints(0, -1, 2)] },
  { op: "Flatten", inputs: [["n", "t", 4]], attributes: { axis: 2 } },
  { op: "Squeeze", inputs: [["n", 1, 3], ints(1)] },
  { op: "Unsqueeze", inputs: [["n", 3], ints(0, -1)] },
  { op: "Cast", inputs: [["n", 3]], attributes: { to: elementTypes.float32 }, type: "float32" },
  { op: "CastLike", inputs: [["n", 3], makeTensor("float32", [], [0])], type: "float32" },
  { op: "CastLike", inputs: [["n", 3], [1]] },
  { op: "Transpose", inputs: [["n", 3, "t"]] },
  { op: "Transpose", inputs: [["n", 3, "t", 2]], attributes: { perm: [2, 0, 3, 1] } },
  { op: "Expand", inputs: [["n", 1, 3], ints(2, 1, 4, 3)] },
  { op: "Tile", inputs: [["n", 3], ints(2, 3)] },
  {
    op: "Concat",
    inputs: [
      ["n", "t"],
      ["n", 3],
      ["n", 2],
    ],
    attributes: { axis: -1 },
  },
  {
    op: "Split",
    inputs: [["n", 6], ints(1, 2, 3)],
    attributes: { axis: -1 },
    outputs: 3,
    read: firstAndLast,
  },
  {
    op: "Split",
    inputs: [["n", 6]],
    attributes: { axis: 1 },
    opset: 17,
    outputs: 3,
    read: firstAndLast,
  },
  { op: "Slice", inputs: [["n", "t", 6], ints(1), ints(4), ints(-1)] },
  { op: "Slice", inputs: [["n", "t", 6], ints(-3, 1), ints(last, -1), ints(2, 0), ints(1, 1)] },
  { op: "Slice", inputs: [["n", "t"], ints(1, 2), ints(3, last)] },
  { op: "Slice", inputs: [["n", 6], ints(1), ints(last), ints(-1), ints(2)] },
  { op: "Slice", inputs: [["n", 6], ints(-1), ints(-last), ints(1), ints(-1)] },
  { op: "Pad", inputs: [["n", 3], ints(0, 1, 2, 1)] },
  { op: "Pad", inputs: [["n", 3], ints(1, -1), "", ints(-1)] },
  { op: "Trilu", inputs: [["n", "t"]], type: "float32" },
  {
    op: "Trilu",
    inputs: [["n", "t"], makeTensor("int64", [], [1])],
    attributes: { upper: 0 },
    type: "float32",
  },
];

checkTable(movement, rows);

/** The first output in part, the last in full, and nothing of those between. */
function firstAndLast(editor: GraphEditor, outputs: readonly string[]): string {
  const sum = editor.node("ReduceSum", [outputs[0]!]);
  return editor.node("Add", [sum, outputs.at(-1)!]);
}
