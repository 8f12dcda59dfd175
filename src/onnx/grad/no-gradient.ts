import type { Constant, RuleTable } from "./rule.ts";

/** Ops that carry no gradient, each with the reason; an op neither here nor in a rule table is reported. */
export const noGradient: RuleTable = {
  ...reason("its result depends on the dims alone", ["Shape", "Size"]),
  ...reason("constant almost everywhere", ["Floor", "Ceil", "Round", "Sign"]),
  ...reason("a truth value, constant almost everywhere", [
    "Equal",
    "Greater",
    "GreaterOrEqual",
    "Less",
    "LessOrEqual",
    "IsNaN",
    "IsInf",
  ]),
  ...reason("a position, constant almost everywhere", ["ArgMax", "ArgMin", "NonZero"]),
};

function reason(constant: string, ops: readonly string[]): Record<string, Constant> {
  return Object.fromEntries(ops.map((op) => [op, { constant }]));
}
