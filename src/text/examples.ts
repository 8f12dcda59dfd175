import type { Span } from "./span.ts";

/**
 * Cuts a few-shot prompt into its examples, and what stands before and after them, without gaps. Known are
 * `input -> output` (also `=>` and `→`; an input on the lines before its arrow belongs to it), labelled parts that
 * repeat in turn (`Q:` … `A:` …, `Text:` … `Label:` …, `Example 1:` …), and blocks between lines of `###` or `---`.
 * The question at the end, an example without its output, is a piece of its own too. Undefined: no such layout.
 */
export function exampleSegments(text: string): Span[] | undefined {
  const lines = linesOf(text);
  const starts =
    separatedStarts(text, lines) ?? labelledStarts(text, lines) ?? arrowStarts(text, lines);
  if (!starts) return undefined;
  const cuts = [...new Set([0, ...starts])].sort((a, b) => a - b);
  return cuts
    .map((start, index) => ({ start, end: cuts[index + 1] ?? text.length }))
    .filter(({ start, end }) => start < end);
}

function linesOf(text: string): Span[] {
  return [...text.matchAll(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g)].map(({ index, 0: line }) => ({
    start: index,
    end: index + line.length,
  }));
}

function lineText(text: string, { start, end }: Span): string {
  return text.slice(start, end).trim();
}

/** Blocks divided by at least two lines of nothing but one mark; the line belongs to the block before. */
function separatedStarts(text: string, lines: readonly Span[]): number[] | undefined {
  const dividers = lines.filter((line) => /^([#=*~-])\1{2,}$/.test(lineText(text, line)));
  return dividers.length >= 2 ? dividers.map(({ end }) => end) : undefined;
}

const labelPattern = /^(?:[-*]\s+|\*\*)?(\p{L}[\p{L} ]{0,24}?)\s*#?\d*(?:\*\*)?\s*:/u;

/**
 * Each place where the first of the repeating labels stands. A label that comes once, or an example's further
 * labels, start nothing.
 */
function labelledStarts(text: string, lines: readonly Span[]): number[] | undefined {
  const labelled = lines.flatMap(({ start, end }) => {
    const label = labelPattern.exec(lineText(text, { start, end }))?.[1]?.toLowerCase();
    return label === undefined ? [] : [{ start, label }];
  });
  const counts = new Map<string, number>();
  for (const { label } of labelled) counts.set(label, (counts.get(label) ?? 0) + 1);
  const first = labelled.find(({ label }) => counts.get(label)! >= 2)?.label;
  if (first === undefined) return undefined;
  return labelled.filter(({ label }) => label === first).map(({ start }) => start);
}

const arrowPattern = /->|=>|→|⇒/;

/** An example ends with the line of its arrow, and starts there too, unless the arrow leads the line. */
function arrowStarts(text: string, lines: readonly Span[]): number[] | undefined {
  const arrows = lines.filter((line) => arrowPattern.test(lineText(text, line)));
  if (arrows.length < 2) return undefined;
  const starts: number[] = [];
  let free = 0;
  for (const line of arrows) {
    const leads = lineText(text, line).search(arrowPattern) === 0;
    starts.push(leads ? inputStart(text, lines, line, free) : line.start, line.end);
    free = line.end;
  }
  return starts;
}

/** Where the lines before `arrow` that belong together begin, at `from` at the earliest: after a blank line. */
function inputStart(text: string, lines: readonly Span[], arrow: Span, from: number): number {
  let start = arrow.start;
  for (const line of lines.toReversed()) {
    if (line.start >= arrow.start) continue;
    if (line.start < from || lineText(text, line) === "") break;
    start = line.start;
  }
  return start;
}
