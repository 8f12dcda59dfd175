import { GraphEditor } from "#onnx/edit";
import { makeValueInfo, type OnnxModel } from "#onnx/graph";
import type { Tensor } from "#onnx/proto";
import { type ElementTypeName, elementCount, makeTensor } from "#onnx/tensor";

type Declared = readonly [ElementTypeName, readonly (number | string)[]];

/**
 * Builds a model in memory: `build` adds nodes to an editor that has the inputs, and returns the value of each
 * output by name.
 */
export function buildModel(
  inputs: Readonly<Record<string, Declared>>,
  outputs: Readonly<Record<string, Declared>>,
  build: (editor: GraphEditor) => Readonly<Record<string, string>>,
  opset = 17,
): OnnxModel {
  const editor = new GraphEditor({
    irVersion: 8,
    opsets: [
      { domain: "", version: opset },
      { domain: "com.microsoft", version: 1 },
    ],
    metadata: [],
    graph: {
      name: "built",
      nodes: [],
      initializers: [],
      inputs: Object.entries(inputs).map(([name, declared]) => makeValueInfo(name, ...declared)),
      outputs: [],
      valueInfo: [],
    },
  });
  const values = build(editor);
  for (const [name, declared] of Object.entries(outputs)) {
    editor.output(makeValueInfo(name, ...declared), values[name]!);
  }
  return editor.finish();
}

/** A language model of one layer: embeddings of width 4 for 6 tokens, a residual product, a head with a bias. */
export function smallModel(): OnnxModel {
  return buildModel(
    { ids: ["int64", ["batch", "tokens"]] },
    { logits: ["float32", ["batch", "tokens", 6]] },
    (editor) => {
      const table = editor.constant("table", ramp([6, 4]));
      const embeddings = editor.node("Gather", [table, "ids"]);
      const product = editor.node("MatMul", [embeddings, editor.constant("weight", ramp([4, 4]))]);
      const hidden = editor.node("Add", [embeddings, product]);
      const projected = editor.node("MatMul", [hidden, editor.constant("head", ramp([4, 6]))]);
      return { logits: editor.node("Add", [projected, editor.constant("bias", ramp([6]))]) };
    },
  );
}

/** The same with a layer of attention, each token to all, in place of the residual product. */
export function smallAttentionModel(): OnnxModel {
  return buildModel(
    { input_ids: ["int64", ["batch", "tokens"]] },
    { logits: ["float32", ["batch", "tokens", 6]] },
    (editor) => {
      const table = editor.constant("table", ramp([6, 4]));
      const x = editor.node("Gather", [table, "input_ids"]);
      const keys = editor.node("Transpose", [x], { attributes: { perm: [0, 2, 1] } });
      const scores = editor.node("MatMul", [x, keys]);
      const probabilities = editor.node("Softmax", [scores], { attributes: { axis: -1 } });
      const hidden = editor.node("Add", [x, editor.node("MatMul", [probabilities, x])]);
      return { logits: editor.node("MatMul", [hidden, editor.constant("head", ramp([4, 6]))]) };
    },
  );
}

/** A float32 tensor of small numbers of both signs, all different in a row. */
export function ramp(dims: readonly number[]): Tensor {
  const values = Array.from(
    { length: elementCount(dims) },
    (_, index) => ((index * 7) % 13) / 8 - 0.75,
  );
  return makeTensor("float32", dims, values);
}
