import { intAttribute, intsAttribute, tensorAttribute } from "./attribute.ts";
import { constantTensor, type GraphIndex, valueDims } from "./graph.ts";
import type { Node } from "./proto.ts";
import { elementTypes } from "./tensor.ts";

/** Ops whose first output, of those that split or skip every one, has the rank of their first input. */
const rankKeeping = new Set([
  ...["Cast", "Identity", "Dropout", "Neg", "Tanh", "Sigmoid", "Relu", "Gelu", "Erf", "Softmax"],
  ...["LayerNormalization", "SimplifiedLayerNormalization", "RMSNormalization", "Slice", "Concat"],
  ...["SkipLayerNormalization", "SkipSimplifiedLayerNormalization", "RotaryEmbedding", "FastGelu"],
  ...["BiasGelu", "QuickGelu", "MatMul", "MatMulNBits", "FusedMatMul", "Split", "Trilu"],
  ...["GroupQueryAttention", "MultiHeadAttention", "Attention", "CumSum"],
]);

/** Ops that broadcast their inputs. */
const broadcasting = new Set([
  ...["Add", "Sub", "Mul", "Div", "Pow", "Where", "Equal", "Greater", "GreaterOrEqual"],
  ...["Less", "LessOrEqual", "And", "Or"],
]);

/** The count of axes of a value as far as the graph tells without running it. */
export function rankOf(index: GraphIndex, value: string): number | undefined {
  const initializer = index.initializers.get(value);
  if (initializer) return initializer.dims.length;
  const { inputs, outputs, valueInfo } = index.graph;
  const declared = [...inputs, ...outputs, ...valueInfo].find(({ name }) => name === value);
  const dims = declared && valueDims(declared);
  if (dims) return dims.length;
  const node = index.producers.get(value);
  return node && rankMade(index, node, value);
}

function rankMade(index: GraphIndex, node: Node, value: string): number | undefined {
  const rankOfInput = (at: number) => rankOf(index, node.inputs[at] ?? "");
  const isAlike = value === node.outputs[0] || /^(Split|Skip)/.test(node.op);
  if (rankKeeping.has(node.op) && isAlike) return rankOfInput(0);
  if (broadcasting.has(node.op)) {
    const ranks = node.inputs.map((_, at) => rankOfInput(at));
    const known = ranks.flatMap((rank) => rank ?? []);
    return known.length === ranks.length ? Math.max(...known) : undefined;
  }
  const lengthOf = (at: number) => {
    const shape = node.inputs[at] ?? "";
    return (
      constantTensor(index, shape)?.dims[0] ?? concatenatedLength(index, index.producers.get(shape))
    );
  };
  switch (node.op) {
    case "Constant":
      return tensorAttribute(node, "value")?.dims.length;
    case "EmbedLayerNormalization":
      return value === node.outputs[1] ? 1 : 3;
    case "Transpose":
      return intsAttribute(node, "perm")?.length;
    case "Flatten":
      return 2;
    case "Range":
    case "Shape":
      return 1;
    case "Reshape":
      return lengthOf(1);
    case "ConstantOfShape":
      return lengthOf(0);
    case "Expand":
      return lengthOf(1);
    case "Unsqueeze":
      return sum(rankOfInput(0), intsAttribute(node, "axes")?.length ?? lengthOf(1));
    case "Squeeze":
      return sum(rankOfInput(0), intsAttribute(node, "axes")?.length ?? lengthOf(1), -1);
    case "ReduceSum":
      return intAttribute(node, "keepdims") === 0
        ? sum(rankOfInput(0), lengthOf(1), -1)
        : rankOfInput(0);
    case "Gather":
    case "GatherBlockQuantized":
      return sum(sum(rankOfInput(0), 1, -1), rankOfInput(1));
    default:
      return undefined;
  }
}

/** The length of a shape put together from vectors of one. */
function concatenatedLength(index: GraphIndex, node: Node | undefined): number | undefined {
  if (node?.op !== "Concat") return undefined;
  const lengths = node.inputs.map((part) => {
    const tensor = constantTensor(index, part);
    return tensor ? tensor.dims[0] : 1;
  });
  return lengths.reduce((total, length) => sum(total, length), 0 as number | undefined);
}

function sum(a: number | undefined, b: number | undefined, sign = 1): number | undefined {
  return a === undefined || b === undefined ? undefined : a + sign * b;
}

const truthMaking = new Set([
  ...["And", "Or", "Not", "Xor", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"],
  ...["IsNaN", "IsInf"],
]);

const typeKeeping = new Set([
  ...["Reshape", "Unsqueeze", "Squeeze", "Expand", "Slice", "Concat", "Transpose", "Identity"],
  ...["Gather", "Trilu", "Tile"],
]);

/** True of a value that holds truth values, as far as the graph tells without running it. */
export function isTruth(index: GraphIndex, value: string): boolean {
  const { inputs, valueInfo } = index.graph;
  const declared = [...inputs, ...valueInfo].find(({ name }) => name === value);
  const tensor = constantTensor(index, value) ?? declared?.type?.tensor;
  if (tensor) return tensor.elementType === elementTypes.bool;
  const node = index.producers.get(value);
  if (node === undefined) return false;
  if (node.op === "Cast") return intAttribute(node, "to") === elementTypes.bool;
  return truthMaking.has(node.op) || (typeKeeping.has(node.op) && isTruth(index, node.inputs[0]!));
}
