import { type OnnxModel, valueDims } from "./graph.ts";
import type { Dimension } from "./proto.ts";
import { type ElementTypeName, elementTypeName } from "./tensor.ts";

/** One tensor of the key-value cache: fed as `past`, returned longer as `present`. */
export interface CacheEntry {
  readonly past: string;
  readonly present: string;
  readonly elementType: ElementTypeName;
  /** `[batch, heads, past tokens, head width]`; heads and width are fixed sizes in every known layout. */
  readonly dims: readonly Dimension[];
}

/** The key-value cache of a model by the names of the transformers.js layout; empty where it has none. */
export function keyValueCache(model: OnnxModel): CacheEntry[] {
  const outputs = new Set(model.graph.outputs.map(({ name }) => name));
  return model.graph.inputs.flatMap((input) => {
    const present = input.name.replace(/^past_key_values\./, "present.");
    if (present === input.name || !outputs.has(present)) return [];
    const elementType = elementTypeName(input.type?.tensor?.elementType) ?? "float32";
    return [{ past: input.name, present, elementType, dims: valueDims(input) ?? [] }];
  });
}
