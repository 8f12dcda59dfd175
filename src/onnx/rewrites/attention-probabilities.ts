import { type GraphIndex, indexGraph, type OnnxModel } from "#onnx/graph";
import { OnnxError } from "#onnx/problem";

/** Ops between attention probabilities and the product with the values. */
const carriers = new Set(["Cast", "Dropout", "Identity", "Where", "Reshape"]);

/** The softmax of one layer of attention. */
export interface AttentionSoftmax {
  /** The value `[batch, heads, queries, keys]` that it is taken of, before an attention sink is put beside the keys. */
  readonly logits: string;
  /** What it makes of them, in the same dims. */
  readonly probabilities: string;
}

/**
 * The attention of a model, layer by layer: what a Softmax makes and a MatMul applies. Empty for a model whose
 * attention is one fused op: lower it first.
 */
export function attentionSoftmaxes(model: OnnxModel): AttentionSoftmax[] {
  const index = indexGraph(model.graph);
  return model.graph.nodes.flatMap((node) => {
    if (node.op !== "Softmax") return [];
    const [value] = node.outputs;
    const source = index.producers.get(node.inputs[0]!);
    // Opset 11 took the softmax of a flattened tensor; what has the scores' shape again comes after it.
    const isFlat = source?.op === "Flatten";
    const shaped = isFlat ? index.consumers.get(value!)?.[0]?.outputs[0] : value;
    const probabilities = appliedToValues(index, shaped ?? "");
    if (probabilities === undefined) return [];
    const isSinkCut = probabilities !== shaped && source?.op === "Concat";
    const logits = isFlat || isSinkCut ? source.inputs[0]! : node.inputs[0]!;
    return [{ logits, probabilities }];
  });
}

/** The values that hold attention probabilities, `[batch, heads, queries, keys]`, layer by layer. */
export function attentionProbabilities(model: OnnxModel): string[] {
  return attentionSoftmaxes(model).map(({ probabilities }) => probabilities);
}

/** As `attentionSoftmaxes`. Throws OnnxError `no-attention` where there are none. */
export function requireAttention(model: OnnxModel): AttentionSoftmax[] {
  const found = attentionSoftmaxes(model);
  if (found.length === 0) throw new OnnxError([{ kind: "no-attention" }]);
  return found;
}

/** The value from `probabilities` on that keeps all keys and no more, if a product with the values follows. */
function appliedToValues(
  index: GraphIndex,
  value: string,
  probabilities = value,
): string | undefined {
  for (const node of index.consumers.get(value) ?? []) {
    const next = node.outputs[0]!;
    if (node.op === "MatMul" && node.inputs[0] === value) return probabilities;
    const isCarried = carriers.has(node.op);
    const found = isCarried ? appliedToValues(index, next, probabilities) : undefined;
    const kept = node.op === "Slice" ? appliedToValues(index, next) : undefined;
    if (found ?? kept) return found ?? kept;
  }
  return undefined;
}
