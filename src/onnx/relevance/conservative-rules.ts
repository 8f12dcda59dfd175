import { gradientRules } from "#onnx/grad/gradient-rules";
import { type Constant, perInput, type Rule, type RuleTable, type Step } from "#onnx/grad/rule";
import { lengthOf, standardized } from "#onnx/grad/rules/normalization";
import { tensorValues } from "#onnx/tensor";

const attention: Constant = { constant: "attention probabilities count as given" };
const denominator: Constant = { constant: "the denominator of a norm counts as given" };
const centre: Constant = { constant: "the mean of a norm counts as given" };

/** Relevance in which attention probabilities alone are constants, and all else is the gradient. */
export const attentionGivenRules: RuleTable = { ...gradientRules, Softmax: attention };

/**
 * Layer-wise relevance in the conservative form of Ali et al. 2022 (XAI for Transformers), by the walk of gradients:
 * input times what it gives is the relevance. Attention probabilities and the norm's denominator are constants; a norm
 * is linear in what remains, x̂ = (x − μ)/σ, so no relevance is lost in it.
 */
export const conservativeRules: RuleTable = {
  ...attentionGivenRules,
  Sqrt: denominator,
  ReduceL2: denominator,
  /** y = a^½ or a^−½ is a denominator too */
  Pow: (step) => {
    const exponent = step.constant(step.b);
    const [value = 1] = (exponent && tensorValues(exponent)) ?? [];
    if (Math.abs(value) !== 0.5) return (gradientRules.Pow as Rule)(step);
    return [step.m.full(0, step.m.shape(step.a))];
  },
  /** h = ȳ·w:  x̄ = (h − mean h)/σ */
  LayerNormalization: perInput((step) => {
    const { mean, sigma } = standardized(step, true);
    const h = step.m.mul(step.g, step.b);
    return step.m.div(step.m.sub(h, mean(h)), sigma);
  }),
  RMSNormalization: perInput((step) => overSigma(step, false)),
  SimplifiedLayerNormalization: perInput((step) => overSigma(step, false)),
  /** y = x/‖x‖:  x̄ = ȳ/‖x‖ */
  LpNormalization: perInput((step) => step.m.div(step.g, lengthOf(step))),
};

/** The variant in which the mean of a layer norm is a constant as well; other means are too. */
export const conservativeRulesWithMean: RuleTable = {
  ...conservativeRules,
  ReduceMean: centre,
  LayerNormalization: perInput((step) => overSigma(step, true)),
};

/** x̄ = ȳ·w/σ */
function overSigma(step: Step, isCentred: boolean): string {
  return step.m.div(step.m.mul(step.g, step.b), standardized(step, isCentred).sigma);
}
