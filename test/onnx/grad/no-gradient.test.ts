import type { GraphEditor } from "#onnx/edit";
import { noGradient } from "#onnx/grad/no-gradient";
import { elementTypes, makeTensor } from "#onnx/tensor";
import { checkTable, type VjpRow } from "../../support/check-vjp.ts";

const inputs = [["n", 3]];
const read = timesInput("float64");
const half = makeTensor("float64", [], [0.5]);
const unary = ["Shape", "Size", "Floor", "Ceil", "Round", "Sign", "IsNaN", "ArgMax", "ArgMin"];
const comparisons = ["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"];

/** What the op gives is multiplied by its input, so that any slope of its own would show. */
const rows: readonly VjpRow[] = [
  ...unary.map((op) => ({ op, inputs, read })),
  ...comparisons.map((op) => ({ op, inputs: [["n", 3], half], read })),
  { op: "IsInf", inputs, read },
  { op: "NonZero", inputs, read: timesInput("float32"), type: "float32" },
  { op: "Cast", inputs, attributes: { to: elementTypes.int64 }, read },
];

checkTable(noGradient, rows);

function timesInput(type: "float32" | "float64") {
  return (editor: GraphEditor, [output]: readonly string[]): string => {
    const number = editor.node("Cast", [output!], { attributes: { to: elementTypes[type] } });
    const offset = editor.constant("offset", makeTensor(type, [], [0.25]));
    const factor = editor.node("Add", [editor.node("ReduceSum", [number]), offset]);
    return editor.node("Mul", ["x0", factor]);
  };
}
