import { topCountOf } from "#protocol/agreement";
import type { Explanation } from "#protocol/explanation";
import { methodInfos } from "#protocol/methods";
import { ranking } from "#protocol/shading";
import { unitWord } from "#protocol/value-words";
import { formatScore } from "#text/numbers";
import { ranksOf } from "./score-rows.ts";
import { featureName, listed, type Sentence, singular } from "./words.ts";

/** A feature as two methods see it: A, the run's own, and B. */
export interface ComparedRow {
  readonly feature: number;
  readonly scores: readonly [number, number];
  readonly ranks: readonly [number, number];
  /** B less A; absent where the two do not count the same. */
  readonly difference: number | undefined;
}

/** Both count nats, or both whatever the value counts: only then can one be taken from the other. */
export function hasSameUnit(a: Explanation, b: Explanation): boolean {
  return unitWord(a) !== "" && unitWord(a) === unitWord(b);
}

/** [n] one row per feature, the largest difference first: of the scores, or of the ranks where units differ. */
export function comparedRows(a: Explanation, b: Explanation): ComparedRow[] {
  const isSame = hasSameUnit(a, b);
  const [ranksA, ranksB] = [ranksOf(a.seqAttribution), ranksOf(b.seqAttribution)];
  const rows = a.seqAttribution.map((score, feature): ComparedRow => {
    const other = b.seqAttribution[feature]!;
    return {
      feature,
      scores: [score, other],
      ranks: [ranksA[feature]!, ranksB[feature]!],
      difference: isSame ? other - score : undefined,
    };
  });
  const parting = ({ difference, ranks: [own, other] }: ComparedRow) =>
    Math.abs(difference ?? other - own);
  return rows.sort((x, y) => parting(y) - parting(x) || x.feature - y.feature);
}

/** What two methods agree on, or over which parts of the prompt they part. `plural`: what the parts are called. */
export function comparedSentence(a: Explanation, b: Explanation, plural: string): Sentence {
  const top = topCountOf(a.features.length);
  const name = (feature: number) => ({ strong: featureName(a.features[feature]!) });
  const tops = [a, b].map(({ seqAttribution }) => ranking(seqAttribution).slice(0, top));
  const [topA, topB] = [tops[0]!, tops[1]!];
  const same = "Same prompt, model and answer. ";
  if (topA.every((feature) => topB.includes(feature)))
    return [same, "Both put ", ...listed(topA.map(name)), " first."];
  const [first, second] = comparedRows(a, b);
  if (!first || isSameRow(first)) return [same, `They rank the ${plural} alike.`];
  const isClose = second !== undefined && size(second) > size(first) / 2;
  const parted = isClose ? [first, second] : [first];
  return [
    same,
    "The methods part over ",
    ...listed(parted.map(({ feature }) => name(feature))),
    `: ${seen(a, parted, 0, plural)}, ${seen(b, parted, 1, plural)}.`,
  ];
}

function isSameRow({ ranks: [own, other] }: ComparedRow): boolean {
  return own === other;
}

function size({ difference, ranks: [own, other] }: ComparedRow): number {
  return Math.abs(difference ?? other - own);
}

/** `feature ablation sees +1.15 and +1.18 nats`, or the ranks where the units differ. */
function seen(
  explanation: Explanation,
  rows: readonly ComparedRow[],
  side: 0 | 1,
  plural: string,
): string {
  const label = methodInfos[explanation.method].label;
  if (rows[0]!.difference !== undefined) {
    const scores = rows.map(({ scores }) => formatScore(scores[side]));
    return `${label} sees ${listed(scores).join("")} ${unitWord(explanation)}`;
  }
  const ranks = rows.map(({ ranks }) => String(ranks[side]));
  const noun = rows.length === 1 ? singular(plural) : plural;
  return `${label} ranks the ${noun} ${listed(ranks).join("")}`;
}
