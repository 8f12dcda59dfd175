import { intAttribute, intsAttribute, stringAttribute } from "#onnx/attribute";
import { axesUpTo } from "#onnx/grad/arithmetic";
import {
  ignoring,
  ofAllOutputs,
  perInput,
  type Rule,
  type RuleTable,
  type Step,
} from "#onnx/grad/rule";
import { tensorValues } from "#onnx/tensor";

/** x̄ = ȳ in the shape of x: for ops that only lay elements out anew */
const reshaped: Rule = perInput(({ m, g, a }) => m.reshape(g, m.shape(a)));

/** x̄ = ȳ */
const passed: Rule = perInput(({ g }) => g);

/** Ops that move, copy or drop elements and never combine them. */
export const movement: RuleTable = {
  Identity: passed,
  /** In inference the identity */
  Dropout: passed,
  Reshape: reshaped,
  Flatten: reshaped,
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  /** x̄ = ȳ in the type of x */
  Cast: perInput(({ m, g, a }) => m.cast(g, m.typeOf(a))),
  CastLike: ignoring(
    perInput(({ m, g, a }) => m.cast(g, m.typeOf(a))),
    1,
  ),
  /** y = x with its axes in another order:  x̄ = ȳ with them back in place */
  Transpose: perInput(({ m, g, a, node }) => {
    const axes = axesUpTo(m.rank(a));
    const perm = intsAttribute(node, "perm") ?? axes.toReversed();
    return m.transpose(
      g,
      axes.map((axis) => perm.indexOf(axis)),
    );
  }),
  /** y = x stretched:  x̄ = Σ ȳ over the copies */
  Expand: perInput(({ m, g, a, y }) => m.unbroadcast(g, y, a)),
  /** y = x, r_k times along axis k:  x̄ = Σ ȳ over the copies, ȳ laid out as [r_0, d_0, r_1, d_1, …] */
  Tile: perInput(({ m, g, a, b }) => {
    const pairs = [b, m.shape(a)].map((sizes) => m.unsqueeze(sizes, [1]));
    const laidOut = m.reshape(g, m.reshape(m.concat(pairs, 1), m.ints([-1])));
    const copies = axesUpTo(m.rank(a)).map((axis) => 2 * axis);
    return m.squeeze(m.sum(laidOut, copies), copies);
  }),
  /** y = [a, b, …]:  ā, b̄, … = the pieces of ȳ */
  Concat: ({ m, g, node }) => {
    const axis = intAttribute(node, "axis") ?? 0;
    const sizes = node.inputs.map((input) => m.sizeAlong(input, axis));
    return m.split(g, m.concat(sizes, 0), axis, sizes.length);
  },
  /** y_0, y_1, … = the pieces of x:  x̄ = [ȳ_0, ȳ_1, …], zero for a piece that nothing reads */
  Split: ofAllOutputs(
    perInput(({ m, node, cotangents }) => {
      const pieces = node.outputs.map((y, index) => cotangents[index] ?? m.full(0, m.shape(y)));
      return m.concat(pieces, intAttribute(node, "axis") ?? 0);
    }),
  ),
  Slice: perInput((step) => (hasUnitSteps(step) ? padded(step) : scattered(step))),
  /** y = x in a frame of constants:  x̄ = ȳ with the frame taken off */
  Pad: perInput(({ m, g, b, node }) => {
    if ((stringAttribute(node, "mode") ?? "constant") !== "constant") return undefined;
    const axes = node.inputs[3] ? ["", node.inputs[3]] : [];
    return m.op("Pad", [g, m.neg(b), ...axes]);
  }),
  /** y = the upper or lower triangle of x:  x̄ = that of ȳ */
  Trilu: perInput(({ m, g, b, node }) => {
    return m.op("Trilu", b ? [g, b] : [g], { upper: intAttribute(node, "upper") ?? 1 });
  }),
};

function hasUnitSteps({ node, constant }: Step): boolean {
  const steps = node.inputs[4];
  if (!steps) return true;
  const tensor = constant(steps);
  return tensor !== undefined && (tensorValues(tensor)?.every((step) => step === 1) ?? false);
}

/** y = x[start:end] along some axes:  x̄ = ȳ between zeros, as many before as the start within the bounds says */
function padded({ m, g, a, b, y, node }: Step): string {
  const given = node.inputs[3];
  const axes = given ? m.int64(given) : m.ints(axesUpTo(m.dims(b)[0] ?? 0));
  const shape = m.shape(a);
  const sizes = m.op("Gather", [shape, axes]);
  const starts = m.int64(b);
  const fromFront = m.where(m.op("Less", [starts, m.int(0)]), m.add(starts, sizes), starts);
  const within = m.op("Min", [m.op("Max", [fromFront, m.int(0)]), sizes]);
  const none = m.ints(axesUpTo(m.rank(a)).map(() => 0));
  const before = m.op("ScatterElements", [none, axes, within]);
  const after = m.sub(m.sub(shape, m.shape(y)), before);
  return m.op("Pad", [g, m.concat([before, after], 0)]);
}

/** y = x[start:end:step] along some axes:  x̄ = ȳ put back at the positions that the same Slice keeps */
function scattered({ m, g, a, node }: Step): string {
  const shape = m.shape(a);
  const positions = m.op("Range", [m.int(0), m.op("Size", [a]), m.int(1)]);
  const kept = m.op("Slice", [m.reshape(positions, shape), ...node.inputs.slice(1)]);
  const flat = (value: string) => m.reshape(value, m.ints([-1]));
  const zeros = m.full(0, m.op("Shape", [positions]));
  return m.reshape(m.op("ScatterElements", [zeros, flat(kept), flat(g)]), shape);
}
