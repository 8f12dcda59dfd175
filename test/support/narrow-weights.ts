import { readFileSync } from "node:fs";
import { halfToFloat } from "#model/log-softmax";
import { GraphEditor, type NodeOptions } from "#onnx/edit";
import { mapTensors, nodeReads, type OnnxModel } from "#onnx/graph";
import type { Graph, Node, Tensor, ValueInfo } from "#onnx/proto";
import { elementCount, elementTypes, makeTensor, tensorValues } from "#onnx/tensor";

/** The model with every weight in memory, as float32 where the file keeps float16 and casts it. */
export function loadWeights(model: OnnxModel): OnnxModel {
  const files = new Map<string, Uint8Array>();
  const bytesOf = (path: string) => {
    const bytes = files.get(path) ?? readFileSync(path);
    files.set(path, bytes);
    return bytes;
  };
  const graph = mapTensors(model.graph, (tensor) => {
    const { raw } = tensor;
    if (raw === undefined || raw instanceof Uint8Array) return tensor;
    return { ...tensor, raw: bytesOf(raw.path).slice(raw.offset, raw.offset + raw.length) };
  });
  const halves = new Map(
    graph.initializers
      .filter(({ elementType }) => elementType === elementTypes.float16)
      .map((tensor) => [tensor.name!, tensor]),
  );
  const casts = graph.nodes.filter(({ op, inputs }) => op === "Cast" && halves.has(inputs[0]!));
  const widened = casts.map(({ inputs, outputs }) => {
    const { dims, raw } = halves.get(inputs[0]!)!;
    const values = halfToFloat(new Uint16Array(Uint8Array.from(raw as Uint8Array).buffer));
    return { ...makeTensor("float32", dims, [...values]), name: outputs[0]! };
  });
  return {
    ...model,
    graph: {
      ...graph,
      nodes: graph.nodes.filter((node) => !casts.includes(node)),
      initializers: [...graph.initializers.filter(({ name }) => !halves.has(name!)), ...widened],
    },
  };
}

/** All float32 of the model, weights, activations, cache and logits, as float16. */
export function inHalf(model: OnnxModel): OnnxModel {
  const { float32, float16 } = elementTypes;
  const halve = (tensor: Tensor): Tensor => {
    if (tensor.elementType !== float32) return tensor;
    const { dims, name } = tensor;
    const raw = Uint16Array.from(tensorValues(tensor)!, halfBits);
    const empty = makeTensor("float32", [0], []);
    return {
      ...empty,
      dims,
      elementType: float16,
      raw: new Uint8Array(raw.buffer),
      ...(name === undefined ? {} : { name }),
    };
  };
  const declare = (value: ValueInfo): ValueInfo =>
    value.type?.tensor?.elementType === float32
      ? {
          ...value,
          type: { ...value.type, tensor: { ...value.type.tensor, elementType: float16 } },
        }
      : value;
  const recast = (node: Node): Node => ({
    ...node,
    attributes: node.attributes.map((attribute) =>
      node.op === "Cast" && attribute.name === "to" && Number(attribute.int) === float32
        ? { ...attribute, int: float16 }
        : attribute,
    ),
  });
  const graph: Graph = mapTensors(model.graph, halve);
  return {
    ...model,
    graph: {
      ...graph,
      nodes: graph.nodes.map(recast),
      inputs: graph.inputs.map(declare),
      outputs: graph.outputs.map(declare),
      valueInfo: graph.valueInfo.map(declare),
    },
  };
}

/** The bits of the float16 nearest to `value`, ties to even; beyond the largest, the largest. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.min(Math.abs(value), 65504);
  const exponent = Math.max(-14, Math.floor(Math.log2(size || 2 ** -24)));
  const units = size / 2 ** (exponent - 10);
  const floor = Math.floor(units);
  const rest = units - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  // a carry out of the fraction raises the exponent by itself
  return sign + (exponent === -14 ? rounded : ((exponent + 14) << 10) + rounded);
}

/** How one product with a weight of `[K, N]` is written instead. */
type Rewrite = (editor: GraphEditor, weight: Matrix, node: Node) => void;

interface Matrix {
  readonly values: readonly number[];
  readonly rows: number;
  readonly columns: number;
}

/** The model with every MatMul with a weight written by `rewrite`. */
function rewriteProducts(model: OnnxModel, rewrite: Rewrite): OnnxModel {
  const weights = new Map(model.graph.initializers.map((tensor) => [tensor.name!, tensor]));
  const editor = new GraphEditor(model);
  for (const node of model.graph.nodes) {
    const weight = weights.get(node.inputs[1] ?? "");
    if (node.op !== "MatMul" || weight?.dims.length !== 2) continue;
    const [rows, columns] = weight.dims as [number, number];
    editor.remove(node);
    rewrite(editor, { values: tensorValues(weight)!, rows, columns }, node);
  }
  const finished = editor.finish();
  const read = new Set(finished.graph.nodes.flatMap(nodeReads));
  const initializers = finished.graph.initializers.filter(({ name }) => read.has(name!));
  return { ...finished, graph: { ...finished.graph, initializers } };
}

/** Weights in 8 bits, activations too, as onnxruntime's dynamic quantisation writes them (`q8`). */
export function inEightBits(model: OnnxModel): OnnxModel {
  return rewriteProducts(model, (editor, { values, rows, columns }, node) => {
    const scale = Math.max(...values.map(Math.abs)) / 127;
    const quantized = values.map((value) => Math.round(value / scale));
    const [activation, weight, rest] = [
      node.inputs[0]!,
      editor.constant("w", makeTensor("int8", [rows, columns], quantized)),
      node.outputs[0]!,
    ];
    const parts = ["x", "x_scale", "x_zero"].map((name) => editor.freshName(name));
    editor.node("DynamicQuantizeLinear", [activation], { outputs: parts });
    const zero = editor.constant("w_zero", makeTensor("int8", [], [0]));
    const product = editor.node("MatMulInteger", [parts[0]!, weight, parts[2]!, zero]);
    const float = editor.node("Cast", [product], { attributes: { to: elementTypes.float32 } });
    const scales = editor.node("Mul", [
      parts[1]!,
      editor.constant("w_scale", makeTensor("float32", [], [scale])),
    ]);
    editor.node("Mul", [float, scales], { outputs: [rest] });
  });
}

const blockSize = 32;

/** Weights in 4 bits with a scale for each 32, as the model builder writes them (`q4`). */
export function inFourBits(model: OnnxModel): OnnxModel {
  return rewriteProducts(model, (editor, matrix, node) => {
    const { rows, columns } = matrix;
    const blockCount = Math.ceil(rows / blockSize);
    const bytes = new Uint8Array((columns * blockCount * blockSize) / 2).fill(0x88);
    const scales: number[] = [];
    eachBlock(matrix, (block, at) => {
      const { scale, quantized } = toFourBits(block);
      scales.push(scale);
      for (const [i, value] of quantized.entries()) {
        const index = (at * blockSize) / 2 + (i >> 1);
        bytes[index] =
          i % 2 === 0 ? (bytes[index]! & 0xf0) | value : (bytes[index]! & 0x0f) | (value << 4);
      }
    });
    const dims = [columns, blockCount, blockSize / 2];
    const weight = editor.constant("w", makeTensor("uint8", dims, [...bytes]));
    const scale = editor.constant("w_scale", makeTensor("float32", [columns * blockCount], scales));
    const options: NodeOptions = {
      domain: "com.microsoft",
      attributes: { K: rows, N: columns, bits: 4, block_size: blockSize },
      outputs: node.outputs,
    };
    editor.node("MatMulNBits", [node.inputs[0]!, weight, scale], options);
  });
}

/** The float32 model whose weights are rounded to what `inFourBits` keeps of them. */
export function roundedToFourBits(model: OnnxModel): OnnxModel {
  return rewriteProducts(model, (editor, matrix, node) => {
    const { rows, columns } = matrix;
    const rounded = new Array<number>(elementCount([rows, columns])).fill(0);
    eachBlock(matrix, (block, at) => {
      const { scale, quantized } = toFourBits(block);
      const blockCount = Math.ceil(rows / blockSize);
      const [column, first] = [Math.floor(at / blockCount), (at % blockCount) * blockSize];
      for (const [i, value] of quantized.entries())
        rounded[(first + i) * columns + column] = (value - 8) * scale;
    });
    const weight = editor.constant("w", makeTensor("float32", [rows, columns], rounded));
    editor.node("MatMul", [node.inputs[0]!, weight], { outputs: node.outputs });
  });
}

function toFourBits(block: readonly number[]): { scale: number; quantized: number[] } {
  const scale = Math.fround(Math.max(...block.map(Math.abs)) / 7 || 1);
  return { scale, quantized: block.map((value) => Math.round(value / scale) + 8) };
}

/** Each column's stretches of 32 rows, column after column. */
function eachBlock(
  { values, rows, columns }: Matrix,
  use: (block: number[], at: number) => void,
): void {
  let at = 0;
  for (let column = 0; column < columns; column++)
    for (let first = 0; first < rows; first += blockSize) {
      const length = Math.min(blockSize, rows - first);
      use(
        Array.from({ length }, (_, i) => values[(first + i) * columns + column]!),
        at,
      );
      at += 1;
    }
}
