import { normalization } from "#onnx/grad/rules/normalization";
import { checkTable, type VjpRow } from "../../../support/check-vjp.ts";

const type = "float32";

const rows: readonly VjpRow[] = [
  { op: "Softmax", inputs: [["n", 4]] },
  { op: "Softmax", inputs: [["n", 4, 3]], attributes: { axis: 1 } },
  { op: "LogSoftmax", inputs: [["n", 4]] },
  { op: "LogSoftmax", inputs: [["n", 4, 3]], attributes: { axis: -2 } },
  { op: "LayerNormalization", inputs: [["n", "t", 4], [4], [4]] },
  {
    op: "LayerNormalization",
    inputs: [["n", "t", 4], [4]],
    attributes: { epsilon: { float: 0.1 } },
  },
  { op: "LayerNormalization", inputs: [[3, "n", 4], ["n", 4], [1]], attributes: { axis: 1 } },
  { op: "RMSNormalization", inputs: [["n", "t", 4], [4]], opset: 23 },
  {
    op: "RMSNormalization",
    inputs: [
      ["n", 3, 4],
      [3, 4],
    ],
    attributes: { axis: -2 },
    opset: 23,
  },
  { op: "SimplifiedLayerNormalization", inputs: [["n", "t", 4], [4]], type },
  { op: "LpNormalization", inputs: [["n", 4]] },
  { op: "LpNormalization", inputs: [["n", 4, 3]], attributes: { axis: 1 } },
];

checkTable(normalization, rows);
