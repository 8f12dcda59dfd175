import { assert } from "#base/assert";
import { GraphEditor } from "#onnx/edit";
import { nodeReads, type OnnxModel } from "#onnx/graph";
import { baselineName } from "#onnx/names";

/** A model that runs twice over at once. */
export interface BaselinePass {
  readonly model: OnnxModel;
  /** What a value is in the baseline's pass: itself where the two passes share it. */
  baselineOf(value: string): string;
}

/**
 * Adds a second pass, in which some of `inputs` are others: `baselineName(input)` for each, of its shape. Only what
 * depends on them is computed twice. For methods that compare what a model computes with what it would have computed.
 */
export function addBaselinePass(model: OnnxModel, inputs: readonly string[]): BaselinePass {
  const editor = new GraphEditor(model);
  const baselines = new Map<string, string>();
  for (const declared of model.graph.inputs.filter(({ name }) => inputs.includes(name))) {
    const name = baselineName(declared.name);
    baselines.set(declared.name, editor.input({ ...declared, name }));
  }
  for (const node of model.graph.nodes) {
    const changed = nodeReads(node).filter((value) => baselines.has(value));
    if (changed.length === 0) continue;
    assert(
      changed.every((value) => node.inputs.includes(value)),
      "no subgraph captures what depends on the embeddings",
    );
    const copies = editor.copyAll(node, baselines);
    for (const [at, value] of node.outputs.entries()) if (value) baselines.set(value, copies[at]!);
  }
  return { model: editor.finish(), baselineOf: (value) => baselines.get(value) ?? value };
}
