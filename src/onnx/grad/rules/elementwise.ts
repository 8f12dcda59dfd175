import { broadcast, broadcastEach, perInput, type RuleTable, type Step } from "#onnx/grad/rule";
import { tensorValues } from "#onnx/tensor";

/** Ops on numbers one by one; in an equation ȳ is the cotangent of y, and broadcasting is undone by summing. */
export const elementwise: RuleTable = {
  /** y = a + b:  ā = ȳ,  b̄ = ȳ */
  Add: broadcast(
    ({ g }) => g,
    ({ g }) => g,
  ),
  /** y = a − b:  ā = ȳ,  b̄ = −ȳ */
  Sub: broadcast(
    ({ g }) => g,
    ({ m, g }) => m.neg(g),
  ),
  /** y = a·b:  ā = ȳ·b,  b̄ = ȳ·a */
  Mul: broadcast(
    ({ m, g, b }) => m.mul(g, b),
    ({ m, g, a }) => m.mul(g, a),
  ),
  /** y = a/b:  ā = ȳ/b,  b̄ = −ȳ·y/b */
  Div: broadcast(
    ({ m, g, b }) => m.div(g, b),
    ({ m, g, b, y }) => m.neg(m.div(m.mul(g, y), b)),
  ),
  /** y = a^b:  ā = ȳ·b·a^(b−1),  b̄ = ȳ·y·ln a */
  Pow: broadcast(
    (step) => step.m.mul(step.g, slopeOfPower(step)),
    ({ m, g, a, y }) => m.mul(g, m.mul(y, m.op("Log", [a]))),
  ),
  /** y = a + b + …:  ā = ȳ, b̄ = ȳ, … */
  Sum: broadcastEach(({ g }) => g),
  /** y = (a + b + …)/n:  ā = ȳ/n, b̄ = ȳ/n, … */
  Mean: broadcastEach(({ m, g, node }) => m.div(g, node.inputs.length)),
  /** y = max(a, b, …):  ā = ȳ·[a = y], …; each of several largest takes the whole */
  Max: broadcastEach(({ m, g, y }, input) => m.where(m.op("Equal", [input, y]), g, 0)),
  /** y = min(a, b, …):  ā = ȳ·[a = y], …; each of several smallest takes the whole */
  Min: broadcastEach(({ m, g, y }, input) => m.where(m.op("Equal", [input, y]), g, 0)),
  /** y = clip(x, low, high):  x̄ = ȳ·[x = y]; the bounds have no rule */
  Clip: perInput(({ m, g, a, y }) => m.where(m.op("Equal", [a, y]), g, 0)),
  /** y = b where a else c:  b̄ = ȳ where a else 0,  c̄ = 0 where a else ȳ */
  Where: broadcast(
    () => undefined,
    ({ m, g, a }) => m.where(a, g, 0),
    ({ m, g, a }) => m.where(a, 0, g),
  ),
  /** y = −x:  x̄ = −ȳ */
  Neg: perInput(({ m, g }) => m.neg(g)),
  /** y = √x:  x̄ = ȳ/(2y) */
  Sqrt: perInput(({ m, g, y }) => m.div(g, m.mul(y, 2))),
  /** y = 1/x:  x̄ = −ȳ·y² */
  Reciprocal: perInput(({ m, g, y }) => m.neg(m.mul(g, m.mul(y, y)))),
  /** y = eˣ:  x̄ = ȳ·y */
  Exp: perInput(({ m, g, y }) => m.mul(g, y)),
  /** y = ln x:  x̄ = ȳ/x */
  Log: perInput(({ m, g, a }) => m.div(g, a)),
  /** y = |x|:  x̄ = ȳ·sign x */
  Abs: perInput(({ m, g, a }) => m.mul(g, m.op("Sign", [a]))),
  /** y = sin x:  x̄ = ȳ·cos x */
  Sin: perInput(({ m, g, a }) => m.mul(g, m.op("Cos", [a]))),
  /** y = cos x:  x̄ = −ȳ·sin x */
  Cos: perInput(({ m, g, a }) => m.neg(m.mul(g, m.op("Sin", [a])))),
};

/** b·a^(b−1), without the slow general power for squares and cubes; b may be of another type than a. */
function slopeOfPower({ m, a, b, constant }: Step): string {
  const tensor = constant(b);
  const [exponent, ...others] = (tensor && tensorValues(tensor)) ?? [];
  if (others.length === 0 && exponent === 2) return m.mul(a, 2);
  if (others.length === 0 && exponent === 3) return m.mul(m.mul(a, a), 3);
  const power = m.typeOf(b) === m.typeOf(a) ? b : m.cast(b);
  return m.mul(power, m.op("Pow", [a, m.sub(power, 1)]));
}
