import type { Variant } from "#explain/scoring-model";
import type { Value } from "#explain/targets";
import { ExplainError } from "#protocol/failure";
import type { ValueChoice } from "#protocol/request";
import type { ClassReadout } from "./class-readout.ts";

/** Where and how a task's classes are read; in a class task the targets are the classes. */
export interface ClassTask {
  readonly readout: ClassReadout;
  /** The token that predicts the class. */
  positionOf(ids: readonly number[]): number;
  /** What each class is set against, for the value `contrast`. */
  readonly versus: number;
}

/** [classes] ln of the softmax of `logits`. */
export function logShares(logits: Float64Array): Float64Array {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return logits.map((logit) => logit - largest - Math.log(total));
}

/** [variants][classes] H_D where the class is read. */
export async function classLogits(
  { readout, positionOf }: ClassTask,
  variants: readonly Variant[],
): Promise<Float64Array[]> {
  const count = readout.names.length;
  const rows = await readout.logits(variants);
  return rows.map((row, at) => {
    const position = positionOf(variants[at]!.ids);
    return row.slice(position * count, (position + 1) * count);
  });
}

/** [classes] what the value reads of class logits. */
export function classReadings(
  kind: ValueChoice,
  { versus }: ClassTask,
  logits: Float64Array,
): Float64Array {
  if (kind === "logit") return logits;
  if (kind === "contrast") return logits.map((logit) => logit - logits[versus]!);
  return logShares(logits);
}

/** The value of a class; its probability is among the classes. Throws ExplainError `invalid-option` for others. */
export function classValue(kind: ValueChoice, classes: ClassTask): Value {
  const known: readonly ValueChoice[] = ["log-prob", "prob", "logit", "contrast"];
  if (!known.includes(kind))
    throw new ExplainError({
      kind: "invalid-option",
      message: `A class has no value ${kind}.`,
      remedy: "Choose log-prob, prob, logit or contrast.",
    });
  const isProbability = kind === "prob";
  const sum = (readings: Float64Array) => readings.reduce((total, own) => total + own, 0);
  return {
    runCount: 1,
    readsLogProbs: kind === "log-prob" || isProbability,
    readings: async (_model, variants) =>
      (await classLogits(classes, variants)).map((logits) => classReadings(kind, classes, logits)),
    ofToken: isProbability ? Math.exp : (reading) => reading,
    ofTarget: isProbability ? (readings) => Math.exp(sum(readings)) : sum,
  };
}

/**
 * [classes] the derivative of Σ_c w_c · value_c by each class logit: w for logits; w − p Σw for log-probabilities, times
 * the probability for probabilities; w less Σw at the class that contrasts.
 */
export function classSlopes(
  kind: ValueChoice,
  { versus }: ClassTask,
  weights: Float64Array,
  logits: Float64Array,
): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (kind === "logit") return weights;
  if (kind === "contrast")
    return weights.map((weight, label) => weight - (label === versus ? total : 0));
  const shares = logShares(logits);
  const slopes = weights.map((weight, label) => weight - total * Math.exp(shares[label]!));
  if (kind !== "prob") return slopes;
  const value = Math.exp(weights.reduce((sum, weight, label) => sum + weight * shares[label]!, 0));
  return slopes.map((slope) => slope * value);
}
