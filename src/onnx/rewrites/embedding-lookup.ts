import { intAttribute, tensorAttribute } from "#onnx/attribute";
import type { GraphEditor } from "#onnx/edit";
import {
  constantTensor,
  type GraphIndex,
  graphInput,
  indexGraph,
  makeValueInfo,
  type OnnxModel,
  valueDims,
} from "#onnx/graph";
import { OnnxError } from "#onnx/problem";
import type { Node, ValueInfo } from "#onnx/proto";
import { type ElementTypeName, elementTypeName, elementTypes } from "#onnx/tensor";

/** Where a model turns token ids into embeddings. */
export interface EmbeddingLookup {
  /** The value `[batch, tokens, width]` that the rest of the model reads, before scaling and positions. */
  readonly value: string;
  readonly elementType: ElementTypeName;
  /** Numbers per token, or the axis name "width" where the table does not say. */
  readonly width: number | string;
  /** The graph input `[batch, tokens]` of token ids. */
  readonly ids: ValueInfo;
}

/** Ops that hand token ids or embeddings on as they are, in another type or shape. */
const carriers = new Set(["Cast", "Reshape", "Identity", "Flatten", "Squeeze", "Unsqueeze"]);

/**
 * Finds the lookup of the token embeddings by the graph input `ids`: Gather of a table (also a quantised one,
 * up to its DequantizeLinear) or GatherBlockQuantized. Throws OnnxError: `no-value`, `no-embedding-lookup`,
 * `several-embedding-lookups`.
 */
export function findEmbeddingLookup(model: OnnxModel, ids = "input_ids"): EmbeddingLookup {
  const index = indexGraph(model.graph);
  const idsInput = graphInput(model.graph, ids);
  const [node, ...others] = lookupNodes(index, ids);
  if (!node) throw new OnnxError([{ kind: "no-embedding-lookup", ids }]);
  if (others.length > 0) {
    const nodes = [node, ...others].map(({ name, outputs }) => name ?? outputs[0]!);
    throw new OnnxError([{ kind: "several-embedding-lookups", nodes }]);
  }
  const value = lastCarrier(index, node.outputs[0]!);
  const elementType = elementTypeName(elementTypeOf(index, value)) ?? "float32";
  return { value, elementType, width: widthOf(index, node) ?? "width", ids: idsInput };
}

/** Declares an input or output as long as the token ids: `[batch, tokens]`, then `more`. */
export function perToken(
  lookup: EmbeddingLookup,
  name: string,
  type: ElementTypeName,
  more: readonly (number | string)[] = [],
): ValueInfo {
  const dims = valueDims(lookup.ids) ?? ["batch", "tokens"];
  return makeValueInfo(name, type, [...dims, ...more]);
}

/** Converts a float32 value to the element type of the embeddings. */
export function asEmbeddings(editor: GraphEditor, lookup: EmbeddingLookup, value: string): string {
  if (lookup.elementType === "float32") return value;
  const attributes = { to: elementTypes[lookup.elementType] };
  return editor.node("Cast", [value], { attributes });
}

function lookupNodes(index: GraphIndex, ids: string): Node[] {
  const found: Node[] = [];
  const pending = [ids];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    for (const node of index.consumers.get(value) ?? []) {
      if (isLookup(index, node, value)) found.push(node);
      else if (carriers.has(node.op) && node.inputs[0] === value) pending.push(node.outputs[0]!);
    }
  }
  return found;
}

function isLookup(index: GraphIndex, node: Node, ids: string): boolean {
  const axis = { Gather: "axis", GatherBlockQuantized: "gather_axis" }[node.op];
  if (axis === undefined || node.inputs[1] !== ids) return false;
  return (intAttribute(node, axis) ?? 0) === 0 && index.constants.has(node.inputs[0]!);
}

/** The width of the rows that a lookup takes, from the table's declared dims or its blocks'. */
function widthOf(index: GraphIndex, lookup: Node): number | undefined {
  if (lookup.op === "GatherBlockQuantized") {
    const blocks = index.initializers.get(lookup.inputs[2]!)?.dims.at(-1);
    return blocks && blocks * (intAttribute(lookup, "block_size") ?? 128);
  }
  let table = lookup.inputs[0]!;
  for (;;) {
    const node = index.producers.get(table);
    if (!node || !["Cast", "Identity", "DequantizeLinear"].includes(node.op)) break;
    table = node.inputs[0]!;
  }
  return constantTensor(index, table)?.dims.at(-1);
}

/** Follows a lookup's result while one node alone reads it and only carries or dequantises it. */
function lastCarrier(index: GraphIndex, lookedUp: string): string {
  let value = lookedUp;
  for (;;) {
    const [next, ...others] = index.consumers.get(value) ?? [];
    const isCarrier = next && (carriers.has(next.op) || next.op === "DequantizeLinear");
    if (!isCarrier || others.length > 0 || next.inputs[0] !== value) return value;
    value = next.outputs[0]!;
  }
}

/** The element type of a value near the lookup, found by walking back to where it is stated. */
function elementTypeOf(index: GraphIndex, start: string): number | undefined {
  let value = start;
  for (;;) {
    const node = index.producers.get(value);
    if (!node) return index.initializers.get(value)?.elementType;
    if (node.op === "Cast") return intAttribute(node, "to");
    const typedBy = { DequantizeLinear: 1, GatherBlockQuantized: 2 }[node.op] ?? 0;
    const next = node.inputs[typedBy];
    if (next === undefined) return tensorAttribute(node, "value")?.elementType;
    value = next;
  }
}
