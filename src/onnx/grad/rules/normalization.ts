import { floatAttribute, intAttribute } from "#onnx/attribute";
import { axesUpTo } from "#onnx/grad/arithmetic";
import { perInput, type RuleTable, type Step } from "#onnx/grad/rule";

/** Ops that set a vector in relation to its own sum, mean or length. */
export const normalization: RuleTable = {
  /** y = softmax x:  x̄ = y·(ȳ − Σ ȳ·y) */
  Softmax: perInput(({ m, g, y, node }) => {
    const axis = intAttribute(node, "axis") ?? -1;
    return m.mul(y, m.sub(g, m.sum(m.mul(g, y), [axis])));
  }),
  /** y = log softmax x:  x̄ = ȳ − e^y·Σ ȳ */
  LogSoftmax: perInput(({ m, g, y, node }) => {
    const axis = intAttribute(node, "axis") ?? -1;
    return m.sub(g, m.mul(m.exp(y), m.sum(g, [axis])));
  }),
  /** y = w·x̂ + v with x̂ = (x − μ)/σ, σ² = mean (x − μ)² + ε; see `normalized`:  v̄ = ȳ */
  LayerNormalization: perInput(
    (step) => normalized(step).input,
    (step) => normalized(step).scale,
    ({ m, g, y, c }) => m.unbroadcast(g, y, c),
  ),
  /** y = w·x̂ with x̂ = x/σ, σ² = mean x² + ε; see `normalized` */
  RMSNormalization: perInput(
    (step) => normalized(step, false).input,
    (step) => normalized(step, false).scale,
  ),
  /** The same by its older name */
  SimplifiedLayerNormalization: perInput(
    (step) => normalized(step, false).input,
    (step) => normalized(step, false).scale,
  ),
  /** y = x/‖x‖₂:  x̄ = (ȳ − y·Σ ȳ·y)/‖x‖₂ */
  LpNormalization: perInput((step) => {
    const { m, g, y, node } = step;
    const axis = intAttribute(node, "axis") ?? -1;
    const across = m.sub(g, m.mul(y, m.sum(m.mul(g, y), [axis])));
    return (intAttribute(node, "p") ?? 2) === 2 ? m.div(across, lengthOf(step)) : undefined;
  }),
};

/** With h = ȳ·w:  x̄ = (h − mean h − x̂·mean(h·x̂))/σ, without mean h where x is not centred;  w̄ = ȳ·x̂ */
function normalized(step: Step, isCentred = true) {
  const { m, g, b, y } = step;
  const { mean, sigma, unit } = standardized(step, isCentred);
  const h = m.mul(g, b);
  const along = m.mul(unit, mean(m.mul(h, unit)));
  const rest = isCentred ? m.sub(m.sub(h, mean(h)), along) : m.sub(h, along);
  return { input: m.div(rest, sigma), scale: m.unbroadcast(m.mul(g, unit), y, b) };
}

/** What a normalization of x from an axis on computes on its way: the mean of its axes, x − μ, σ and x̂. */
export function standardized({ m, a, node }: Step, isCentred: boolean) {
  const axes = axesUpTo(m.rank(a)).slice(intAttribute(node, "axis") ?? -1);
  const mean = (value: string) => m.mean(value, axes, a);
  const centred = isCentred ? m.sub(a, mean(a)) : a;
  const epsilon = floatAttribute(node, "epsilon") ?? 1e-5;
  const sigma = m.op("Sqrt", [m.add(mean(m.mul(centred, centred)), epsilon)]);
  return { mean, centred, sigma, unit: m.div(centred, sigma) };
}

/** ‖x‖₂ along the axis of an LpNormalization. */
export function lengthOf({ m, a, node }: Step): string {
  return m.op("Sqrt", [m.sum(m.mul(a, a), [intAttribute(node, "axis") ?? -1])]);
}
