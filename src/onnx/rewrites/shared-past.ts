import { GraphEditor } from "#onnx/edit";
import { graphInput, makeValueInfo, type OnnxModel } from "#onnx/graph";
import { keyValueCache } from "#onnx/key-value-cache";
import { namePrefix, names } from "#onnx/names";

/** Ops that take a cache whose kernel on the CPU refuses several rows that each have a past of several tokens. */
const singleRowOps = new Set(["GroupQueryAttention"]);

/**
 * Lets all rows of a batch continue one cache. In place of each `past_key_values.*`, `[batch, heads, past, width]`, the
 * model takes `sharedPastName(…)`, `[1, heads, known, width]`, of which its first `names.pastLength` (int64 `[1]`) tokens
 * are repeated for each row of `ids`. Undefined where the model has no cache, or an op that cannot do this.
 */
export function sharePast(model: OnnxModel, ids = "input_ids"): OnnxModel | undefined {
  const cache = keyValueCache(model);
  const { nodes, inputs } = model.graph;
  if (cache.length === 0 || nodes.some(({ op }) => singleRowOps.has(op))) return undefined;
  graphInput(model.graph, ids);
  const pasts = new Set(cache.map(({ past }) => past));
  const others = inputs.filter(({ name }) => !pasts.has(name));
  const editor = new GraphEditor({ ...model, graph: { ...model.graph, inputs: others } });
  const int64s = (base: string, values: readonly number[]) => editor.int64s(base, values);
  const length = editor.input(makeValueInfo(names.pastLength, "int64", [1]));
  const start = int64s("start", [0]);
  const tokens = int64s("tokens", [2]);
  const batch = editor.node("Gather", [editor.node("Shape", [ids]), start]);
  const ones = int64s("ones", [1, 1, 1]);
  const shape = editor.node("Concat", [batch, ones], { attributes: { axis: 0 } });
  for (const { past, elementType, dims } of cache) {
    const [, heads = {}, , width = {}] = dims;
    const declared = [1, heads, "known_tokens", width];
    const shared = editor.input(makeValueInfo(sharedPastName(past), elementType, declared));
    const known = editor.node("Slice", [shared, start, length, tokens]);
    editor.node("Expand", [known, shape], { outputs: [past] });
  }
  return editor.finish();
}

/** The input that takes the place of `past_key_values.*`. */
export function sharedPastName(past: string): string {
  return namePrefix + past;
}
