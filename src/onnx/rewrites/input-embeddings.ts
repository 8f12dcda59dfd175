import { GraphEditor } from "#onnx/edit";
import type { OnnxModel } from "#onnx/graph";
import { names } from "#onnx/names";
import { findEmbeddingLookup, perToken } from "./embedding-lookup.ts";
import { keepOutputs } from "./keep-outputs.ts";

/**
 * Adds the output `names.embeddings`, `[batch, tokens, width]`: what the lookup gave, before any mask or noise that the
 * model has by then. Throws as `findEmbeddingLookup`.
 */
export function exposeEmbeddings(model: OnnxModel, ids = "input_ids"): OnnxModel {
  const lookup = findEmbeddingLookup(model, ids);
  const editor = new GraphEditor(model);
  const output = perToken(lookup, names.embeddings, lookup.elementType, [lookup.width]);
  editor.output(output, lookup.value);
  return editor.finish();
}

/**
 * Takes the embeddings from the input `names.inputsEmbeds`, `[batch, tokens, width]`, in place of the lookup. The
 * ids stay an input, for models that read lengths or positions from them; `keepOutputs` drops them where nothing
 * does. Throws as `findEmbeddingLookup`.
 */
export function embeddingsAsInput(model: OnnxModel, ids = "input_ids"): OnnxModel {
  const lookup = findEmbeddingLookup(model, ids);
  const editor = new GraphEditor(model);
  const given = perToken(lookup, names.inputsEmbeds, lookup.elementType, [lookup.width]);
  editor.input(given);
  editor.interpose(lookup.value, () => {
    editor.node("Identity", [given.name], { outputs: [lookup.value] });
  });
  return editor.finish();
}

/** The part of a model that turns `ids` into `names.embeddings` and nothing else. Throws as `findEmbeddingLookup`. */
export function embeddingModel(model: OnnxModel, ids = "input_ids"): OnnxModel {
  return keepOutputs(exposeEmbeddings(model, ids), [names.embeddings]);
}
