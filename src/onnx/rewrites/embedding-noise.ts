import { GraphEditor } from "#onnx/edit";
import type { OnnxModel } from "#onnx/graph";
import { names } from "#onnx/names";
import { asEmbeddings, findEmbeddingLookup, perToken } from "./embedding-lookup.ts";

/**
 * Adds the input `names.embeddingNoise`, float32 `[batch, tokens, width]`, added to the token embeddings right at
 * their lookup. With a mask too, the rewrite made last acts first. Throws as `findEmbeddingLookup`.
 */
export function addEmbeddingNoise(model: OnnxModel, ids = "input_ids"): OnnxModel {
  const lookup = findEmbeddingLookup(model, ids);
  const editor = new GraphEditor(model);
  const noise = editor.input(perToken(lookup, names.embeddingNoise, "float32", [lookup.width]));
  const summand = asEmbeddings(editor, lookup, noise);
  editor.interpose(lookup.value, (raw) => {
    editor.node("Add", [raw, summand], { outputs: [lookup.value] });
  });
  return editor.finish();
}
