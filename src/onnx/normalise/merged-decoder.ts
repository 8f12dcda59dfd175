import { subgraphs } from "#onnx/attribute";
import { nodeReads, type OnnxModel, sortNodes } from "#onnx/graph";
import type { Graph, Node } from "#onnx/proto";

/** The input of a merged decoder that says whether the cache is read. */
const switchInput = "use_cache_branch";

/**
 * Makes one graph of a merged decoder (Optimum's `decoder_model_merged.onnx`), whose two branches compute the same
 * with and without a cache: the branch taken replaces the If, and the input that chose goes. Other models stay as
 * they are.
 */
export function inlineMergedDecoder(model: OnnxModel, usesCache: boolean): OnnxModel {
  const { graph } = model;
  const isChoice = (node: Node) => node.op === "If" && node.inputs[0] === switchInput;
  const initializers = [...graph.initializers];
  const nodes = graph.nodes.flatMap((node) => {
    if (!isChoice(node)) return [node];
    const branch = branchOf(node, usesCache);
    initializers.push(...branch.initializers);
    return [...branch.nodes, ...branchOutputs(node, branch)];
  });
  if (nodes.length === graph.nodes.length) return model;
  const isRead = nodes.some((node) => nodeReads(node).includes(switchInput));
  const inputs = graph.inputs.filter(({ name }) => isRead || name !== switchInput);
  return { ...model, graph: { ...graph, nodes: sortNodes(nodes), initializers, inputs } };
}

function branchOf(node: Node, usesCache: boolean): Graph {
  const name = usesCache ? "then_branch" : "else_branch";
  const attributes = node.attributes.filter((attribute) => attribute.name === name);
  return subgraphs({ ...node, attributes })[0]!;
}

/** The If's outputs in terms of the branch's, which mostly bear the same names. */
function branchOutputs(node: Node, branch: Graph): Node[] {
  return node.outputs.flatMap((output, at) => {
    const inner = branch.outputs[at]!.name;
    if (inner === output || output === "") return [];
    return [{ op: "Identity", inputs: [inner], outputs: [output], attributes: [] }];
  });
}
