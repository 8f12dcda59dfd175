import type { Span } from "#text/span";

/**
 * A string made from a source by the steps of a tokenizer, which remembers for each of its UTF-16 code units the
 * source span that it came from. A unit of a surrogate pair has the whole pair's span, so no span made from whole
 * units ever splits one. Units that a step inserts take the span of their neighbour.
 */
export class AlignedText {
  readonly text: string;
  /** [units] where each unit's source begins and ends, in UTF-16 code units of the source. */
  private readonly starts: readonly number[];
  private readonly ends: readonly number[];

  constructor(text: string, starts: readonly number[], ends: readonly number[]) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
  }

  /** `text` as it stands at `offset` in the source. */
  static of(text: string, offset = 0): AlignedText {
    const out = new Builder();
    let at = offset;
    for (const character of text) {
      out.put(character, at, at + character.length);
      at += character.length;
    }
    return out.build();
  }

  get length(): number {
    return this.text.length;
  }

  slice(from: number, to = this.text.length): AlignedText {
    return new AlignedText(
      this.text.slice(from, to),
      this.starts.slice(from, to),
      this.ends.slice(from, to),
    );
  }

  /** The source span of units `[from, to)`; `from < to`. */
  span(from: number, to: number): Span {
    let start = Number.POSITIVE_INFINITY;
    let end = 0;
    for (let i = from; i < to; i++) {
      start = Math.min(start, this.starts[i] ?? start);
      end = Math.max(end, this.ends[i] ?? end);
    }
    return { start, end };
  }

  /** `inserted` in front, with the span of the first character. */
  prepend(inserted: string): AlignedText {
    if (this.length === 0) return AlignedText.of("");
    const { start, end } = this.span(0, 1);
    const out = new Builder();
    out.put(inserted, start, end);
    out.append(this, 0, this.length);
    return out.build();
  }

  /** Every match of `pattern` replaced; what it becomes has the span of the match. */
  replace(pattern: RegExp, content: string): AlignedText {
    const out = new Builder();
    let done = 0;
    for (const match of this.text.matchAll(pattern)) {
      out.append(this, done, match.index);
      done = match.index + match[0].length;
      const replaced = content.includes("$") ? match[0].replace(pattern, content) : content;
      if (match[0].length === replaced.length) {
        for (let i = 0; i < replaced.length; i++) {
          const { start, end } = this.span(match.index + i, match.index + i + 1);
          out.put(replaced[i] ?? "", start, end);
        }
      } else if (done > match.index) {
        const { start, end } = this.span(match.index, done);
        out.put(replaced, start, end);
      } else if (this.length > 0) {
        const at = Math.min(done, this.length - 1);
        const { start, end } = this.span(at, at + 1);
        out.put(replaced, start, end);
      }
    }
    out.append(this, done, this.length);
    return out.build();
  }

  /** Without the white space at the chosen ends. */
  trim(left: boolean, right: boolean): AlignedText {
    const from = left ? this.text.length - this.text.trimStart().length : 0;
    const to = right ? this.text.trimEnd().length : this.text.length;
    return this.slice(Math.min(from, to), to);
  }

  /** One unit per byte of the text's UTF-8 form, written with the letters of `alphabet`. */
  toBytes(alphabet: Readonly<Record<number, string>>): AlignedText {
    const out = new Builder();
    const encoder = new TextEncoder();
    let at = 0;
    for (const character of this.text) {
      const { start, end } = this.span(at, at + character.length);
      for (const byte of encoder.encode(character)) out.put(alphabet[byte] ?? "", start, end);
      at += character.length;
    }
    return out.build();
  }

  /**
   * The text under any normalisation `map` whose effect is local, such as NFKC, lower case or accents stripped.
   * Aligned by grapheme clusters, joined where they do not change independently of each other, and inside them
   * by code points where these do.
   */
  apply(map: (text: string) => string): AlignedText {
    const mapped = map(this.text);
    if (mapped === this.text) return this;
    for (const blocks of [() => graphemes(this.text), () => independentBlocks(this.text, map)]) {
      const pieces = blocks();
      if (pieces.map(map).join("") === mapped) return this.applyToBlocks(pieces, map);
    }
    return this.applyToBlocks([this.text], map);
  }

  private applyToBlocks(blocks: readonly string[], map: (text: string) => string): AlignedText {
    const out = new Builder();
    let at = 0;
    for (const block of blocks) {
      const mapped = map(block);
      if (mapped === block) out.append(this, at, at + block.length);
      else this.applyToBlock(block, at, mapped, map, out);
      at += block.length;
    }
    return out.build();
  }

  private applyToBlock(
    block: string,
    at: number,
    mapped: string,
    map: (text: string) => string,
    out: Builder,
  ): void {
    const characters = [...block];
    const images = characters.map(map);
    const mappedCharacters = [...mapped];
    if (images.join("") !== mapped && mappedCharacters.length === characters.length) {
      images.splice(0, images.length, ...mappedCharacters);
    }
    const whole = this.span(at, at + block.length);
    if (images.join("") !== mapped) {
      out.put(mapped, whole.start, whole.end);
      return;
    }
    let dropped: Span | undefined;
    const before = out.length;
    characters.forEach((character, i) => {
      const { start, end } = this.span(at, at + character.length);
      at += character.length;
      const image = images[i] ?? "";
      if (image === "") {
        if (out.length > before) out.extendLast(end);
        else dropped ??= { start, end };
        return;
      }
      out.put(image, dropped?.start ?? start, end);
      dropped = undefined;
    });
  }
}

class Builder {
  private readonly parts: string[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  get length(): number {
    return this.starts.length;
  }

  put(text: string, start: number, end: number): void {
    if (text === "") return;
    this.parts.push(text);
    for (let i = 0; i < text.length; i++) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }

  append(from: AlignedText, start: number, end: number): void {
    for (let i = start; i < end; i++) {
      const span = from.span(i, i + 1);
      this.put(from.text[i] ?? "", span.start, span.end);
    }
  }

  /** Lets the character put last reach to `end`. */
  extendLast(end: number): void {
    const last = this.ends.at(-1);
    for (let i = this.ends.length - 1; i >= 0 && this.ends[i] === last; i--) this.ends[i] = end;
  }

  build(): AlignedText {
    return new AlignedText(this.parts.join(""), this.starts, this.ends);
  }
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Grapheme clusters, neighbours joined where `map` of both is not both maps one after the other. */
function independentBlocks(text: string, map: (text: string) => string): string[] {
  const clusters = graphemes(text);
  const blocks: string[] = [];
  clusters.forEach((cluster, i) => {
    const before = clusters.slice(Math.max(0, i - 3), i).join("");
    const after = clusters.slice(i, i + 4).join("");
    if (i > 0 && map(before + after) !== map(before) + map(after))
      blocks.push(`${blocks.pop()}${cluster}`);
    else blocks.push(cluster);
  });
  return blocks;
}
