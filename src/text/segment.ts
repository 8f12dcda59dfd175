import { exampleSegments } from "./examples.ts";
import type { Span } from "./span.ts";

export type SegmentKind = "word" | "sentence" | "line" | "paragraph" | "example";

/**
 * `text` cut into segments that cover it without gaps, in order. White space between words is a segment. Where there
 * are no examples to be seen, paragraphs stand for them.
 */
export function segments(text: string, kind: SegmentKind): Span[] {
  switch (kind) {
    case "word":
      return words(text);
    case "sentence":
      return sentences(text);
    case "line":
      return split(text, /\r\n|\r|\n/g);
    case "paragraph":
      return paragraphs(text);
    case "example":
      return exampleSegments(text) ?? paragraphs(text);
  }
}

function paragraphs(text: string): Span[] {
  return split(text, /(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))+/g);
}

const wordSegmenter = new Intl.Segmenter(undefined, { granularity: "word" });
const sentenceSegmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });

/** Words by Unicode's rules; punctuation that stands together is one segment, white space too. */
function words(text: string): Span[] {
  const found: Span[] = [];
  let lastClass = "";
  for (const { segment, index, isWordLike } of wordSegmenter.segment(text)) {
    const ownClass = isWordLike ? "word" : /^\s+$/.test(segment) ? "space" : symbolClass(segment);
    const end = index + segment.length;
    const last = found.at(-1);
    if (last && ownClass === lastClass && ownClass !== "word" && ownClass !== "symbol")
      found[found.length - 1] = { start: last.start, end };
    else found.push({ start: index, end });
    lastClass = ownClass;
  }
  return found;
}

/** Only ASCII punctuation runs together (`...`, `?!`); each emoji or other symbol stands alone. */
function symbolClass(segment: string): "punctuation" | "symbol" {
  return /^[!-/:-@[-`{-~]+$/.test(segment) ? "punctuation" : "symbol";
}

/** Sentences end at a line end too: a list's items are sentences of their own. */
function sentences(text: string): Span[] {
  return split(text, /(?:\r\n|\r|\n)+/g).flatMap((line) =>
    [...sentenceSegmenter.segment(text.slice(line.start, line.end))].map(({ segment, index }) => ({
      start: line.start + index,
      end: line.start + index + segment.length,
    })),
  );
}

/** Cuts after each match of `separator`, which stays at the end of its segment. */
function split(text: string, separator: RegExp): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(separator)) {
    const end = match.index + match[0].length;
    found.push({ start, end });
    start = end;
  }
  if (start < text.length) found.push({ start, end: text.length });
  return found;
}
