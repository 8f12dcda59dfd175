import { formatCount } from "#text/numbers";
import type { Span } from "#text/span";
import type { Explanation, RefinedPart, Refinement } from "./explanation.ts";

/** `128 of 512 words were masked alone.` and what the others have; `noun` is a feature's, `word`. */
export function refinementSentence({ isMeasured }: Refinement, noun: string): string {
  const count = isMeasured.filter((is) => is).length;
  const alone = `${count.toLocaleString("en")} of ${formatCount(isMeasured.length, noun)} were masked alone.`;
  return count === isMeasured.length
    ? alone
    : `${alone} The score of each other one is its share of what is left of its part.`;
}

const shownParts = 3;

/** The parts that do most beyond what their features have, at most three; none that `written` would show as 0. */
export function partsTogether(
  { parts }: Refinement,
  written: (score: number) => string,
): RefinedPart[] {
  return parts
    .filter(({ together }) => written(together) !== written(0))
    .toSorted((a, b) => Math.abs(b.together) - Math.abs(a.together))
    .slice(0, shownParts);
}

/** The smallest part that was masked whole around a feature which was not masked alone; else undefined. */
export function partAround(
  { refinement, features }: Pick<Explanation, "refinement" | "features">,
  feature: number,
): RefinedPart | undefined {
  if (!refinement || refinement.isMeasured[feature]) return undefined;
  const { start, end } = features[feature]!;
  const length = (span: Span) => span.end - span.start;
  return refinement.parts
    .filter((part) => part.start <= start && end <= part.end)
    .toSorted((a, b) => length(a) - length(b))[0];
}
