import { diffArrays } from "diff";
import { segments } from "./segment.ts";

/** A stretch that both texts have, or only the first (`removed`) or only the second (`added`). */
export interface TextDiffPart {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/**
 * Two texts aligned by words: joined, `same` and `removed` parts are `before`, `same` and `added`
 * parts are `after`, but for white space, which is compared as one space and never a difference.
 */
export function diffWords(before: string, after: string): TextDiffPart[] {
  const parts = diffArrays(wordsWithSpace(before), wordsWithSpace(after), {
    comparator: (a, b) => a.trim() === b.trim(),
  });
  return parts.map((part) => ({
    kind: part.added ? "added" : part.removed ? "removed" : "same",
    text: part.value.join(""),
  }));
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
