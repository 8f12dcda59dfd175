import { noGradient } from "./no-gradient.ts";
import type { RuleTable } from "./rule.ts";
import { activation } from "./rules/activation.ts";
import { elementwise } from "./rules/elementwise.ts";
import { gather } from "./rules/gather.ts";
import { matmul } from "./rules/matmul.ts";
import { movement } from "./rules/movement.ts";
import { normalization } from "./rules/normalization.ts";
import { reduction } from "./rules/reduction.ts";

/** The rules of differentiation, by op name. */
export const gradientRules: RuleTable = {
  ...noGradient,
  ...elementwise,
  ...activation,
  ...matmul,
  ...normalization,
  ...reduction,
  ...movement,
  ...gather,
};
