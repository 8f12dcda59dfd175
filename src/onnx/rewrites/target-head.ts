import { GraphEditor } from "#onnx/edit";
import { graphOutput, indexGraph, makeValueInfo, type OnnxModel } from "#onnx/graph";
import { names } from "#onnx/names";
import { elementTypes, makeTensor } from "#onnx/tensor";
import { findVocabularyHead } from "./vocabulary-head.ts";

/**
 * Computes the head at chosen positions only. Adds the inputs `names.targetPositions` and `names.targetIds`, int64
 * `[batch, targets]`, positions counted in the tokens fed in this run, and the outputs `names.targetLogProbs` and
 * `names.targetIdLogits` `[batch, targets]`, `names.targetDistribution` and `names.targetLogits`
 * `[batch, targets, vocab]`, float32, nats.
 * The output `logits` and the cache stay: name what is wanted to `keepOutputs`, and the rest costs nothing.
 * Throws OnnxError: `no-value`, `no-vocabulary-projection`.
 */
export function targetHead(model: OnnxModel, logits = "logits"): OnnxModel {
  const declared = graphOutput(model.graph, logits);
  const head = findVocabularyHead(indexGraph(model.graph), logits);
  const editor = new GraphEditor(model);
  const targetDims = ["batch_targets", "targets"];
  const positions = editor.input(makeValueInfo(names.targetPositions, "int64", targetDims));
  const ids = editor.input(makeValueInfo(names.targetIds, "int64", targetDims));

  let rows = gatherRows(editor, head.hidden, positions);
  for (const { node, input } of head.path) rows = editor.copyNode(node, new Map([[input, rows]]));
  if (declared.type?.tensor?.elementType !== elementTypes.float32) {
    rows = editor.node("Cast", [rows], { attributes: { to: elementTypes.float32 } });
  }
  const logProbs = editor.node("LogSoftmax", [rows], { attributes: { axis: -1 } });
  const idColumn = editor.node("Reshape", [ids, editor.int64s("column", [-1, 1])]);
  const chosen = (values: string) =>
    editor.node("GatherElements", [values, idColumn], { attributes: { axis: 1 } });

  const shape = editor.node("Shape", [positions]);
  const shapeParts = [shape, editor.int64s("vocab", [-1])];
  const fullShape = editor.node("Concat", shapeParts, { attributes: { axis: 0 } });
  const give = (name: string, value: string, to: string, dims: readonly string[]) => {
    const output = makeValueInfo(name, "float32", dims);
    editor.output(output, editor.node("Reshape", [value, to]));
  };
  give(names.targetLogProbs, chosen(logProbs), shape, targetDims);
  give(names.targetIdLogits, chosen(rows), shape, targetDims);
  give(names.targetDistribution, logProbs, fullShape, [...targetDims, "vocab"]);
  give(names.targetLogits, rows, fullShape, [...targetDims, "vocab"]);
  return editor.finish();
}

/** Gathers `positions [batch, targets]` of `value [batch, tokens, width]` as `[batch · targets, width]`. */
function gatherRows(editor: GraphEditor, value: string, positions: string): string {
  const scalar = (base: string, number: number) =>
    editor.constant(base, makeTensor("int64", [], [number]));
  const zero = scalar("zero", 0);
  const one = scalar("one", 1);
  const shape = editor.node("Shape", [value]);
  const batch = editor.node("Gather", [shape, zero]);
  const tokens = editor.node("Gather", [shape, one]);
  const range = editor.node("Range", [zero, batch, one]);
  const example = editor.node("Reshape", [range, editor.int64s("column", [-1, 1])]);
  const firstRow = editor.node("Mul", [example, tokens]);
  const index = editor.node("Add", [positions, firstRow]);
  const flatIndex = editor.node("Reshape", [index, editor.int64s("flat", [-1])]);
  const flat = editor.node("Flatten", [value], { attributes: { axis: 2 } });
  return editor.node("Gather", [flat, flatIndex], { attributes: { axis: 0 } });
}
