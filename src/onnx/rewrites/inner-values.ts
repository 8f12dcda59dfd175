import { GraphEditor } from "#onnx/edit";
import { indexGraph, makeValueInfo, type OnnxModel, valueDims } from "#onnx/graph";
import { attentionName, blockName, distanceName, names } from "#onnx/names";
import { requireAttention } from "./attention-probabilities.ts";
import { blockOutputs } from "./block-outputs.ts";
import { findEmbeddingLookup } from "./embedding-lookup.ts";
import { findVocabularyHead } from "./vocabulary-head.ts";

/**
 * Adds for every layer the output `attentionName(layer)`, `[batch, heads, queries, keys]`, attention probabilities.
 * Fused attention must be lowered first. Throws OnnxError `no-attention`.
 */
export function exposeAttention(model: OnnxModel): OnnxModel {
  const layers = requireAttention(model).map(
    ({ probabilities }, layer) => [attentionName(layer), probabilities] as const,
  );
  return expose(model, layers);
}

/**
 * Adds the outputs `[batch, tokens, width]` of hidden states: `blockName(block)` after every block, and
 * `names.lastHidden` as the head reads them. Throws as `blockOutputs` and `findVocabularyHead`.
 */
export function exposeStates(model: OnnxModel, logits = "logits"): OnnxModel {
  const { hidden } = findVocabularyHead(indexGraph(model.graph), logits);
  const blocks = blockOutputs(model, { logits }).map(
    (value, block) => [blockName(block), value] as const,
  );
  return expose(model, [...blocks, [names.lastHidden, hidden]]);
}

/**
 * Adds linear readings of the labels' logits: the input `names.readingWeights`, float32 `[readings, tokens, labels]`, and
 * the output `names.readings`, float32 `[batch, readings]`, Σ weights ⊙ `names.labelLogits` of each row. A class logit
 * that is a mean of words' logits at one token is one. After `labelHead`. Throws as `findEmbeddingLookup`.
 */
export function exposeReadings(model: OnnxModel, ids = "input_ids"): OnnxModel {
  const editor = new GraphEditor(model);
  const [, tokens = "tokens"] = valueDims(findEmbeddingLookup(model, ids).ids) ?? [];
  const dims = ["readings", tokens, "labels"];
  const weights = editor.input(makeValueInfo(names.readingWeights, "float32", dims));
  const flat = (value: string) => editor.node("Flatten", [value], { attributes: { axis: 1 } });
  const columns = editor.node("Transpose", [flat(weights)], { attributes: { perm: [1, 0] } });
  const readings = editor.node("MatMul", [flat(names.labelLogits), columns]);
  editor.output(makeValueInfo(names.readings, "float32", ["batch_rows", "readings"]), readings);
  return editor.finish();
}

/**
 * Adds for each of `values`, `[batch, …]`, the output `distanceName(value)` `[batch]`: the squared Euclidean distance
 * of each row from the first.
 */
export function exposeDistances(model: OnnxModel, values: readonly string[]): OnnxModel {
  const editor = new GraphEditor(model);
  const first = editor.int64s("first_row", [0]);
  const entries = editor.int64s("entries", [1]);
  for (const value of values) {
    const rows = editor.node("Flatten", [value], { attributes: { axis: 1 } });
    const difference = editor.node("Sub", [rows, editor.node("Gather", [rows, first])]);
    const squares = editor.node("Mul", [difference, difference]);
    const sums = editor.node("ReduceSum", [squares, entries], { attributes: { keepdims: 0 } });
    editor.output(makeValueInfo(distanceName(value), "float32", ["batch_rows"]), sums);
  }
  return editor.finish();
}

/** Values as outputs whose type and dims are left to infer. */
function expose(model: OnnxModel, outputs: readonly (readonly [string, string])[]): OnnxModel {
  const editor = new GraphEditor(model);
  for (const [name, value] of outputs) editor.output({ name }, value);
  return editor.finish();
}
