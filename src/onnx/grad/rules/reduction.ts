import { intAttribute, intsAttribute } from "#onnx/attribute";
import { perInput, type Rule, type RuleTable, type Step } from "#onnx/grad/rule";

/** Ops that reduce axes; in an equation ȳ and y are given their axes back and stretch over x. */
export const reduction: RuleTable = {
  /** y = Σ x:  x̄ = ȳ */
  ReduceSum: reduce(({ m, g, a }) => m.op("Expand", [g, m.shape(a)])),
  /** y = (Σ x)/n:  x̄ = ȳ/n */
  ReduceMean: reduce(({ m, g, a, node }) => {
    const count = m.cast(m.op("Div", [m.op("Size", [a]), m.op("Size", [node.outputs[0]!])]));
    return m.op("Expand", [m.div(g, count), m.shape(a)]);
  }),
  /** y = max x:  x̄ = ȳ·[x = y], shared equally by several largest */
  ReduceMax: reduce(shareOfExtreme),
  /** y = min x:  x̄ = ȳ·[x = y], shared equally by several smallest */
  ReduceMin: reduce(shareOfExtreme),
  /** y = ln Σ eˣ:  x̄ = ȳ·e^(x − y) */
  ReduceLogSumExp: reduce(({ m, g, a, y }) => m.mul(g, m.exp(m.sub(a, y)))),
  /** y = √Σ x²:  x̄ = ȳ·x/y */
  ReduceL2: reduce(({ m, g, a, y }) => m.mul(g, m.div(a, y))),
  /** y = Σ |x|:  x̄ = ȳ·sign x */
  ReduceL1: reduce(({ m, g, a }) => m.mul(g, m.op("Sign", [a]))),
  /** y = Σ x²:  x̄ = 2ȳ·x */
  ReduceSumSquare: reduce(({ m, g, a }) => m.mul(m.mul(g, 2), a)),
  /** y_i = Σ_{j ≤ i} x_j:  x̄_j = Σ_{i ≥ j} ȳ_i, the same in the other direction */
  CumSum: perInput(({ m, g, b, node }) => {
    const reverse = 1 - (intAttribute(node, "reverse") ?? 0);
    return m.op("CumSum", [g, b], { reverse, exclusive: intAttribute(node, "exclusive") ?? 0 });
  }),
};

/** A rule for x in which `g` and `y` have their reduced axes back, with size 1, as `restored` gives them to others. */
export function reduce(
  equation: (step: Step, restored: (value: string) => string) => string,
): Rule {
  return perInput((step) => {
    const { m, g, y, b, node } = step;
    const isKept = (intAttribute(node, "keepdims") ?? 1) === 1;
    const attribute = intsAttribute(node, "axes");
    const axes = attribute ? m.ints(attribute) : b;
    // Without axes all are reduced and a scalar stretches as it is, or none is (noop_with_empty_axes).
    if (isKept || !axes) return equation(step, (value) => value);
    const restored = (value: string) => m.op("Unsqueeze", [value, axes]);
    return equation({ ...step, g: restored(g), y: restored(y) }, restored);
  });
}

function shareOfExtreme({ m, g, a, y, b, node }: Step): string {
  const isExtreme = m.cast(m.op("Equal", [a, y]));
  const attribute = intsAttribute(node, "axes");
  const axes = attribute ? [m.ints(attribute)] : b ? [b] : [];
  const count = m.op("ReduceSum", [isExtreme, ...axes]);
  return m.mul(g, m.div(isExtreme, count));
}
