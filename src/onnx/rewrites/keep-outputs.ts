import { indexGraph, nodeReads, type OnnxModel } from "#onnx/graph";
import { OnnxError } from "#onnx/problem";
import type { Node } from "#onnx/proto";

/**
 * Keeps only `outputs` of a model, in this order, and drops the nodes, weights and inputs that they do not need.
 * Throws OnnxError with a `no-value` for each output that the model lacks.
 */
export function keepOutputs(model: OnnxModel, outputs: readonly string[]): OnnxModel {
  const { graph } = model;
  const declared = new Map(graph.outputs.map((output) => [output.name, output]));
  const missing = outputs.filter((name) => !declared.has(name));
  if (missing.length > 0) {
    throw new OnnxError(missing.map((name) => ({ kind: "no-value", name })));
  }
  const { producers } = indexGraph(graph);
  const nodes = new Set<Node>();
  const values = new Set(outputs);
  for (const value of values) {
    const node = producers.get(value);
    if (!node || nodes.has(node)) continue;
    nodes.add(node);
    for (const read of nodeReads(node)) values.add(read);
  }
  const kept = {
    ...graph,
    nodes: graph.nodes.filter((node) => nodes.has(node)),
    initializers: graph.initializers.filter(({ name }) => values.has(name ?? "")),
    inputs: graph.inputs.filter(({ name }) => values.has(name)),
    outputs: outputs.map((name) => declared.get(name)!),
    valueInfo: graph.valueInfo.filter(({ name }) => values.has(name)),
  };
  return { ...model, graph: kept };
}
