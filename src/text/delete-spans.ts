import type { Span } from "./span.ts";

/** A text without some stretches, and what was taken out of it. */
export interface Deletion {
  readonly text: string;
  /** Stretches of the text before, ascending, apart from each other: those asked for and the space that goes with them. */
  readonly removed: readonly Span[];
}

/**
 * `text` without `spans`: with each goes the space before it, at the start of a line the space after it, so that words
 * stay one space apart.
 */
export function deleteSpans(text: string, spans: readonly Span[]): Deletion {
  const removed = joined(text, spans).map((span) => withSpace(text, span));
  let kept = "";
  let from = 0;
  for (const { start, end } of removed) {
    kept += text.slice(from, start);
    from = end;
  }
  return { text: kept + text.slice(from), removed };
}

/** Spans with nothing but space between them as one, ascending. */
function joined(text: string, spans: readonly Span[]): Span[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && /^[ \t]*$/.test(text.slice(last.end, start))) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

function withSpace(text: string, { start, end }: Span): Span {
  const before = /[ \t]*$/.exec(text.slice(0, start))![0].length;
  const isFirst = /[\r\n]?$/.exec(text.slice(0, start - before))![0] !== "" || start === before;
  if (!isFirst) return { start: start - before, end };
  const after = /^[ \t]*/.exec(text.slice(end))![0].length;
  return { start, end: end + after };
}
