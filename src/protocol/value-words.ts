import type { ShownExplanation } from "./class-shown.ts";
import { methodInfos } from "./methods.ts";
import type { ValueChoice, ValueKind } from "./request.ts";

/** What is explained, as the run line and the quick pick say it. */
export const valueLabels: Readonly<Record<ValueKind, string>> = {
  "log-prob": "log-probability",
  prob: "probability",
  entropy: "entropy",
  logit: "logit",
  contrast: "contrast",
};

export function valueLabel(value: ValueChoice): string {
  return value in valueLabels ? valueLabels[value as ValueKind] : valueWords(value).noun;
}

/** What a value is called in a sentence about the answer, and what its numbers count. */
export interface ValueWords {
  readonly noun: string;
  readonly unit: "Nats" | "Probability" | "Logits" | "Value";
}

export function valueWords(value: ValueChoice): ValueWords {
  switch (value) {
    case "log-prob":
      return { noun: "log-probability", unit: "Nats" };
    case "prob":
      return { noun: "probability", unit: "Probability" };
    case "entropy":
      return { noun: "entropy", unit: "Nats" };
    case "logit":
      return { noun: "sum of logits", unit: "Logits" };
    case "contrast":
      return { noun: "log-probability less that of the other text", unit: "Nats" };
    default:
      return { noun: value.slice("custom:".length), unit: "Value" };
  }
}

/** What the scores of `explanation` count, as a sentence says it: `nats`; empty where they have no unit. */
export function unitWord(
  explanation: Pick<ShownExplanation, "method" | "settings" | "against">,
): string {
  const { settings, against } = explanation;
  if (against !== undefined) return "nats";
  if (!hasUnit(explanation)) return "";
  return valueWords((settings.value as ValueChoice | undefined) ?? "log-prob").unit.toLowerCase();
}

/** Scores of methods without a unit are only compared with one another. */
export function hasUnit({
  method,
  against,
}: Pick<ShownExplanation, "method" | "against">): boolean {
  return against !== undefined || methodInfos[method].unit === "nats";
}
