/** A stretch of text `[start, end)` in UTF-16 code units, the unit of JavaScript strings and VS Code. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** True when the two spans share at least one code unit. */
export function spansOverlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The smallest span that holds all of `spans`; throws when there are none. */
export function hull(spans: readonly Span[]): Span {
  const first = spans[0];
  if (!first) throw new Error("hull of no spans");
  return spans.reduce(
    (all, span) => ({ start: Math.min(all.start, span.start), end: Math.max(all.end, span.end) }),
    first,
  );
}

/** `span` without the white space at its two ends; unchanged when it is white space only. */
export function trimSpan(text: string, span: Span): Span {
  const piece = text.slice(span.start, span.end);
  const trimmed = piece.trim();
  if (trimmed === "") return span;
  const start = span.start + piece.indexOf(trimmed);
  return { start, end: start + trimmed.length };
}
