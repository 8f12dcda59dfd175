import { floatAttribute, stringAttribute } from "#onnx/attribute";
import { perInput, type RuleTable, type Step } from "#onnx/grad/rule";

/** Activation functions. */
export const activation: RuleTable = {
  /** y = max(x, 0):  x̄ = ȳ·[x > 0] */
  Relu: perInput(({ m, g, a }) => m.where(m.op("Greater", [a, 0]), g, 0)),
  /** y = x if x ≥ 0 else αx:  x̄ = ȳ if x > 0 else αȳ */
  LeakyRelu: perInput(({ m, g, a, node }) => {
    const alpha = floatAttribute(node, "alpha") ?? 0.01;
    return m.where(m.op("Greater", [a, 0]), g, m.mul(g, alpha));
  }),
  /** y = x if x ≥ 0 else α(eˣ − 1):  x̄ = ȳ if x > 0 else ȳ·(y + α) */
  Elu: perInput(({ m, g, a, y, node }) => {
    const alpha = floatAttribute(node, "alpha") ?? 1;
    return m.where(m.op("Greater", [a, 0]), g, m.mul(g, m.add(y, alpha)));
  }),
  /** y = σ(x):  x̄ = ȳ·y·(1 − y) */
  Sigmoid: perInput(({ m, g, y }) => m.mul(g, m.mul(y, m.sub(1, y)))),
  /** y = clip(αx + β, 0, 1):  x̄ = αȳ·[0 < y < 1] */
  HardSigmoid: perInput(({ m, g, y, node }) => {
    const alpha = floatAttribute(node, "alpha") ?? 0.2;
    const isInside = m.op("And", [m.op("Greater", [y, 0]), m.op("Less", [y, 1])]);
    return m.where(isInside, m.mul(g, alpha), 0);
  }),
  /** y = tanh x:  x̄ = ȳ·(1 − y²) */
  Tanh: perInput(({ m, g, y }) => m.mul(g, m.sub(1, m.mul(y, y)))),
  /** y = erf x:  x̄ = ȳ·(2/√π)·e^(−x²) */
  Erf: perInput(({ m, g, a }) =>
    m.mul(g, m.mul(m.exp(m.neg(m.mul(a, a))), 2 / Math.sqrt(Math.PI))),
  ),
  /** y = ln(1 + eˣ):  x̄ = ȳ·σ(x) */
  Softplus: perInput(({ m, g, a }) => m.mul(g, m.op("Sigmoid", [a]))),
  /** y = x/(1 + |x|):  x̄ = ȳ/(1 + |x|)² */
  Softsign: perInput(({ m, g, a }) => {
    const size = m.add(m.op("Abs", [a]), 1);
    return m.div(g, m.mul(size, size));
  }),
  /** y = x·Φ(x), or its approximation by tanh */
  Gelu: perInput((step) =>
    stringAttribute(step.node, "approximate") === "tanh" ? tanhGelu(step) : erfGelu(step),
  ),
  /** y = x·σ(αx), α = 1.702 unless given */
  QuickGelu: perInput((step) => swish(step, floatAttribute(step.node, "alpha") ?? 1.702)),
  /** y = x·σ(αx), α = 1 unless given */
  Swish: perInput((step) => swish(step, floatAttribute(step.node, "alpha") ?? 1)),
  /** y = x·t with t = tanh(ln(1 + eˣ)):  x̄ = ȳ·(t + x·σ(x)·(1 − t²)) */
  Mish: perInput(({ m, g, a }) => {
    const t = m.op("Tanh", [m.op("Softplus", [a])]);
    const slope = m.mul(m.mul(a, m.op("Sigmoid", [a])), m.sub(1, m.mul(t, t)));
    return m.mul(g, m.add(t, slope));
  }),
};

/** x̄ = ȳ·(Φ(x) + x·φ(x)) with Φ(x) = (1 + erf(x/√2))/2 and φ(x) = e^(−x²/2)/√(2π) */
function erfGelu({ m, g, a }: Step): string {
  const cumulative = m.mul(m.add(m.op("Erf", [m.mul(a, Math.SQRT1_2)]), 1), 0.5);
  const density = m.mul(m.exp(m.mul(m.mul(a, a), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return m.mul(g, m.add(cumulative, m.mul(a, density)));
}

/** y = x(1 + t)/2, t = tanh u, u = c(x + kx³):  x̄ = ȳ·((1 + t)/2 + x(1 − t²)·c(1 + 3kx²)/2) */
function tanhGelu({ m, g, a }: Step): string {
  const c = Math.sqrt(2 / Math.PI);
  const k = 0.044715;
  const square = m.mul(a, a);
  const t = m.op("Tanh", [m.mul(m.mul(a, m.add(m.mul(square, k), 1)), c)]);
  const slope = m.mul(m.add(m.mul(square, 3 * k), 1), c / 2);
  const rest = m.mul(m.mul(a, m.sub(1, m.mul(t, t))), slope);
  return m.mul(g, m.add(m.mul(m.add(t, 1), 0.5), rest));
}

/** With s = σ(αx):  x̄ = ȳ·s·(1 + αx(1 − s)) */
function swish({ m, g, a }: Step, alpha: number): string {
  const scaled = m.mul(a, alpha);
  const s = m.op("Sigmoid", [scaled]);
  return m.mul(m.mul(g, s), m.add(m.mul(scaled, m.sub(1, s)), 1));
}
