import { GraphEditor } from "#onnx/edit";
import { indexGraph, makeValueInfo, type OnnxModel, raiseOpsets } from "#onnx/graph";
import type { Node, ValueInfo } from "#onnx/proto";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { elementTypes } from "#onnx/tensor";

/**
 * The model with each layer's attention, written out as PyTorch exports it, as one MultiHeadAttention with a padding
 * mask: the form that onnxruntime's optimiser gives it, which notes the shapes of what it fuses.
 */
export function fuseAttention(model: OnnxModel, heads: number): OnnxModel {
  const { producers } = indexGraph(model.graph);
  const made = (value: string): Node => producers.get(value)!;
  const readerOf = (value: string, op: string): Node =>
    model.graph.nodes.find((node) => node.op === op && node.inputs.includes(value))!;
  /** What was split into heads: through the transposition and the reshape before it. */
  const whole = (value: string) => made(made(value).inputs[0]!).inputs[0]!;
  const shapes: ValueInfo[] = [];
  const editor = new GraphEditor(raiseOpsets(model, { "com.microsoft": 1 }));
  const mask = editor.node("Cast", ["attention_mask"], { attributes: { to: elementTypes.int32 } });
  for (const softmax of model.graph.nodes.filter(({ op }) => op === "Softmax")) {
    const scores = made(made(made(softmax.inputs[0]!).inputs[1]!).inputs[0]!);
    const context = readerOf(softmax.outputs[0]!, "MatMul");
    const merged = readerOf(readerOf(context.outputs[0]!, "Transpose").outputs[0]!, "Reshape");
    const [query, key, value] = [scores.inputs[0]!, scores.inputs[1]!, context.inputs[1]!];
    const inputs = [query, key, value].map(whole);
    shapes.push(
      ...inputs.map((name) => makeValueInfo(name, "float32", ["batch", "tokens", "width"])),
    );
    editor.remove(merged);
    editor.node("MultiHeadAttention", [...inputs, "", mask], {
      domain: "com.microsoft",
      attributes: { num_heads: heads },
      outputs: [merged.outputs[0]!],
    });
  }
  const fused = editor.finish();
  const graph = { ...fused.graph, valueInfo: [...fused.graph.valueInfo, ...shapes] };
  return keepOutputs({ ...fused, graph }, ["logits"]);
}
