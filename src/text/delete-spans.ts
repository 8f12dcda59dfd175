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
  const removed: { start: number; end: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    let { start, end } = span;
    while (start > 0 && isSpace(text[start - 1]!)) start--;
    const isAtStart = start === 0 || isLineEnd(text[start - 1]!);
    while (isAtStart && end < text.length && isSpace(text[end]!)) end++;
    // Indentation stays where something else follows it on its line.
    if (isAtStart && start > 0 && end < text.length && !isLineEnd(text[end]!)) start = span.start;
    const last = removed.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else removed.push({ start, end });
  }
  let kept = "";
  let from = 0;
  for (const { start, end } of removed) {
    kept += text.slice(from, start);
    from = end;
  }
  return { text: kept + text.slice(from), removed };
}

function isSpace(character: string): boolean {
  return character === " " || character === "\t";
}

function isLineEnd(character: string): boolean {
  return character === "\n" || character === "\r";
}
