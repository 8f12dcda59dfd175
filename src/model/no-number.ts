import { ExplainError } from "#protocol/failure";

/** Where everything is hidden from a token some models divide zero by zero. */
export function noNumber(name: string): ExplainError {
  return new ExplainError({
    kind: "invalid-option",
    message: `${name} gives no numbers when the masked tokens are absent in this way.`,
    remedy: "Choose another baseline, such as zero or remove.",
  });
}
