import type { Attribute, Graph, Node, Tensor } from "./proto.ts";

/** What an attribute may be made from; a plain number is an integer attribute. */
export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: Tensor }
  | { readonly graph: Graph };

/** AttributeProto.AttributeType. */
export const attributeTypes = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
} as const;

/** Makes the attributes of a node from a record of values. */
export function makeAttributes(values: Readonly<Record<string, AttributeValue>>): Attribute[] {
  return Object.entries(values).map(([name, value]) => ({ ...empty, name, ...valueFields(value) }));
}

/** The integer attribute `name` of a node, undefined where absent. */
export function intAttribute(node: Node, name: string): number | undefined {
  const value = find(node, name)?.int;
  return value === undefined ? undefined : Number(value);
}

/** The integer list attribute `name` of a node, undefined where absent. */
export function intsAttribute(node: Node, name: string): readonly number[] | undefined {
  return find(node, name)?.ints.map(Number);
}

/** The float attribute `name` of a node, undefined where absent. */
export function floatAttribute(node: Node, name: string): number | undefined {
  return find(node, name)?.float;
}

/** The string attribute `name` of a node, undefined where absent. */
export function stringAttribute(node: Node, name: string): string | undefined {
  const bytes = find(node, name)?.string;
  return bytes && new TextDecoder().decode(bytes);
}

/** The tensor attribute `name` of a node, undefined where absent. */
export function tensorAttribute(node: Node, name: string): Tensor | undefined {
  return find(node, name)?.tensor;
}

/** The subgraphs of a node: branches of If, bodies of Loop and Scan. */
export function subgraphs(node: Node): Graph[] {
  return node.attributes.flatMap(({ graph, graphs }) => (graph ? [graph, ...graphs] : graphs));
}

const empty = { floats: [], ints: [], strings: [], tensors: [], graphs: [] } as const;

function find(node: Node, name: string): Attribute | undefined {
  return node.attributes.find((attribute) => attribute.name === name);
}

function valueFields(value: AttributeValue): Partial<Attribute> {
  if (typeof value === "number") return { int: value, type: attributeTypes.int };
  if (typeof value === "string") {
    return { string: new TextEncoder().encode(value), type: attributeTypes.string };
  }
  if (Array.isArray(value)) return { ints: value, type: attributeTypes.ints };
  if ("float" in value) return { float: value.float, type: attributeTypes.float };
  if ("floats" in value) return { floats: value.floats, type: attributeTypes.floats };
  if ("tensor" in value) return { tensor: value.tensor, type: attributeTypes.tensor };
  return { graph: (value as { graph: Graph }).graph, type: attributeTypes.graph };
}
