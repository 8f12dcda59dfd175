import {
  type AttributeValue,
  floatAttribute,
  intAttribute,
  intsAttribute,
  stringAttribute,
} from "#onnx/attribute";
import type { GraphEditor } from "#onnx/edit";
import type { GraphIndex } from "#onnx/graph";
import type { Node, Tensor } from "#onnx/proto";
import { type ElementTypeName, elementTypes, makeTensor } from "#onnx/tensor";
import { isTruth, rankOf } from "#onnx/value-facts";

/** Turns a node into others; gives the value of each of its outputs, undefined for one that it cannot give. */
export type Lowering = (e: Expansion) => readonly (string | undefined)[];

/** Lowerings by operator, as `qualifiedOp` names it. */
export type LoweringTable = Readonly<Record<string, Lowering>>;

/** The name of a node's operator: `Softmax`, `com.microsoft.Attention`. */
export function qualifiedOp({ op, domain }: Node): string {
  return domain && domain !== "ai.onnx" ? `${domain}.${op}` : op;
}

/** Thrown by a lowering that does not cover the node at hand; `lower` makes a problem of it. */
export class NotLowered extends Error {}

type Attributes = Readonly<Record<string, AttributeValue>>;

/** One node to be replaced, and the means to add what replaces it; numbers take the element type they meet. */
export class Expansion {
  readonly node: Node;
  private readonly editor: GraphEditor;
  private readonly index: GraphIndex;

  constructor(editor: GraphEditor, index: GraphIndex, node: Node) {
    this.editor = editor;
    this.index = index;
    this.node = node;
  }

  /** The name of an input, undefined where it is absent. */
  input(at: number): string | undefined {
    return this.node.inputs[at] || undefined;
  }

  /** The name of an input that the operator cannot do without. */
  needed(at: number): string {
    const value = this.input(at);
    if (value === undefined) throw new NotLowered(`it lacks input ${at}`);
    return value;
  }

  /** True of an output that is read, in the graph or outside. */
  wantsOutput(at: number): boolean {
    const value = this.node.outputs[at] ?? "";
    const { consumers, graph } = this.index;
    return consumers.has(value) || graph.outputs.some(({ name }) => name === value);
  }

  int(name: string, otherwise = 0): number {
    return intAttribute(this.node, name) ?? otherwise;
  }

  ints(name: string): readonly number[] | undefined {
    return intsAttribute(this.node, name);
  }

  float(name: string, otherwise: number): number {
    return floatAttribute(this.node, name) ?? otherwise;
  }

  string(name: string): string | undefined {
    return stringAttribute(this.node, name);
  }

  /** The count of axes of a value; says that the node cannot be lowered where the graph does not tell. */
  rank(value: string): number {
    const rank = rankOf(this.index, value);
    if (rank === undefined) throw new NotLowered(`the rank of ${value} is not known`);
    return rank;
  }

  /** True of a value that is known to hold truth values. */
  isTruth(value: string): boolean {
    return isTruth(this.index, value);
  }

  /** The tensor of an initializer, undefined for any other value. */
  initializer(value: string): Tensor | undefined {
    return this.index.initializers.get(value);
  }

  op(op: string, inputs: readonly string[], attributes: Attributes = {}, domain = ""): string {
    return this.editor.node(op, inputs, { attributes, domain });
  }

  /** A node with several outputs. */
  outputs(op: string, inputs: readonly string[], count: number, attributes: Attributes = {}) {
    const outputs = Array.from({ length: count }, () => this.editor.freshName(op.toLowerCase()));
    this.editor.node(op, inputs, { attributes, outputs });
    return outputs;
  }

  add(a: string, b: string | number): string {
    return this.op("Add", [a, this.like(b, a)]);
  }
  sub(a: string, b: string | number): string {
    return this.op("Sub", [a, this.like(b, a)]);
  }
  mul(a: string, b: string | number): string {
    return this.op("Mul", [a, this.like(b, a)]);
  }
  div(a: string, b: string | number): string {
    return this.op("Div", [a, this.like(b, a)]);
  }

  /** A number as a scalar of the element type of `value`; a value as it is. */
  like(number: string | number, value: string): string {
    if (typeof number === "string") return number;
    const scalar = this.constant(makeTensor("float32", [], [number]));
    return this.op("CastLike", [scalar, value]);
  }

  cast(value: string, to: ElementTypeName): string {
    return this.op("Cast", [value], { to: elementTypes[to] });
  }

  constant(tensor: Tensor): string {
    return this.editor.constant("constant", tensor);
  }

  /** An int64 scalar. */
  integer(value: number): string {
    return this.constant(makeTensor("int64", [], [value]));
  }

  /** An int64 vector: numbers as they are, values of int64 vectors in their places. */
  vector(...parts: readonly (number | string)[]): string {
    const values = parts.map((part) =>
      typeof part === "string" ? part : this.editor.int64s("ints", [part]),
    );
    const numbers = parts.filter((part) => typeof part === "number");
    if (numbers.length === parts.length) return this.editor.int64s("ints", numbers);
    return values.length === 1 ? values[0]! : this.op("Concat", values, { axis: 0 });
  }

  /** The size of a value along an axis, an int64 vector of one. */
  size(value: string, axis: number): string {
    return this.op("Gather", [this.op("Shape", [value]), this.vector(axis)]);
  }

  /** 0 copies the size of the same axis, −1 takes what is left. */
  reshape(value: string, ...shape: readonly (number | string)[]): string {
    return this.op("Reshape", [value, this.vector(...shape)]);
  }

  transpose(value: string, ...perm: readonly number[]): string {
    return this.op("Transpose", [value], { perm });
  }

  concat(axis: number, ...parts: readonly string[]): string {
    return this.op("Concat", parts, { axis });
  }

  unsqueeze(value: string, ...axes: readonly number[]): string {
    return this.op("Unsqueeze", [value, this.vector(...axes)]);
  }

  squeeze(value: string, ...axes: readonly number[]): string {
    return this.op("Squeeze", [value, this.vector(...axes)]);
  }

  /** `value[from:to]` along one axis; without `to` up to the end. */
  slice(value: string, axis: number, from: number | string, to: number | string = lastIndex) {
    return this.op("Slice", [value, this.vector(from), this.vector(to), this.vector(axis)]);
  }

  /** The pieces of `value` along `axis`, of the given sizes. */
  split(value: string, axis: number, ...sizes: readonly (number | string)[]): string[] {
    return this.outputs("Split", [value, this.vector(...sizes)], sizes.length, { axis });
  }

  /** `from, from + 1, … to − 1`; the bounds are int64 vectors of one. */
  range(from: string | number, to: string): string {
    const start = typeof from === "number" ? this.integer(from) : this.squeeze(from, 0);
    return this.op("Range", [start, this.squeeze(to, 0), this.integer(1)]);
  }
}

/** A Slice that ends here ends at the end. */
const lastIndex = 2 ** 31 - 1;
