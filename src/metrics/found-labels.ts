import { featuresAt } from "#explain/features";
import type { PromptLabels } from "#protocol/evaluation";
import type { Feature } from "#protocol/explanation";

/** How much of what is labelled a set of features holds: shares in [0, 1], absent where nothing is labelled. */
export interface FoundLabels {
  readonly decisiveFound?: number;
  readonly pairsFound?: number;
}

/**
 * Of the features that touch a decisive stretch, as many as the set could hold: the share that it holds. Of the redundant
 * pairs, as many as it could hold: the share of which it touches both members; pairs whose members are one feature do not count.
 */
export function foundLabels(
  features: readonly Feature[],
  labels: PromptLabels,
  set: readonly number[],
): FoundLabels {
  const chosen = new Set(set);
  const decisive = featuresAt(features, labels.decisive);
  const pairs = labels.redundant
    .map((members) => members.map((member) => featuresAt(features, [member])))
    .filter(([first, second]) => isPair(first, second));
  const pairCount = Math.min(pairs.length, Math.floor(set.length / 2));
  const held = pairs.filter((pair) =>
    pair.every((member) => member.some((feature) => chosen.has(feature))),
  ).length;
  const most = Math.min(decisive.length, set.length);
  return {
    ...(most > 0
      ? { decisiveFound: decisive.filter((feature) => chosen.has(feature)).length / most }
      : {}),
    ...(pairCount > 0 ? { pairsFound: Math.min(1, held / pairCount) } : {}),
  };
}

/**
 * The area under the ROC curve that tells decisive features from distractors by their scores: of all pairs of one and the
 * other, the share in which the decisive one has the higher score, ties half. What touches both is decisive. Undefined
 * without either.
 */
export function decisiveAuc(
  features: readonly Feature[],
  { decisive, distractors = [] }: PromptLabels,
  scores: readonly number[],
): number | undefined {
  const own = featuresAt(features, decisive);
  const others = featuresAt(features, distractors).filter((feature) => !own.includes(feature));
  if (own.length === 0 || others.length === 0) return undefined;
  const wins = own.flatMap((feature) =>
    others.map((other) => (1 + Math.sign(scores[feature]! - scores[other]!)) / 2),
  );
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

function isPair(first: number[] | undefined, second: number[] | undefined): boolean {
  if (!first || !second || first.length === 0 || second.length === 0) return false;
  return !first.every((feature) => second.includes(feature));
}
