import { GraphEditor } from "#onnx/edit";
import { graphOutput, indexGraph, makeValueInfo, type OnnxModel } from "#onnx/graph";
import { names } from "#onnx/names";
import { elementTypes } from "#onnx/tensor";
import { LabelRows } from "./label-rows.ts";
import { findVocabularyHead } from "./vocabulary-head.ts";

/**
 * Computes the logits of chosen token ids only, at every position: adds the input `names.labelIds`, int64 `[labels]`,
 * and the output `names.labelLogits`, float32 `[batch, tokens, labels]`; of the head's weights only those rows are
 * read. The output `logits` stays unless `keepOutputs` drops it. The model has opset 13 or later (`normalise`). Throws
 * OnnxError: `no-value`, `no-vocabulary-projection`, `no-label-rows`.
 */
export function labelHead(model: OnnxModel, logits = "logits"): OnnxModel {
  const declared = graphOutput(model.graph, logits);
  const index = indexGraph(model.graph);
  const { hidden, path } = findVocabularyHead(index, logits);
  const [projection, ...pointwise] = path as [(typeof path)[0], ...typeof path];
  const editor = new GraphEditor(model);
  const ids = editor.input(makeValueInfo(names.labelIds, "int64", ["labels"]));
  const rows = new LabelRows(editor, index, ids);

  const flat = editor.node("Flatten", [hidden], { attributes: { axis: 2 } });
  let values = rows.projection(projection.node, flat);
  for (const { node, input } of pointwise) values = rows.pointwise(node, input, values);
  if (declared.type?.tensor?.elementType !== elementTypes.float32) {
    values = editor.node("Cast", [values], { attributes: { to: elementTypes.float32 } });
  }
  const tokens = editor.node("Gather", [
    editor.node("Shape", [hidden]),
    editor.int64s("tokens", [0, 1]),
  ]);
  const shape = editor.node("Concat", [tokens, editor.int64s("labels", [-1])], {
    attributes: { axis: 0 },
  });
  const output = makeValueInfo(names.labelLogits, "float32", [
    "batch_labels",
    "tokens_labels",
    "labels",
  ]);
  editor.output(output, editor.node("Reshape", [values, shape]));
  return editor.finish();
}
