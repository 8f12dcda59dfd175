import type { SteeredSpan } from "#protocol/request";
import type { WordingEdit, WordingKind } from "#protocol/wording";
import { deleteSpans } from "#text/delete-spans";
import { segments } from "#text/segment";
import type { Span } from "#text/span";

/** A prompt that might do in words what steering does to the influence of its stretches. */
export interface CandidateWording {
  readonly kind: WordingKind;
  /** Of the prompt's text, in its order; none overlap. */
  readonly edits: readonly WordingEdit[];
  readonly text: string;
}

/**
 * The prompt with one of the `stretches` deleted, shortened, moved to the end, repeated there or emphasised, and with all
 * of them deleted; texts that come out the same are listed once, empty ones not at all.
 */
export function candidateWordings(
  text: string,
  stretches: readonly SteeredSpan[],
): CandidateWording[] {
  const found = new Map<string, CandidateWording>();
  const add = (kind: WordingKind, edits: readonly WordingEdit[]) => {
    const changed = applyEdits(text, edits);
    if (changed.trim() !== "" && changed !== text && !found.has(changed))
      found.set(changed, { kind, edits, text: changed });
  };
  for (const { start, end } of stretches) {
    const own = text.slice(start, end);
    const deleted = deletion(text, [{ start, end }]);
    add("delete", deleted);
    for (const part of halves(own)) add("shorten", [{ start, end, text: part }]);
    const last = ending(text);
    const isLast = end >= last.start;
    if (!isLast) {
      add("move to the end", [...deleted, { ...last, text: appended(text, last, own) }]);
      add("repeat", [{ ...last, text: appended(text, last, own) }]);
    }
    add("repeat", [{ start: end, end, text: ` ${own.trim()}` }]);
    add("emphasise", [{ start, end, text: own.toUpperCase() }]);
    add("emphasise", [{ start, end, text: `**${own}**` }]);
    add("emphasise", [{ start, end, text: `very ${own}` }]);
    add("emphasise", [{ start, end, text: `only ${own}` }]);
  }
  add("delete", deletion(text, stretches));
  return [...found.values()];
}

/** `text` with `edits`, which stand in its order, made. */
export function applyEdits(text: string, edits: readonly WordingEdit[]): string {
  return edits.reduceRight(
    (changed, { start, end, text: own }) => changed.slice(0, start) + own + changed.slice(end),
    text,
  );
}

function deletion(text: string, spans: readonly Span[]): WordingEdit[] {
  return deleteSpans(text, spans).removed.map((span) => ({ ...span, text: "" }));
}

/** The first and the second half of the words of a stretch of several. */
function halves(stretch: string): string[] {
  const words = segments(stretch, "word").filter((span) =>
    /\S/.test(stretch.slice(span.start, span.end)),
  );
  if (words.length < 2) return [];
  const middle = words[Math.ceil(words.length / 2)]!.start;
  return [stretch.slice(0, middle).trimEnd(), stretch.slice(middle)];
}

/** The marks that end the text and the white space after them. */
function ending(text: string): Span {
  return { start: text.search(/[.!?…]*\s*$/), end: text.length };
}

/** The text's ending with `stretch` in a sentence of its own after it, or before it where the text ends without a mark. */
function appended(text: string, last: Span, stretch: string): string {
  const end = text.slice(last.start);
  const marks = end.trimEnd();
  const own = stretch.trim();
  if (marks === "") return ` ${own}${end}`;
  return `${marks} ${own[0]!.toUpperCase()}${own.slice(1)}${marks}${end.slice(marks.length)}`;
}
