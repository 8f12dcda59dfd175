import { type GraphIndex, indexGraph, type OnnxModel } from "#onnx/graph";

/** Ops between attention probabilities and the product with the values. */
const carriers = new Set(["Cast", "Dropout", "Identity", "Where", "Reshape"]);

/**
 * The values that hold attention probabilities, `[batch, heads, queries, keys]`, layer by layer: what a Softmax makes
 * and a MatMul applies; without the column of an attention sink. Empty for a model whose attention is one fused op:
 * lower it first.
 */
export function attentionProbabilities(model: OnnxModel): string[] {
  const index = indexGraph(model.graph);
  return model.graph.nodes.flatMap((node) => {
    if (node.op !== "Softmax") return [];
    const [value] = node.outputs;
    // Opset 11 took the softmax of a flattened tensor; what has the scores' shape again comes after it.
    const isFlat = index.producers.get(node.inputs[0]!)?.op === "Flatten";
    const shaped = isFlat ? index.consumers.get(value!)?.[0]?.outputs[0] : value;
    return appliedToValues(index, shaped ?? "") ?? [];
  });
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
