import type { GraphEditor } from "#onnx/edit";
import { elementTypes, makeTensor } from "#onnx/tensor";
import { ramp } from "./onnx-builder.ts";

export const width = 32;
export const vocab = 48;

const ms = { domain: "com.microsoft" };
const toFloat16 = { attributes: { to: elementTypes.float16 } };
const toFloat32 = { attributes: { to: elementTypes.float32 } };

/** Builds logits `[batch, tokens, 48]` from hidden states `[batch, tokens, 32]`. */
export type Head = (editor: GraphEditor, hidden: string) => string;

const weight = (editor: GraphEditor) => editor.constant("head", ramp([width, vocab]));
export const scalar = (editor: GraphEditor, value: number) =>
  editor.constant("scalar", makeTensor("float32", [], [value]));
/** Bytes of all sizes. */
export const bytes = (count: number) =>
  Array.from({ length: count }, (_, index) => (index * 37) % 251);

/** The same as signed bytes. */
const signed = (count: number) => bytes(count).map((byte) => byte - 125);

/** Heads as exporters write them, all in float32. */
export const heads: Readonly<Record<string, Head>> = {
  MatMul: (editor, hidden) => editor.node("MatMul", [hidden, weight(editor)]),
  "a computed weight": (editor, hidden) => {
    const table = editor.constant("table", ramp([vocab, width]));
    const tied = editor.node("Transpose", [table], { attributes: { perm: [1, 0] } });
    return editor.node("MatMul", [hidden, tied]);
  },
  "a bias before the product": (editor, hidden) => {
    const product = editor.node("MatMul", [hidden, weight(editor)]);
    return editor.node("Add", [editor.constant("bias", ramp([vocab])), product]);
  },
  "Gemma's soft cap": (editor, hidden) => {
    const product = editor.node("MatMul", [hidden, weight(editor)]);
    const small = editor.node("Div", [product, scalar(editor, 30)]);
    return editor.node("Mul", [editor.node("Tanh", [small]), scalar(editor, 30)]);
  },
  "Gemm between reshapes": (editor, hidden) => {
    const rows = editor.node("Reshape", [hidden, editor.int64s("rows", [-1, width])]);
    const product = editor.node("Gemm", [
      rows,
      weight(editor),
      editor.constant("c", ramp([vocab])),
    ]);
    const sizes = editor.node("Slice", [
      editor.node("Shape", [hidden]),
      editor.int64s("from", [0]),
      editor.int64s("to", [2]),
    ]);
    const shape = editor.node("Concat", [sizes, editor.int64s("vocab_size", [vocab])], {
      attributes: { axis: 0 },
    });
    return editor.node("Reshape", [product, shape]);
  },
  "a slice of the last positions": (editor, hidden) => {
    const slice = ["starts", "ends", "axes"].map((base, at) =>
      editor.int64s(base, [[-9], [2 ** 40], [1]][at]!),
    );
    return editor.node("MatMul", [editor.node("Slice", [hidden, ...slice]), weight(editor)]);
  },
  MatMulNBits: (editor, hidden) => {
    const quantised = editor.constant("q4", makeTensor("uint8", [vocab, 1, 16], bytes(vocab * 16)));
    const attributes = { K: width, N: vocab, bits: 4, block_size: 32 };
    const inputs = [hidden, quantised, editor.constant("scales", ramp([vocab]))];
    return editor.node("MatMulNBits", inputs, { ...ms, attributes });
  },
  "dynamic int8": (editor, hidden) => {
    const outputs = ["hidden_q", "hidden_scale", "hidden_zero"];
    editor.node("DynamicQuantizeLinear", [hidden], { outputs });
    const dims = [width, vocab];
    const quantised = editor.constant("q8", makeTensor("uint8", dims, bytes(width * vocab)));
    const zero = editor.constant("zero_point", makeTensor("uint8", [], [128]));
    const product = editor.node("MatMulInteger", ["hidden_q", quantised, "hidden_zero", zero]);
    const scale = editor.node("Mul", ["hidden_scale", scalar(editor, 0.01)]);
    return editor.node("Mul", [editor.node("Cast", [product], toFloat32), scale]);
  },
  "Gemm with its weight as a table": (editor, hidden) => {
    const rows = editor.node("Reshape", [hidden, editor.int64s("rows", [-1, width])]);
    const table = editor.constant("table", ramp([vocab, width]));
    const bias = editor.constant("c", ramp([vocab]));
    const attributes = { transB: 1 };
    const product = editor.node("Gemm", [rows, table, bias], { attributes });
    const sizes = editor.node("Slice", [
      editor.node("Shape", [hidden]),
      editor.int64s("from", [0]),
      editor.int64s("to", [2]),
    ]);
    const shape = editor.node("Concat", [sizes, editor.int64s("vocab_size", [vocab])], {
      attributes: { axis: 0 },
    });
    return editor.node("Reshape", [product, shape]);
  },
  "a weight dequantised by token": (editor, hidden) => {
    const quantised = editor.constant(
      "q8",
      makeTensor("int8", [vocab, width], signed(vocab * width)),
    );
    const inputs = [quantised, editor.constant("scales", ramp([vocab]))];
    const table = editor.node("DequantizeLinear", inputs, { attributes: { axis: 0 } });
    const tied = editor.node("Transpose", [table], { attributes: { perm: [1, 0] } });
    return editor.node("MatMul", [hidden, tied]);
  },
  "MatMulNBits with zero points": (editor, hidden) => {
    const quantised = editor.constant("q4", makeTensor("uint8", [vocab, 2, 8], bytes(vocab * 16)));
    const attributes = { K: width - 4, N: vocab, bits: 4, block_size: 16 };
    const scales = editor.constant("scales", ramp([vocab * 2]));
    const zeros = editor.constant("zeros", makeTensor("uint8", [vocab], bytes(vocab)));
    const starts = ["starts", "ends", "axes"].map((base, at) =>
      editor.int64s(base, [[0], [width - 4], [2]][at]!),
    );
    const shorter = editor.node("Slice", [hidden, ...starts]);
    return editor.node("MatMulNBits", [shorter, quantised, scales, zeros], { ...ms, attributes });
  },
  "dynamic int8 by token": (editor, hidden) => {
    const outputs = ["hidden_q", "hidden_scale", "hidden_zero"];
    editor.node("DynamicQuantizeLinear", [hidden], { outputs });
    const dims = [width, vocab];
    const quantised = editor.constant("q8", makeTensor("int8", dims, signed(width * vocab)));
    const zero = editor.constant("zero_point", makeTensor("int8", [vocab], Array(vocab).fill(0)));
    const product = editor.node("MatMulInteger", ["hidden_q", quantised, "hidden_zero", zero]);
    const scale = editor.node("Mul", ["hidden_scale", editor.constant("scales", ramp([vocab]))]);
    return editor.node("Mul", [editor.node("Cast", [product], toFloat32), scale]);
  },
};

/** A head in half precision. */
export const halfHead: Head = (editor, hidden) => {
  const half = editor.node("Cast", [hidden], toFloat16);
  const halfWeight = editor.node("Cast", [weight(editor)], toFloat16);
  return editor.node("Cast", [editor.node("MatMul", [half, halfWeight])], toFloat32);
};
