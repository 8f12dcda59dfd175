import { assert } from "#base/assert";
import type { Span } from "./span.ts";

/**
 * A text taken out of a document, which knows where each of its UTF-16 code units came from. A unit
 * that an escape encodes came from the whole escape, so a span of the text is always a stretch of
 * the document that can be shaded.
 */
export interface MappedText {
  readonly text: string;
  /** Where in the document the code unit at `offset` begins; at the text's length, where it all ends. */
  place(offset: number): number;
  /** Where in the document the code unit before `offset` ends; at 0, where it all begins. */
  placeEnd(offset: number): number;
}

/** The stretch `[start, end)` of `document` as it stands. */
export function textAt(document: string, start: number, end: number): MappedText {
  return new MappedTextBuilder(document, start).plain(start, end).build();
}

/** Where `span` of the text stands in the document; an empty span is an empty one there. */
export function mapSpan(mapped: MappedText, span: Span): Span {
  const start = mapped.place(span.start);
  return { start, end: span.end > span.start ? mapped.placeEnd(span.end) : start };
}

/** A stretch of the text and where it came from, unit by unit where `isPlain`, as a whole where not. */
interface Piece {
  readonly at: number;
  readonly start: number;
  end: number;
  readonly isPlain: boolean;
}

/** Takes a text out of `document` from left to right; what is passed over is left out of the text. */
export class MappedTextBuilder {
  readonly #document: string;
  readonly #origin: number;
  readonly #pieces: Piece[] = [];
  readonly #texts: string[] = [];
  #length = 0;

  /** `origin` is where an empty text stands. */
  constructor(document: string, origin: number) {
    this.#document = document;
    this.#origin = origin;
  }

  /** Adds `[start, end)` of the document unchanged. */
  plain(start: number, end: number): this {
    if (end <= start) return this;
    const last = this.#pieces.at(-1);
    if (last?.isPlain && last.end === start) last.end = end;
    else this.#pieces.push({ at: this.#length, start, end, isPlain: true });
    return this.#add(this.#document.slice(start, end));
  }

  /** Adds `text`, which `[start, end)` of the document encodes. */
  encoded(text: string, start: number, end: number): this {
    if (text === "") return this;
    this.#pieces.push({ at: this.#length, start, end, isPlain: false });
    return this.#add(text);
  }

  build(): MappedText {
    return new PiecedText(this.#texts.join(""), this.#pieces, this.#origin);
  }

  #add(text: string): this {
    this.#texts.push(text);
    this.#length += text.length;
    return this;
  }
}

class PiecedText implements MappedText {
  readonly text: string;
  readonly #pieces: readonly Piece[];
  readonly #origin: number;

  constructor(text: string, pieces: readonly Piece[], origin: number) {
    this.text = text;
    this.#pieces = pieces;
    this.#origin = origin;
  }

  place(offset: number): number {
    assert(offset >= 0 && offset <= this.text.length, `offset ${offset} is inside the text`);
    if (offset === this.text.length) return this.#pieces.at(-1)?.end ?? this.#origin;
    const piece = this.#pieceAt(offset);
    return piece.isPlain ? piece.start + offset - piece.at : piece.start;
  }

  placeEnd(offset: number): number {
    if (offset === 0) return this.place(0);
    assert(offset > 0 && offset <= this.text.length, `offset ${offset} is inside the text`);
    const piece = this.#pieceAt(offset - 1);
    return piece.isPlain ? piece.start + offset - piece.at : piece.end;
  }

  /** The last piece that begins at or before `offset`, by halving. */
  #pieceAt(offset: number): Piece {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#pieces[middle]!.at <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low]!;
  }
}
