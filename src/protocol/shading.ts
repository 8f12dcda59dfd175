import type { ShownExplanation } from "./class-shown.ts";
import { hasUnit } from "./value-words.ts";

/** How strongly and in which colour a score is shown: step 0 is bare, 9 the strongest. */
export interface Shade {
  readonly pole: "support" | "oppose";
  readonly step: number;
}

export const stepCount = 9;

/** The end of the scale for a map whose largest magnitude is `largest`, in nats: never below 5. */
export function scaleEnd(largest: number): number {
  return Math.max(5, largest);
}

/**
 * The step of a score in nats on an absolute scale (design/palette.md, "From score to step"):
 * u(s) = 4.5 ln(1 + 3|s|) / ln 4 up to one nat, then 4.5 + 4.5 ln|s| / ln M; floor(u + 0.5), at most 9.
 * One nat is always step 5. A score within two standard errors of zero is bare.
 */
export function scoreStep(score: number, largest: number, standardError = 0): number {
  const size = Math.abs(score);
  if (!(size >= 2 * standardError)) return 0;
  const u =
    size <= 1
      ? (4.5 * Math.log(1 + 3 * size)) / Math.log(4)
      : 4.5 + (4.5 * Math.log(size)) / Math.log(scaleEnd(largest));
  return Math.min(stepCount, Math.floor(u + 0.5));
}

export function shadeOf(score: number, largest: number, standardError = 0): Shade {
  return {
    pole: score < 0 ? "oppose" : "support",
    step: scoreStep(score, largest, standardError),
  };
}

/** Of an explanation, what its colours come from. */
export type Scored = Pick<
  ShownExplanation,
  "method" | "seqAttribution" | "standardError" | "against"
>;

/**
 * [n] scores on the scale that is shaded: nats as they are; for methods without a unit the excess
 * over the even share, max(0, n |a| / Σ|a| − 1), with the score's sign.
 */
export function shadedScores(explanation: Scored): readonly number[] {
  const scores = explanation.seqAttribution;
  if (hasUnit(explanation)) return scores;
  const total = scores.reduce((sum, score) => sum + Math.abs(score), 0);
  return scores.map((score) =>
    total === 0 ? 0 : Math.sign(score) * Math.max(0, (scores.length * Math.abs(score)) / total - 1),
  );
}

/** [n] the shade of every feature of `explanation`. */
export function featureShades(explanation: Scored): Shade[] {
  const scores = shadedScores(explanation);
  const largest = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
  return scores.map((score, index) => {
    const error = explanation.standardError?.[index] ?? 0;
    // The error is of the attribution itself, whatever scale that is shaded on.
    const isShown = Math.abs(explanation.seqAttribution[index]!) >= 2 * error;
    return shadeOf(isShown ? score : 0, largest);
  });
}

/** Indices of the features, largest score first; equal scores keep the prompt's order. */
export function ranking(scores: readonly number[]): number[] {
  return scores.map((_, index) => index).sort((a, b) => scores[b]! - scores[a]! || a - b);
}
