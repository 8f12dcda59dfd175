import { type GraphIndex, indexGraph, type OnnxModel } from "#onnx/graph";
import { OnnxError } from "#onnx/problem";
import type { Node } from "#onnx/proto";

/** Ops between attention probabilities and the product with the values. */
const carriers = new Set(["Cast", "Dropout", "Identity", "Where", "Reshape"]);

/**
 * The values that hold attention probabilities, `[batch, heads, queries, keys]`, layer by layer: what a Softmax makes
 * and a MatMul applies. Empty for a model whose attention is one fused op: lower it first.
 */
export function attentionProbabilities(model: OnnxModel): string[] {
  return attentionSoftmaxes(model).map((node) => node.outputs[0]!);
}

/** The same by their nodes. Throws OnnxError `no-attention` where there are none. */
export function requireAttention(model: OnnxModel): Node[] {
  const nodes = attentionSoftmaxes(model);
  if (nodes.length === 0) throw new OnnxError([{ kind: "no-attention" }]);
  return nodes;
}

function attentionSoftmaxes(model: OnnxModel): Node[] {
  const index = indexGraph(model.graph);
  return model.graph.nodes.filter(
    (node) => node.op === "Softmax" && weightsValues(index, node.outputs[0]!),
  );
}

function weightsValues(index: GraphIndex, value: string): boolean {
  const readers = index.consumers.get(value) ?? [];
  return readers.some((node: Node) => {
    if (node.op === "MatMul") return node.inputs[0] === value;
    return carriers.has(node.op) && weightsValues(index, node.outputs[0]!);
  });
}
