import { intAttribute } from "#onnx/attribute";
import { constantTensor, type GraphIndex } from "#onnx/graph";
import { OnnxError } from "#onnx/problem";
import type { Node } from "#onnx/proto";
import { tensorValues } from "#onnx/tensor";

/** The end of a language model, from its last hidden states to its logits. */
export interface VocabularyHead {
  /** The value `[batch, tokens, width]` that the projection to the vocabulary reads. */
  readonly hidden: string;
  /** The nodes from the projection to the logits, and which input of each carries the hidden states. */
  readonly path: readonly HeadNode[];
}

export interface HeadNode {
  readonly node: Node;
  readonly input: string;
}

const projections = new Set([
  "MatMul",
  "Gemm",
  "FusedMatMul",
  "FusedGemm",
  "MatMulNBits",
  "MatMulBnb4",
  "MatMulInteger",
  "MatMulIntegerToFloat",
  "DynamicQuantizeMatMul",
]);

/** Ops after the projection that act on each logit alone: bias, scale, soft cap, dequantisation. */
const pointwise = new Set(["Cast", "Add", "Sub", "Mul", "Div", "Tanh", "Clip"]);

/** Ops after the projection that only change which positions there are, or how they are laid out. */
const layout = new Set(["Reshape", "Identity", "Slice", "Squeeze", "Unsqueeze"]);

/** Walks back from `logits` to the projection to the vocabulary. Throws OnnxError `no-vocabulary-projection`. */
export function findVocabularyHead(index: GraphIndex, logits: string): VocabularyHead {
  const pending: { value: string; path: HeadNode[] }[] = [{ value: logits, path: [] }];
  const reached = new Set<string>();
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { value, path } = step;
    const node = index.producers.get(value);
    if (!node || reached.has(value)) continue;
    reached.add(value);
    const input = node.inputs[0]!;
    if (isProjection(index, node)) {
      return { hidden: allPositions(index, node, input), path: [{ node, input }, ...path] };
    }
    if (layout.has(node.op)) pending.push({ value: input, path });
    if (pointwise.has(node.op)) {
      const varying = node.inputs.filter((read) => read !== "" && !index.constants.has(read));
      for (const read of varying) {
        pending.push({ value: read, path: [{ node, input: read }, ...path] });
      }
    }
  }
  throw new OnnxError([{ kind: "no-vocabulary-projection", output: logits }]);
}

function isProjection(index: GraphIndex, node: Node): boolean {
  const [hidden, weight] = node.inputs;
  if (!projections.has(node.op) || hidden === undefined || weight === undefined) return false;
  return !index.constants.has(hidden) && index.constants.has(weight);
}

/** Walks back over what takes some positions only (num_logits_to_keep) or lays them out for Gemm. */
function allPositions(index: GraphIndex, projection: Node, input: string): string {
  const isGemm = projection.op === "Gemm" || projection.op === "FusedGemm";
  let value = input;
  for (;;) {
    const node = index.producers.get(value);
    const isPassed =
      node?.op === "Identity" ||
      (isGemm && (node?.op === "Reshape" || node?.op === "Flatten")) ||
      (node?.op === "Gather" && intAttribute(node, "axis") === 1) ||
      (node?.op === "Slice" && keepsWidth(index, node));
    if (!isPassed) return value;
    value = node.inputs[0]!;
  }
}

/** True of a Slice `[starts, ends, axes]` that cuts no axis but that of the tokens. */
function keepsWidth(index: GraphIndex, slice: Node): boolean {
  const [starts, ends, axes] = slice.inputs
    .slice(1, 4)
    .map((value) => tensorValuesOf(index, value));
  return (axes ?? []).every(
    (axis, at) => axis === 1 || (starts?.[at] === 0 && (ends?.[at] ?? 0) >= 2 ** 31 - 1),
  );
}

function tensorValuesOf(index: GraphIndex, value: string): number[] | undefined {
  const tensor = constantTensor(index, value);
  return tensor && tensorValues(tensor);
}
