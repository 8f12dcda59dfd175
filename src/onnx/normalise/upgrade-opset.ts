import { intAttribute, intsAttribute, makeAttributes } from "#onnx/attribute";
import {
  type GraphIndex,
  indexGraph,
  mapSubgraphs,
  type OnnxModel,
  opsetVersion,
  raiseOpsets,
} from "#onnx/graph";
import { namePrefix } from "#onnx/names";
import { OnnxError } from "#onnx/problem";
import type { Graph, Node } from "#onnx/proto";
import { makeTensor } from "#onnx/tensor";
import { rankOf } from "#onnx/value-facts";

/** The first version whose operators have the form that rewriting and differentiation read. */
const least = 13;

/** The oldest version that the upgrade knows the way from. */
const oldest = 11;

/**
 * Writes a graph of opset 11 or 12 in the operators of opset 13; models of later ones stay as they are. Throws
 * OnnxError `old-opset` for earlier ones.
 */
export function upgradeOpset(model: OnnxModel): OnnxModel {
  const version = opsetVersion(model);
  if (version >= least) return model;
  if (version < oldest) throw new OnnxError([{ kind: "old-opset", version, least: oldest }]);
  return { ...raiseOpsets(model, { "": least }), graph: upgradeGraph(model.graph) };
}

function upgradeGraph(graph: Graph): Graph {
  const index = indexGraph(graph);
  const nodes = graph.nodes.flatMap((node) => {
    const upgrade = node.domain ? undefined : upgrades[node.op];
    return upgrade ? upgrade(node, index) : [mapSubgraphs(node, upgradeGraph)];
  });
  return { ...graph, nodes };
}

/** What stands in opset 13 for a node of opset 11 or 12, where they differ. */
type Upgrade = (node: Node, index: GraphIndex) => readonly Node[];

const upgrades: Readonly<Record<string, Upgrade>> = {
  Softmax: overAllAxesFrom,
  LogSoftmax: overAllAxesFrom,
  Hardmax: overAllAxesFrom,
  Squeeze: attributeToInput("axes"),
  Unsqueeze: attributeToInput("axes"),
  ReduceSum: attributeToInput("axes"),
  Split: attributeToInput("split"),
};

/** The list that was an attribute is the second input from opset 13 on. */
function attributeToInput(name: string): Upgrade {
  return (node) => {
    const values = intsAttribute(node, name);
    if (values === undefined) return [node];
    const list = nameBeside(node, name);
    const value = { tensor: makeTensor("int64", [values.length], values) };
    const attributes = node.attributes.filter((attribute) => attribute.name !== name);
    return [
      { op: "Constant", inputs: [], outputs: [list], attributes: makeAttributes({ value }) },
      { ...node, inputs: [node.inputs[0]!, list], attributes },
    ];
  };
}

/** Up to opset 12 these took all axes from `axis` on as one; from 13 on they take `axis` alone. */
function overAllAxesFrom(node: Node, index: GraphIndex): Node[] {
  const axis = intAttribute(node, "axis") ?? 1;
  const [x, y] = [node.inputs[0]!, node.outputs[0]!];
  const last = makeAttributes({ axis: -1 });
  if (axis === -1 || axis + 1 === rankOf(index, x)) return [{ ...node, attributes: last }];
  const [flat, result, shape] = ["flat", "result", "shape"].map((part) => nameBeside(node, part));
  return [
    { op: "Flatten", inputs: [x], outputs: [flat!], attributes: makeAttributes({ axis }) },
    { ...node, inputs: [flat!], outputs: [result!], attributes: last },
    { op: "Shape", inputs: [x], outputs: [shape!], attributes: [] },
    { op: "Reshape", inputs: [result!, shape!], outputs: [y], attributes: [] },
  ];
}

function nameBeside(node: Node, part: string): string {
  return `${namePrefix}${node.outputs[0]}.${part}`;
}
