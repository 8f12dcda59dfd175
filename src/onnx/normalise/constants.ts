import { tensorAttribute } from "#onnx/attribute";
import { mapSubgraphs } from "#onnx/graph";
import type { Graph, Node, Tensor } from "#onnx/proto";
import { makeTensor } from "#onnx/tensor";

/** Makes every Constant node that holds numbers an initializer, in subgraphs too. */
export function constantsToInitializers(graph: Graph): Graph {
  const held = new Map<Node, Tensor>();
  for (const node of graph.nodes) {
    const tensor = node.op === "Constant" ? heldTensor(node) : undefined;
    if (tensor) held.set(node, { ...tensor, name: node.outputs[0]! });
  }
  const nodes = graph.nodes.filter((node) => !held.has(node));
  return {
    ...graph,
    nodes: nodes.map((node) => mapSubgraphs(node, constantsToInitializers)),
    initializers: [...graph.initializers, ...held.values()],
  };
}

function heldTensor(node: Node): Tensor | undefined {
  const [attribute] = node.attributes;
  switch (attribute?.name) {
    case "value":
      return tensorAttribute(node, "value");
    case "value_int":
      return makeTensor("int64", [], [Number(attribute.int ?? 0)]);
    case "value_ints":
      return makeTensor("int64", [attribute.ints.length], attribute.ints.map(Number));
    case "value_float":
      return makeTensor("float32", [], [attribute.float ?? 0]);
    case "value_floats":
      return makeTensor("float32", [attribute.floats.length], attribute.floats);
    default:
      return undefined;
  }
}
