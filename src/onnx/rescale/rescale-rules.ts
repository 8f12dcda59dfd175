import { intAttribute } from "#onnx/attribute";
import type { Arithmetic } from "#onnx/grad/arithmetic";
import { gradientRules } from "#onnx/grad/gradient-rules";
import { broadcast, perInput, type Rule, type RuleTable, type Step } from "#onnx/grad/rule";
import { lengthOf, standardized } from "#onnx/grad/rules/normalization";
import { reduce } from "#onnx/grad/rules/reduction";
import { tensorValues } from "#onnx/tensor";

/** What a forward value is in the baseline's pass, itself where it is the same there. */
type BaselineOf = (value: string) => string;

/** Ops on one number each. */
const ofOneNumber = [
  ...["Relu", "LeakyRelu", "Elu", "Sigmoid", "HardSigmoid", "Tanh", "Erf", "Softplus", "Softsign"],
  ...["Gelu", "QuickGelu", "Swish", "Mish", "Clip", "Sqrt", "Reciprocal", "Exp", "Log", "Abs"],
  ...["Sin", "Cos"],
];

const products = ["Mul", "MatMul", "FusedMatMul", "Gemm", "Einsum"];

/**
 * DeepLIFT by its rescale rule (Shrikumar 2017), on the walk of gradients: in place of a derivative stands a multiplier
 * M with Σ M·(x − x₀) = y − y₀, x₀ and y₀ being the values in the baseline's pass. So what reaches the inputs adds up to
 * the difference of the results.
 *
 * - An op on one number: M = (y − y₀)/(x − x₀), its derivative where the two are alike. So however an exporter writes
 *   an activation function, its multiplier is the same.
 * - A product: each factor with the mean of the other's two values, a·b − a₀·b₀ = Δa·(b + b₀)/2 + Δb·(a + a₀)/2. A
 *   quotient and a norm follow from products and one-number ops.
 * - A softmax: y = e^(x − l) with l = ln Σ eˣ, the multipliers of l being means of both probabilities; see `Softmax`.
 *
 * Linear ops keep their derivative. So do extremes and log-sum-exp of several numbers, products of more than two factors
 * by Einsum, and powers by a computed exponent, which then miss some of the difference: the sum says how much.
 */
export function rescaleRules(baselineOf: BaselineOf): RuleTable {
  const before = ({ m }: Step, value: string) => m.like(baselineOf(value), value);
  const meanOf = (step: Step, value: string) => {
    const other = before(step, value);
    const { m } = step;
    return other === value ? value : m.like(m.mul(m.add(value, other), 0.5), value);
  };
  const secant = (rule: Rule): Rule =>
    perInput((step) => {
      const slope = rule(step)[0];
      return slope && secantOr(step, slope, before(step, step.a), before(step, step.y));
    });
  const product = (rule: Rule): Rule => {
    return (step) => {
      const inputs = step.node.inputs.map((value) => (value ? meanOf(step, value) : value));
      const [a = "", b = ""] = inputs;
      return rule({ ...step, a, b, node: { ...step.node, inputs } });
    };
  };
  /** With h = ȳ·w, as `overOwnLength`; back through x − μ where x is centred */
  const norm = (isCentred: boolean) =>
    perInput((step) => {
      const { m, g, a, b } = step;
      const own = standardized(step, isCentred);
      const other = standardized({ ...step, a: before(step, a) }, isCentred);
      const h = m.mul(g, b);
      const centred = overOwnLength(m, h, own, other, own.mean);
      return isCentred ? m.sub(centred, own.mean(centred)) : centred;
    });
  /** [y = softmax x] L(y, y₀) and its share of its sum, along an axis */
  const logMeans = (step: Step, log: string, otherLog: string, sum: (value: string) => string) => {
    const { m } = step;
    const means = logMean(m, log, otherLog);
    return { means, shares: m.div(means, sum(means)) };
  };
  const alongAxis =
    ({ m, node }: Step) =>
    (value: string) =>
      m.sum(value, [intAttribute(node, "axis") ?? -1]);

  const rules = gradientRules as Readonly<Record<string, Rule>>;
  return {
    ...gradientRules,
    ...Object.fromEntries(ofOneNumber.map((op) => [op, secant(rules[op]!)])),
    ...Object.fromEntries(products.map((op) => [op, product(rules[op]!)])),
    Pow: (step) => (hasOneExponent(step) ? secant(rules.Pow!)(step) : rules.Pow!(step)),
    /** y = a·(1/b):  ā = ȳ·(1/b + 1/b₀)/2,  b̄ = −ȳ·(a + a₀)/2/(b·b₀) */
    Div: broadcast(
      (step) => step.m.mul(step.g, meanReciprocal(step.m, step.b, before(step, step.b))),
      (step) => {
        const { m, g, a, b } = step;
        return m.neg(m.div(m.mul(g, meanOf(step, a)), m.mul(b, before(step, b))));
      },
    ),
    /**
     * Δ ln y_i = Δx_i − Δl, and Σ L(y, y₀)·Δ ln y = Σ (y − y₀) = 0 for the logarithmic mean
     * L(p, q) = (p − q)/(ln p − ln q). So Δl = Σ u_i Δx_i with the shares u = L/ΣL, and with h = ȳ·L:  x̄ = h − u·Σ h
     */
    Softmax: perInput((step) => {
      const { m, g, a, node } = step;
      const axis = intAttribute(node, "axis") ?? -1;
      const log = (value: string) => m.op("LogSoftmax", [value], { axis });
      const sum = alongAxis(step);
      const { means, shares } = logMeans(step, log(a), log(before(step, a)), sum);
      const h = m.mul(g, means);
      return m.sub(h, m.mul(shares, sum(h)));
    }),
    /** x̄ = ȳ − u·Σ ȳ, with the shares u of `Softmax` */
    LogSoftmax: perInput((step) => {
      const { m, g, y } = step;
      const sum = alongAxis(step);
      return m.sub(g, m.mul(logMeans(step, y, before(step, y), sum).shares, sum(g)));
    }),
    LayerNormalization: norm(true),
    RMSNormalization: norm(false),
    SimplifiedLayerNormalization: norm(false),
    /** y = x/‖x‖, as `overOwnLength` */
    LpNormalization: perInput((step) => {
      const { m, g, a, node } = step;
      if ((intAttribute(node, "p") ?? 2) !== 2) return undefined;
      const other = before(step, a);
      const own = { centred: a, sigma: lengthOf(step) };
      const twin = { centred: other, sigma: lengthOf({ ...step, a: other }) };
      return overOwnLength(m, g, own, twin, alongAxis(step));
    }),
    /** y = √Σ x²:  x̄ = ȳ·(x + x₀)/(y + y₀) */
    ReduceL2: reduce((step, restored) => {
      const { m, g, a, y } = step;
      const sums = m.add(y, restored(before(step, step.node.outputs[0]!)));
      return m.mul(g, m.div(m.add(a, before(step, a)), sums));
    }),
    /** y = Σ x²:  x̄ = ȳ·(x + x₀) */
    ReduceSumSquare: reduce((step) => step.m.mul(step.g, step.m.add(step.a, before(step, step.a)))),
    /** y = Σ |x| */
    ReduceL1: reduce((step) => {
      const { m, g, a } = step;
      const [size, otherSize] = [a, before(step, a)].map((value) => m.op("Abs", [value]));
      const slope = m.mul(g, m.op("Sign", [a]));
      return secantOr({ ...step, y: size! }, slope, before(step, a), otherSize!);
    }),
  };
}

/** Where two numbers differ by less than this part of their size, their quotient is rounding. */
const alike = 1e-3;
/** Logarithms below this stand for a probability of 0, −∞ among them. */
const leastLog = -1e30;

/** ȳ·(y − y₀)/(x − x₀), or `slope` where both differences are as good as none. */
function secantOr({ m, g, a, y }: Step, slope: string, a0: string, y0: string): string {
  const [ofInput, ofOutput] = [m.sub(a, a0), m.sub(y, y0)];
  const differs = (difference: string, one: string, other: string, least: number) => {
    const size = m.add(m.op("Abs", [one]), m.op("Abs", [other]));
    return m.op("Greater", [m.op("Abs", [difference]), m.add(m.mul(size, alike), least)]);
  };
  const isFar = m.op("Or", [differs(ofInput, a, a0, 1e-4), differs(ofOutput, y, y0, 1e-12)]);
  return m.where(isFar, m.mul(g, m.div(ofOutput, ofInput)), slope);
}

/** True of a power whose exponent is one number for all. */
function hasOneExponent({ b, constant }: Step): boolean {
  const tensor = constant(b);
  return tensor !== undefined && tensorValues(tensor)?.length === 1;
}

/** (1/b + 1/b₀)/2 */
function meanReciprocal(m: Arithmetic, b: string, b0: string): string {
  if (b === b0) return m.div(1, b);
  return m.mul(m.add(m.div(1, b), m.div(1, b0)), 0.5);
}

/**
 * y = c/σ, σ² = Σ c² or its mean, plus ε:  c̄ = h·(1/σ + 1/σ₀)/2 + σ̄·(c + c₀)/(σ + σ₀), where
 * σ̄ = −Σ h·(c + c₀)/2/(σ·σ₀), `sum` being the sum or the mean.
 */
function overOwnLength(
  m: Arithmetic,
  h: string,
  own: { readonly centred: string; readonly sigma: string },
  other: { readonly centred: string; readonly sigma: string },
  sum: (value: string) => string,
): string {
  const both = m.add(own.centred, other.centred);
  const direct = m.mul(h, meanReciprocal(m, own.sigma, other.sigma));
  const ofLength = m.div(sum(m.mul(m.mul(h, both), -0.5)), m.mul(own.sigma, other.sigma));
  return m.add(direct, m.div(m.mul(ofLength, both), m.add(own.sigma, other.sigma)));
}

/** L(p, q) = (p − q)/(ln p − ln q) from the logarithms; their mean where they are alike. */
function logMean(m: Arithmetic, log: string, otherLog: string): string {
  const [a, b] = [log, otherLog].map((value) => m.op("Max", [value, leastLog])) as [string, string];
  const [p, q] = [m.exp(a), m.exp(b)];
  const difference = m.sub(a, b);
  const isAlike = m.op("Less", [m.op("Abs", [difference]), alike]);
  const mean = m.mul(m.add(p, q), 0.5);
  return m.where(isAlike, mean, m.div(m.sub(p, q), difference));
}
