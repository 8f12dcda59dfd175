import type { ValueKind } from "#protocol/request";

/** How the log-probabilities of the target's tokens make the numbers that are attributed. */
export interface Value {
  /** Of one token: its log-probability, or its probability. */
  ofToken(logProb: number): number;
  /** Of the whole target, [targets] log-probabilities: Σ_t log p(y_t), or Π_t p(y_t). */
  ofTarget(logProbs: Float64Array): number;
}

export const valueKinds: Readonly<Record<ValueKind, Value>> = {
  "log-prob": { ofToken: (logProb) => logProb, ofTarget: sum },
  prob: { ofToken: Math.exp, ofTarget: (logProbs) => Math.exp(sum(logProbs)) },
};

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}
