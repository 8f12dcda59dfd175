import { ExplainError } from "#protocol/failure";
import type { ValueChoice } from "#protocol/request";
import { alignTokens } from "./contrast.ts";
import type { ReadLogits, ScoringModel, Variant } from "./scoring-model.ts";

/** What is attributed: a reading of the model at every target token, and how readings make one number. */
export interface Value {
  /** How often the model runs over each variant. */
  readonly runCount: number;
  /** True where the readings are the target's log-probabilities. */
  readonly readsLogProbs: boolean;
  /** [variants][targets] */
  readings(
    model: ScoringModel,
    variants: readonly Variant[],
    target: readonly number[],
  ): Promise<Float64Array[]>;
  /** Of one token. */
  ofToken(reading: number): number;
  /** Of a stretch of the target, [targets]. */
  ofTarget(readings: Float64Array): number;
}

const same = (reading: number) => reading;

const logProb: Value = {
  runCount: 1,
  readsLogProbs: true,
  readings: (model, variants, target) => model.score(variants, target),
  ofToken: same,
  ofTarget: sum,
};

/** By the logits at each target token's position. */
function ofLogits(read: ReadLogits<number>): Value {
  return {
    runCount: 1,
    readsLogProbs: false,
    readings: async (model, variants, target) =>
      (await model.read(variants, target, read)).map((row) => Float64Array.from(row)),
    ofToken: same,
    ofTarget: sum,
  };
}

/**
 * log p(y) − log p(`versus`), both after the same prompt; of the target's token t, log p(y_t) less the log-probabilities
 * of the other text's tokens that are set against it.
 */
function contrast(target: readonly number[], versus: readonly number[]): Value {
  const aligned = alignTokens(target, versus);
  return {
    runCount: 2,
    readsLogProbs: false,
    readings: async (model, variants) => {
      const own = await model.score(variants, target);
      const other = await model.score(variants, versus);
      for (const [row, logProbs] of other.entries())
        for (const [token, place] of aligned.entries()) own[row]![place]! -= logProbs[token]!;
      return own;
    },
    ofToken: same,
    ofTarget: sum,
  };
}

const registered = new Map<string, Value>();

/**
 * Makes the value `custom:name`: the sum over target tokens of `read`, a function of the logits [vocabulary] at the
 * position that predicts the token, and of the token's id; or `ofTarget` of these numbers [targets] instead of the sum.
 */
export function registerValue(
  name: string,
  read: ReadLogits<number>,
  ofTarget: (readings: Float64Array) => number = sum,
): void {
  registered.set(name, { ...ofLogits(read), ofTarget });
}

/** Throws ExplainError `invalid-option` for a name that was never registered, and a contrast with nothing. */
export function makeValue(
  kind: ValueChoice,
  target: readonly number[],
  versus: readonly number[] | undefined,
): Value {
  switch (kind) {
    case "log-prob":
      return logProb;
    case "prob":
      return { ...logProb, ofToken: Math.exp, ofTarget: (logProbs) => Math.exp(sum(logProbs)) };
    case "entropy":
      return ofLogits(entropy);
    case "logit":
      return ofLogits((logits, id) => logits[id]!);
    case "contrast":
      if (versus?.length) return contrast(target, versus);
      throw new ExplainError({
        kind: "invalid-option",
        message: "There is no other text to contrast the answer with.",
        remedy: "Give a text that the answer is to be set against.",
      });
    default: {
      const value = registered.get(kind.slice("custom:".length));
      if (value) return value;
      throw new ExplainError({
        kind: "invalid-option",
        message: `There is no value ${kind}.`,
        remedy: "Register it first, by registerValue.",
      });
    }
  }
}

/** H = −Σ p ln p of softmax(logits), nats: ln Σe^l − Σ p·l, with the largest logit taken off. */
function entropy(logits: Float32Array): number {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  let total = 0;
  let weighted = 0;
  for (const logit of logits) {
    const part = Math.exp(logit - largest);
    total += part;
    // A token that cannot come has no part in the sum, though its logit is −∞.
    if (part > 0) weighted += part * (logit - largest);
  }
  return Math.log(total) - weighted / total;
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}
