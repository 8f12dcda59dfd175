import { assert } from "#base/assert";
import type { AttributeValue } from "#onnx/attribute";
import type { GraphEditor } from "#onnx/edit";
import { type ElementTypeName, elementTypes, makeTensor } from "#onnx/tensor";
import type { Trace } from "#onnx/trace";

/** The name of a value, or a number that stands for a constant of the element type at hand. */
export type Operand = string | number;

type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * Emits ordinary nodes into a graph, the same node once, so that rules read as equations. All ops are used in a
 * form that opsets 16 to 24 share.
 */
export class Arithmetic {
  private readonly editor: GraphEditor;
  private readonly trace: Trace;
  private readonly type: ElementTypeName;
  private readonly emitted: Map<string, string>;
  /** Emitted values by the forward values that they are like. */
  private readonly forms: Map<string, string>;

  constructor(
    editor: GraphEditor,
    trace: Trace,
    type: ElementTypeName,
    emitted = new Map<string, string>(),
    forms = new Map<string, string>(),
  ) {
    this.editor = editor;
    this.trace = trace;
    this.type = type;
    this.emitted = emitted;
    this.forms = forms;
  }

  /** The same graph, where numbers stand for constants of another element type. */
  in(type: ElementTypeName): Arithmetic {
    return new Arithmetic(this.editor, this.trace, type, this.emitted, this.forms);
  }

  /** A value of the type and dims of a forward value, so that a rule can take it in that one's place. */
  like(value: string, forward: string): string {
    if (value !== forward) this.forms.set(value, forward);
    return value;
  }

  /** The first output of a node of the standard's own operator set. */
  op(op: string, operands: readonly Operand[], attributes: Attributes = {}, domain = ""): string {
    const inputs = operands.map((operand) => this.value(operand));
    return this.once(JSON.stringify([domain, op, inputs, attributes]), () =>
      this.editor.node(op, inputs, { attributes, domain }),
    );
  }

  add(a: Operand, b: Operand): string {
    return this.op("Add", [a, b]);
  }
  sub(a: Operand, b: Operand): string {
    return this.op("Sub", [a, b]);
  }
  mul(a: Operand, b: Operand): string {
    return this.op("Mul", [a, b]);
  }
  div(a: Operand, b: Operand): string {
    return this.op("Div", [a, b]);
  }
  neg(a: Operand): string {
    return this.op("Neg", [a]);
  }
  exp(a: Operand): string {
    return this.op("Exp", [a]);
  }
  where(condition: string, a: Operand, b: Operand): string {
    return this.op("Where", [condition, a, b]);
  }

  /** The sum over `axes`, kept with size 1. */
  sum(a: string, axes: readonly number[]): string {
    return axes.length === 0 ? a : this.op("ReduceSum", [a, this.ints(axes)]);
  }

  /** The mean over the axes of a forward value's shape that `axes` names, kept with size 1. */
  mean(a: string, axes: readonly number[], like: string): string {
    return this.div(this.sum(a, axes), this.count(like, axes));
  }

  /** The number of elements of a forward value along `axes`, as a number where fixed. */
  count(like: string, axes: readonly number[]): Operand {
    const sizes = axes.map((axis) => this.dims(like).at(axis));
    const known = sizes.flatMap((size) => size ?? []);
    if (known.length === sizes.length) return known.reduce((product, size) => product * size, 1);
    const dims = this.op("Gather", [this.shape(like), this.ints(axes)]);
    return this.cast(this.op("ReduceProd", [dims], { keepdims: 0 }));
  }

  /** `a · b` over the last two axes, each transposed first if so said: no copy of transposed weights is made. */
  matmul(a: string, b: string, transposed: { a?: boolean; b?: boolean } = {}): string {
    const { a: transA = false, b: transB = false } = transposed;
    if (!transA && !transB) return this.op("MatMul", [a, b]);
    const attributes = { transA: Number(transA), transB: Number(transB) };
    return this.op("FusedMatMul", [a, b], attributes, "com.microsoft");
  }

  transpose(a: string, perm: readonly number[]): string {
    return this.op("Transpose", [a], { perm });
  }

  reshape(a: string, shape: string): string {
    return this.op("Reshape", [a, shape]);
  }

  squeeze(a: string, axes: readonly number[]): string {
    return axes.length === 0 ? a : this.op("Squeeze", [a, this.ints(axes)]);
  }

  unsqueeze(a: string, axes: readonly number[]): string {
    return axes.length === 0 ? a : this.op("Unsqueeze", [a, this.ints(axes)]);
  }

  concat(parts: readonly string[], axis: number): string {
    return parts.length === 1 ? parts[0]! : this.op("Concat", parts, { axis });
  }

  /** The pieces of `a` along `axis`, of the sizes that an int64 vector gives. */
  split(a: string, sizes: string, axis: number, count: number): string[] {
    const outputs = Array.from({ length: count }, () => this.editor.freshName("split"));
    this.editor.node("Split", [a, sizes], { attributes: { axis }, outputs });
    return outputs;
  }

  /** The int64 vector of a value's sizes. */
  shape(a: string): string {
    return this.op("Shape", [a]);
  }

  /** The int64 vector of the one size of `a` along `axis`. */
  sizeAlong(a: string, axis: number): string {
    return this.op("Gather", [this.shape(a), this.ints([axis])]);
  }

  /** An int64 vector. */
  ints(values: readonly number[]): string {
    return this.once(`ints ${values}`, () => this.editor.int64s("ints", values));
  }

  /** An int64 scalar. */
  int(value: number): string {
    return this.once(`int ${value}`, () =>
      this.editor.constant("int", makeTensor("int64", [], [value])),
    );
  }

  /** A tensor of one value in the shape that an int64 vector gives. */
  full(value: number, shape: string): string {
    return this.op("Expand", [value, shape]);
  }

  cast(a: string, to: ElementTypeName = this.type): string {
    return this.op("Cast", [a], { to: elementTypes[to] });
  }

  /** A forward value that holds integers, as int64. */
  int64(value: string): string {
    return this.typeOf(value) === "int64" ? value : this.cast(value, "int64");
  }

  /**
   * The transpose of broadcasting: sums `a`, of the dims of `from`, over the axes along which `to` was stretched.
   * The last `apart` axes are left alone.
   */
  unbroadcast(a: string, from: string, to: string, apart = 0): string {
    const wide = this.dims(from);
    const narrow = this.dims(to);
    const added = axesUpTo(wide.length - narrow.length);
    const stretched = axesUpTo(narrow.length - apart).flatMap((axis) => {
      const at = axis + added.length;
      return narrow[axis] === 1 && wide[at] !== 1 ? [at] : [];
    });
    return this.squeeze(this.sum(a, [...added, ...stretched]), added);
  }

  /** The traced sizes of a forward value, undefined where they vary. */
  dims(value: string): readonly (number | undefined)[] {
    return this.traced(value).dims;
  }

  rank(value: string): number {
    return this.dims(value).length;
  }

  /** The element type of a forward value. */
  typeOf(value: string): ElementTypeName {
    return this.traced(value).type;
  }

  private traced(value: string) {
    const traced = this.trace.get(this.forms.get(value) ?? value);
    assert(traced, `the value ${value} was traced`);
    return traced;
  }

  private value(operand: Operand): string {
    if (typeof operand === "string") return operand;
    const { type } = this;
    const isNative = type === "float32" || type === "float64";
    const held = isNative ? type : "float32";
    const scalar = this.once(`${held} ${operand}`, () =>
      this.editor.constant("scalar", makeTensor(held, [], [operand])),
    );
    return isNative ? scalar : this.cast(scalar);
  }

  private once(key: string, emit: () => string): string {
    const value = this.emitted.get(key) ?? emit();
    this.emitted.set(key, value);
    return value;
  }
}

/** 0, 1, … `count` − 1. */
export function axesUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, axis) => axis);
}
