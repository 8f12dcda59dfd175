import {
  constantTensor,
  type GraphIndex,
  indexGraph,
  mapSubgraphs,
  type OnnxModel,
} from "#onnx/graph";
import type { Graph, Node } from "#onnx/proto";
import { tensorValues } from "#onnx/tensor";

/** Drops what hands its input on: Identity, and Dropout outside training. Those that make a graph output stay. */
export function dropIdentities(model: OnnxModel): OnnxModel {
  return { ...model, graph: withoutIdentities(model.graph, new Map()) };
}

/** `sources` names what stands for a dropped value of the graphs around. */
function withoutIdentities(graph: Graph, around: ReadonlyMap<string, string>): Graph {
  const index = indexGraph(graph);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const sources = new Map(around);
  const source = (value: string) => sources.get(value) ?? value;
  const nodes = graph.nodes.flatMap((node) => {
    const [input, output] = [node.inputs[0], node.outputs[0]];
    if (input && output && !outputs.has(output) && handsOn(index, node)) {
      sources.set(output, source(input));
      return [];
    }
    const inputs = node.inputs.map(source);
    return [mapSubgraphs({ ...node, inputs }, (inner) => withoutIdentities(inner, sources))];
  });
  return { ...graph, nodes };
}

function handsOn(index: GraphIndex, node: Node): boolean {
  if (node.op === "Identity") return true;
  if (node.op !== "Dropout" || index.consumers.has(node.outputs[1] ?? "")) return false;
  const training = node.inputs[2];
  if (!training) return true;
  const tensor = constantTensor(index, training);
  return tensor !== undefined && tensorValues(tensor)?.[0] === 0;
}
