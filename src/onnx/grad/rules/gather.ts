import { intAttribute, stringAttribute } from "#onnx/attribute";
import { axesUpTo } from "#onnx/grad/arithmetic";
import { perInput, type RuleTable, type Step } from "#onnx/grad/rule";

/** Ops that pick or place elements by index; what is picked several times receives the sum. */
export const gather: RuleTable = {
  /** y = rows of x at i along an axis:  x̄ = ȳ added at the rows i of zeros */
  Gather: perInput(gathered),
  /** y_p = x at i_p along an axis:  x̄ = ȳ added at i to zeros */
  GatherElements: perInput(({ m, g, a, b, node }) => {
    const attributes = { axis: intAttribute(node, "axis") ?? 0, reduction: "add" };
    return m.op("ScatterElements", [m.full(0, m.shape(a)), b, g], attributes);
  }),
  /** y_p = x at the place i_p:  x̄ = ȳ added at i to zeros */
  GatherND: perInput(({ m, g, a, b, node }) => {
    if (intAttribute(node, "batch_dims")) return undefined;
    return m.op("ScatterND", [m.full(0, m.shape(a)), b, g], { reduction: "add" });
  }),
  /** y = x with u put at the places i:  x̄ = ȳ with zeros there (ȳ itself if u is added),  ū = ȳ at i */
  ScatterND: perInput(
    (step) => overwritten(step, {}),
    () => undefined,
    ({ m, g, b, node }) => (isPutOrAdded(node) ? m.op("GatherND", [g, b]) : undefined),
  ),
  /** The same, element by element along an axis */
  ScatterElements: perInput(
    (step) => overwritten(step, axisOf(step)),
    () => undefined,
    (step) => {
      const { m, g, b, node } = step;
      return isPutOrAdded(node) ? m.op("GatherElements", [g, b], axisOf(step)) : undefined;
    },
  ),
};

/** ScatterND adds along the first axis alone, so the axis is brought there and back. */
function gathered({ m, g, a, b, node }: Step): string {
  const rank = m.rank(a);
  const indexRank = m.rank(b);
  const given = intAttribute(node, "axis") ?? 0;
  const axis = given < 0 ? given + rank : given;
  const others = axesUpTo(rank).filter((other) => other !== axis);
  const isFirst = axis === 0;
  const indexAxes = axesUpTo(indexRank).map((at) => axis + at);
  const otherAxes = axesUpTo(rank - 1).map((at) => (at < axis ? at : at + indexRank));
  const updates = isFirst ? g : m.transpose(g, [...indexAxes, ...otherAxes]);
  const front = [axis, ...others];
  const shape = isFirst ? m.shape(a) : m.op("Gather", [m.shape(a), m.ints(front)]);
  const places = m.unsqueeze(m.int64(b), [-1]);
  const summed = m.op("ScatterND", [m.full(0, shape), places, updates], { reduction: "add" });
  if (isFirst) return summed;
  return m.transpose(
    summed,
    axesUpTo(rank).map((at) => front.indexOf(at)),
  );
}

function overwritten({ m, g, b, c, node }: Step, attributes: { axis?: number }) {
  if (reductionOf(node) === "add") return g;
  if (reductionOf(node) !== "none") return undefined;
  return m.op(node.op, [g, b, m.full(0, m.shape(c))], attributes);
}

function axisOf({ node }: Step) {
  return { axis: intAttribute(node, "axis") ?? 0 };
}

function isPutOrAdded(node: Step["node"]): boolean {
  return ["none", "add"].includes(reductionOf(node));
}

function reductionOf(node: Step["node"]): string {
  return stringAttribute(node, "reduction") ?? "none";
}
