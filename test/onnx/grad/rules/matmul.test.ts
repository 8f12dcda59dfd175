import { matmul } from "#onnx/grad/rules/matmul";
import { checkTable, type VjpRow } from "../../../support/check-vjp.ts";

const type = "float32";
const ms = "com.microsoft";

const rows: readonly VjpRow[] = [
  {
    op: "MatMul",
    inputs: [
      ["n", "t", 3],
      [3, 4],
    ],
    type,
  },
  {
    op: "MatMul",
    inputs: [
      [2, "n", 3],
      [2, 3, 1],
    ],
    type,
  },
  {
    op: "MatMul",
    inputs: [
      ["n", 1, "t", 3],
      [4, 3, "t"],
    ],
    type,
  },
  { op: "MatMul", inputs: [[3], ["n", 3, 4]], type },
  { op: "MatMul", inputs: [["n", "t", 3], [3]], type },
  { op: "MatMul", inputs: [[3], [3]], type },
  {
    op: "FusedMatMul",
    inputs: [
      ["n", 2, 3],
      [3, 4],
    ],
    domain: ms,
    type,
  },
  {
    op: "FusedMatMul",
    inputs: [
      [2, "n", 3],
      [2, 4, 3],
    ],
    attributes: { transB: 1, alpha: { float: 0.5 } },
    domain: ms,
    type,
  },
  {
    op: "FusedMatMul",
    inputs: [
      [2, 3, "n"],
      [2, 3, 4],
    ],
    attributes: { transA: 1 },
    domain: ms,
    type,
  },
  {
    op: "FusedMatMul",
    inputs: [
      [2, 3, "n"],
      [2, 4, 3],
    ],
    attributes: { transA: 1, transB: 1 },
    domain: ms,
    type,
  },
  { op: "Gemm", inputs: [["n", 3], [3, 4], [4]], type },
  {
    op: "Gemm",
    inputs: [
      ["n", 3],
      [3, 1],
      ["n", 1],
    ],
    attributes: { beta: { float: 0.5 } },
    type,
  },
  {
    op: "Gemm",
    inputs: [
      ["n", 3],
      [4, 3],
    ],
    attributes: { transB: 1, alpha: { float: 2 } },
    type,
  },
  { op: "Gemm", inputs: [[3, "n"], [4, 3], []], attributes: { transA: 1, transB: 1 }, type },
  {
    op: "Einsum",
    inputs: [
      ["n", "t", 3],
      ["n", 4, 3],
    ],
    attributes: { equation: "bid,bjd->bij" },
    type,
  },
  {
    op: "Einsum",
    inputs: [
      ["n", "t"],
      ["t", 3, 2],
    ],
    attributes: { equation: "ij, jkl -> il" },
    type,
  },
  { op: "Einsum", inputs: [["n", "t", 3]], attributes: { equation: "ijk->ki" }, type },
];

checkTable(matmul, rows);
