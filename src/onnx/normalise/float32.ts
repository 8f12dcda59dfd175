import { intAttribute, makeAttributes } from "#onnx/attribute";
import { mapSubgraphs, type OnnxModel, sortNodes, usedNames } from "#onnx/graph";
import type { Graph, Node, ValueInfo } from "#onnx/proto";
import { elementTypes } from "#onnx/tensor";

const halves: ReadonlySet<number | undefined> = new Set([
  elementTypes.float16,
  elementTypes.bfloat16,
]);

/**
 * The same model computed in float32 from its half precision weights: each is cast where the graph begins, casts to
 * half precision and the declared inputs and outputs become float32. The weights' bytes stay where they are;
 * onnxruntime folds the casts when it opens the session.
 */
export function toFloat32(model: OnnxModel): OnnxModel {
  const taken = usedNames(model.graph);
  return { ...model, graph: graphToFloat32(model.graph, taken) };
}

function graphToFloat32(graph: Graph, taken: Set<string>): Graph {
  const casts: Node[] = [];
  /** A new name for a half precision value; its readers get the cast one under the old. */
  const castTo = (value: string) => {
    let half = `${value}_half`;
    while (taken.has(half)) half += "_";
    taken.add(half);
    casts.push({ op: "Cast", inputs: [half], outputs: [value], attributes: toWide });
    return half;
  };
  const initializers = graph.initializers.map((tensor) =>
    halves.has(tensor.elementType) ? { ...tensor, name: castTo(tensor.name ?? "") } : tensor,
  );
  const nodes = graph.nodes.map((node) => {
    const inner = mapSubgraphs(node, (subgraph) => graphToFloat32(subgraph, taken));
    const makesHalf = inner.attributes.some(({ tensor }) => halves.has(tensor?.elementType));
    if (makesHalf) return { ...inner, outputs: inner.outputs.map(castTo) };
    return castsToHalf(inner) ? { ...inner, attributes: toWide } : inner;
  });
  return {
    ...graph,
    initializers,
    nodes: sortNodes([...casts, ...nodes]),
    inputs: graph.inputs.map(declaredWide),
    outputs: graph.outputs.map(declaredWide),
    valueInfo: graph.valueInfo.map(declaredWide),
  };
}

const toWide = makeAttributes({ to: elementTypes.float32 });

function castsToHalf(node: Node): boolean {
  return node.op === "Cast" && halves.has(intAttribute(node, "to"));
}

function declaredWide(value: ValueInfo): ValueInfo {
  const tensor = value.type?.tensor;
  if (!halves.has(tensor?.elementType)) return value;
  return { ...value, type: { tensor: { ...tensor, elementType: elementTypes.float32 } } };
}
