import { GraphEditor } from "#onnx/edit";
import { makeValueInfo, type OnnxModel, raiseOpsets } from "#onnx/graph";
import { names } from "#onnx/names";
import { requireAttention } from "./attention-probabilities.ts";

/**
 * Adds the input `names.attentionBias`, float32 `[batch, keys]`, keys counting the cached tokens too, added to the
 * logits of every attention, whoever asks: 0 leaves a token as it is, −1e9 hides it and keeps its position, log s
 * makes it s times as likely to be attended to. The model has opset 13 or later (`normalise`). Throws OnnxError
 * `no-attention`.
 */
export function addAttentionBias(model: OnnxModel): OnnxModel {
  const editor = new GraphEditor(raiseOpsets(model, { "": opsetOfCastLike }));
  const bias = editor.input(makeValueInfo(names.attentionBias, "float32", ["batch", "keys"]));
  const row = editor.node("Reshape", [bias, editor.int64s("bias_row", [0, 1, -1])]);
  // heads and queries in one axis, so that it makes no difference whether batch and heads are in one
  const signs = editor.int64s("many_rows", [1, -1, 1]);
  const rows = editor.node("Mul", [editor.node("Shape", [row]), signs]);
  for (const { logits } of requireAttention(model)) {
    editor.interpose(logits, (raw) => {
      const inRows = editor.node("Reshape", [raw, rows]);
      const biased = editor.node("Add", [inRows, editor.node("CastLike", [row, raw])]);
      const shape = editor.node("Shape", [raw]);
      editor.node("Reshape", [biased, shape], { outputs: [logits] });
    });
  }
  return editor.finish();
}

const opsetOfCastLike = 15;
