import { diffArrays } from "diff";
import { segments } from "./segment.ts";

/** A stretch that both texts have, or only the first (`removed`) or only the second (`added`). */
export interface TextDiffPart {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
  /** Of a `same` part: how the second text writes it, where its white space is another. */
  readonly textAfter?: string;
}

/**
 * Two texts aligned by words; white space counts as one space and is never a difference. Joined, the `same` and
 * `removed` parts are `before`, and the `same` parts, as the second text writes them, and the `added` ones are `after`.
 */
export function diffWords(before: string, after: string): TextDiffPart[] {
  const [left, right] = [wordsWithSpace(before), wordsWithSpace(after)];
  const parts = diffArrays(left, right, { comparator: (a, b) => a.trim() === b.trim() });
  let [atLeft, atRight] = [0, 0];
  const taken = (words: readonly string[], at: number, count: number) =>
    words.slice(at, at + count).join("");
  return parts.map(({ added, removed, count }): TextDiffPart => {
    const text = added ? taken(right, atRight, count) : taken(left, atLeft, count);
    const textAfter = removed ? text : taken(right, atRight, count);
    if (!added) atLeft += count;
    if (!removed) atRight += count;
    if (added || removed) return { kind: added ? "added" : "removed", text };
    return { kind: "same", text, ...(textAfter !== text && { textAfter }) };
  });
}

/** Words and punctuation, each with the white space after it. */
function wordsWithSpace(text: string): string[] {
  const words: string[] = [];
  for (const span of segments(text, "word")) {
    const piece = text.slice(span.start, span.end);
    const last = words.at(-1);
    if (piece.trim() === "" && last !== undefined) words[words.length - 1] = last + piece;
    else words.push(piece);
  }
  return words;
}

/** The words of `text` as BLEU and ROUGE count them: by Unicode's rules, punctuation apart, no space. */
export function wordsOf(text: string): string[] {
  return segments(text, "word")
    .map((span) => text.slice(span.start, span.end).trim())
    .filter((word) => word !== "");
}
