import type { ValueChoice } from "./request.ts";

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
