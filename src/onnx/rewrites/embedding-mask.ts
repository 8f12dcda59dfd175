import { GraphEditor } from "#onnx/edit";
import type { OnnxModel } from "#onnx/graph";
import { names } from "#onnx/names";
import { asEmbeddings, findEmbeddingLookup, perToken } from "./embedding-lookup.ts";

/**
 * Adds the input `names.embeddingMask`, float32 `[batch, tokens]`, multiplied into the token embeddings right at
 * their lookup: 0 takes a token's embedding away and keeps its position. Throws as `findEmbeddingLookup`.
 */
export function addEmbeddingMask(model: OnnxModel, ids = "input_ids"): OnnxModel {
  const lookup = findEmbeddingLookup(model, ids);
  const editor = new GraphEditor(model);
  const mask = editor.input(perToken(lookup, names.embeddingMask, "float32"));
  const column = editor.node("Reshape", [mask, editor.int64s("mask_shape", [0, 0, 1])]);
  const factor = asEmbeddings(editor, lookup, column);
  editor.interpose(lookup.value, (raw) => {
    editor.node("Mul", [raw, factor], { outputs: [lookup.value] });
  });
  return editor.finish();
}
