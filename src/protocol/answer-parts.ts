import type { Span } from "#text/span";
import { classSubject, type ShownExplanation, withShownClass } from "./class-shown.ts";
import type { Explanation } from "./explanation.ts";
import { withShownBlock } from "./interest-shown.ts";
import { withShownSet } from "./joint-shown.ts";
import type { MethodId } from "./methods.ts";
import type { AnswerPart, RunState } from "./panel-methods.ts";

/** What was found about a part of the answer: the fields of an explanation that differ from the whole's. */
export type PartFinding = Pick<
  Explanation,
  "values" | "seqAttribution" | "standardError" | "maskedAlone"
>;

/** Methods whose scores of a stretch are not the sums of its tokens' scores. */
const notAdditive: ReadonlySet<MethodId> = new Set(["lime", "saliency", "random"]);

/**
 * The scores of output tokens `[start, end)` from those of its tokens, where they add up: known at once, but
 * without their errors. Undefined where they do not, and for values that are not sums of log-probabilities.
 */
export function findingFromTokens(
  { method, settings, target, tokenAttribution }: Explanation,
  { start, end }: Span,
): PartFinding | undefined {
  const rows = tokenAttribution?.slice(start, end) ?? [];
  const [first, ...others] = rows;
  if (!first || settings.value !== "log-prob") return undefined;
  if (others.length > 0 && notAdditive.has(method)) return undefined;
  const full = target.tokens.slice(start, end).reduce((sum, { logProb }) => sum + logProb, 0);
  return {
    values: { full },
    seqAttribution: first.map((score, feature) =>
      others.reduce((sum, row) => sum + row[feature]!, score),
    ),
  };
}

/**
 * The explanation that is shaded: of the block or of the method that is shown beside the run's, of the part that is shown,
 * or of the whole answer; its joint set is the one that is shown, and a part has none. Of classes, the one that is shown.
 */
export function shownExplanation(run: RunState): ShownExplanation | undefined {
  const block = withShownBlock(run);
  if (block) return block;
  const other = run.compared?.find(({ method }) => method === run.shownMethod)?.explanation;
  if (other) return run.classes ? withShownClass(other, run.classes) : other;
  const finding = shownPart(run)?.finding;
  if (!run.explanation) return undefined;
  if (run.classes) return withShownClass(run.explanation, run.classes);
  if (!finding) return withShownSet(run.explanation, run.shownSize);
  const { standardError: _, maskedAlone: __, joint: ___, ...whole } = run.explanation;
  return { ...whole, ...finding };
}

/** The part of the answer that is shown; none: the whole answer. */
export function shownPart({ parts, shownPart: index }: RunState): AnswerPart | undefined {
  return index === undefined ? undefined : parts?.[index];
}

/** What the shown scores are about, in a sentence: `the answer`, the part in quotation marks, or a class. */
export function shownName(run: RunState): string {
  if (withShownBlock(run)) return `the output of block ${run.shownBlock}`;
  if (run.classes && run.explanation) return classSubject(run.explanation, run.classes);
  const part = shownPart(run);
  return part?.finding ? quoted(part.text) : "the answer";
}

/** A part of the answer as a sentence names it: one line between quotation marks. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return `“${line.length > 40 ? `${line.slice(0, 39)}…` : line}”`;
}
