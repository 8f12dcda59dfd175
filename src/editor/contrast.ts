import type { TargetToken } from "#protocol/explanation";
import type { Span } from "#text/span";
import type { RequestChange } from "./run.ts";

/**
 * Why this answer rather than `text`? With a `span` of its tokens: why these, in the same sentence; only they are then
 * explained.
 */
export function contrastWith(
  answer: readonly TargetToken[],
  { text, span }: { readonly text: string; readonly span?: Span },
): RequestChange {
  if (!span) return { value: "contrast", versus: text };
  const textOf = (tokens: readonly TargetToken[]) => tokens.map((token) => token.text).join("");
  const [before, part, after] = [
    textOf(answer.slice(0, span.start)),
    textOf(answer.slice(span.start, span.end)),
    textOf(answer.slice(span.end)),
  ];
  const lead = part.slice(0, part.length - part.trimStart().length);
  return {
    value: "contrast",
    versus: before + lead + text.trim() + after,
    target: { ids: answer.map((token) => token.id), span },
  };
}
