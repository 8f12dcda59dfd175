import { activation } from "#onnx/grad/rules/activation";
import { checkTable, type VjpRow } from "../../../support/check-vjp.ts";

const rows: readonly VjpRow[] = [
  { op: "Relu", inputs: [["n", 3]] },
  { op: "LeakyRelu", inputs: [["n", 3]], type: "float32" },
  { op: "LeakyRelu", inputs: [["n", 3]], attributes: { alpha: { float: 0.3 } }, type: "float32" },
  { op: "Elu", inputs: [["n", 3]], attributes: { alpha: { float: 1.5 } }, type: "float32" },
  { op: "Sigmoid", inputs: [["n", 3]] },
  { op: "HardSigmoid", inputs: [["n", 3]], type: "float32" },
  { op: "HardSigmoid", inputs: [["n", 3]], attributes: { alpha: { float: 0.7 } }, type: "float32" },
  { op: "Tanh", inputs: [["n", 3]] },
  { op: "Erf", inputs: [["n", 3]], type: "float32" },
  { op: "Softplus", inputs: [["n", 3]], type: "float32" },
  { op: "Softsign", inputs: [["n", 3]], type: "float32" },
  { op: "Gelu", inputs: [["n", 3]], opset: 20, type: "float32" },
  {
    op: "Gelu",
    inputs: [["n", 3]],
    opset: 20,
    attributes: { approximate: "tanh" },
    type: "float32",
  },
  { op: "Gelu", inputs: [["n", 3]], domain: "com.microsoft", type: "float32" },
  { op: "QuickGelu", inputs: [["n", 3]], domain: "com.microsoft", type: "float32" },
  {
    op: "Swish",
    inputs: [["n", 3]],
    opset: 24,
    attributes: { alpha: { float: 1.3 } },
    type: "float32",
  },
  { op: "Mish", inputs: [["n", 3]], type: "float32" },
];

checkTable(activation, rows);
