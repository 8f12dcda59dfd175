import { makeAttributes } from "#onnx/attribute";
import { GraphEditor } from "#onnx/edit";
import { graphInput, nodeReads, type OnnxModel } from "#onnx/graph";
import type { Graph, Node, ValueInfo } from "#onnx/proto";
import { elementTypes, makeTensor } from "#onnx/tensor";

/**
 * Replaces `input` by the input `each`, `[count, …]` with its dims after the first, and runs what depends on it once
 * for each entry, in one Loop; all else still runs once. The outputs that depend on it get the first axis too. Throws
 * OnnxError `no-value`.
 */
export function mapOver(model: OnnxModel, input: string, each: string): OnnxModel {
  const declared = graphInput(model.graph, input);
  const dependent = dependentNodes(model.graph, input);
  const made = new Set(dependent.flatMap(({ outputs }) => outputs));
  const mapped = model.graph.outputs.filter(({ name }) => made.has(name));

  const editor = new GraphEditor(model);
  for (const node of dependent) editor.remove(node);
  editor.input({ ...withFirstAxis(declared), name: each });
  const first = editor.constant("first", makeTensor("int64", [], [0]));
  const count = editor.node("Gather", [editor.node("Shape", [each]), first]);
  const body = loopBody(editor, dependent, input, each, mapped);
  const outputs = mapped.map(({ name }) => name);
  editor.node("Loop", [count, ""], { attributes: { body: { graph: body } }, outputs });

  const { graph, ...rest } = editor.finish();
  const withAxis = (output: ValueInfo) => (made.has(output.name) ? withFirstAxis(output) : output);
  const inputs = graph.inputs.filter(({ name }) => name !== input);
  return { ...rest, graph: { ...graph, inputs, outputs: graph.outputs.map(withAxis) } };
}

function dependentNodes(graph: Graph, input: string): Node[] {
  const reached = new Set([input]);
  return graph.nodes.filter((node) => {
    const isReached = nodeReads(node).some((value) => reached.has(value));
    if (isReached) for (const value of node.outputs) reached.add(value);
    return isReached;
  });
}

/** The nodes for one entry; everything else they read is captured from the graph around. */
function loopBody(
  editor: GraphEditor,
  nodes: readonly Node[],
  input: string,
  each: string,
  mapped: readonly ValueInfo[],
): Graph {
  const iteration = editor.freshName("iteration");
  const before = editor.freshName("condition");
  const after = editor.freshName("condition");
  const inner = new Map(mapped.map(({ name }) => [name, editor.freshName(`${name}_entry`)]));
  const rename = (value: string) => inner.get(value) ?? value;
  const entry = { op: "Gather", inputs: [each, iteration], outputs: [input] };
  const renamed = nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  return {
    name: editor.freshName("body"),
    nodes: [
      { ...entry, attributes: makeAttributes({ axis: 0 }) },
      ...renamed,
      { op: "Identity", inputs: [before], outputs: [after], attributes: [] },
    ],
    initializers: [],
    inputs: [scalar(iteration, elementTypes.int64), scalar(before, elementTypes.bool)],
    outputs: [
      scalar(after, elementTypes.bool),
      ...mapped.map((output) => ({ ...output, name: rename(output.name) })),
    ],
    valueInfo: [],
  };
}

function scalar(name: string, elementType: number): ValueInfo {
  return { name, type: { tensor: { elementType, shape: { dims: [] } } } };
}

function withFirstAxis(value: ValueInfo): ValueInfo {
  const tensor = value.type?.tensor;
  if (!tensor?.shape) return value;
  const dims = [{}, ...tensor.shape.dims];
  return { ...value, type: { tensor: { ...tensor, shape: { dims } } } };
}
