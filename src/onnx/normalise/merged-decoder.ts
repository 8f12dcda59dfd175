import { subgraphs } from "#onnx/attribute";
import { nodeReads, type OnnxModel, renameValues, sortNodes } from "#onnx/graph";
import { namePrefix } from "#onnx/names";
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
  if (!graph.nodes.some(isChoice)) return model;
  const outside = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const initializers = [...graph.initializers];
  const nodes = graph.nodes.flatMap((node) => {
    if (!isChoice(node)) return [node];
    const branch = branchOf(node, usesCache);
    initializers.push(...branch.initializers);
    return inlined(node, branch, outside);
  });
  const isRead = nodes.some((node) => nodeReads(node).includes(switchInput));
  const inputs = graph.inputs.filter(({ name }) => isRead || name !== switchInput);
  return { ...model, graph: { ...graph, nodes: sortNodes(nodes), initializers, inputs } };
}

function branchOf(node: Node, usesCache: boolean): Graph {
  const name = usesCache ? "then_branch" : "else_branch";
  const attributes = node.attributes.filter((attribute) => attribute.name === name);
  return subgraphs({ ...node, attributes })[0]!;
}

/** The nodes of a branch, which may use names of values outside for its own, and what makes the If's outputs. */
function inlined(choice: Node, branch: Graph, outside: ReadonlySet<string>): Node[] {
  const made = new Set(branch.nodes.flatMap(({ outputs }) => outputs));
  const rename = (value: string) =>
    value !== "" && made.has(value) && outside.has(value) ? `${namePrefix}${value}` : value;
  const outputs = choice.outputs.map((output, at) => {
    const inputs = [rename(branch.outputs[at]!.name)];
    return { op: "Identity", inputs, outputs: [output], attributes: [] };
  });
  return [...branch.nodes.map((node) => renameValues(node, rename)), ...outputs];
}
