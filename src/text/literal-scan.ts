import { attributeLiterals, type Language, type Literal } from "./literal-syntax.ts";
import type { Span } from "./span.ts";

/** A string literal found in a document. */
export interface FoundLiteral {
  readonly literal: Literal;
  /** From its prefix or opening quote to after its closing quote. */
  readonly span: Span;
  /** Between the quotes. */
  readonly body: Span;
  /** The stretches of code in it, with their braces. */
  readonly holes: readonly Span[];
}

/** What is open around the place that the scan has come to; the document's code is around all. */
type Frame =
  | {
      readonly kind: "literal";
      readonly literal: Literal;
      readonly start: number;
      readonly bodyStart: number;
      readonly holes: Span[];
      /** Whatever is open inside ends here, if the literal has not ended before. */
      readonly limit: number;
      readonly hasOwnLimit: boolean;
    }
  | { readonly kind: "hole"; readonly start: number; depth: number; readonly limit: number }
  | { readonly kind: "tag"; readonly name: string; readonly limit: number }
  | { readonly kind: "children"; readonly limit: number };

/** The innermost string literal of `document` around `offset`, its quotes included. Linear in length. */
export function findLiteral(
  document: string,
  offset: number,
  language: Language,
): FoundLiteral | undefined {
  return new LiteralScan(document, offset, language).run();
}

/**
 * Reads the document once from its beginning, with a stack for what nests: literals, the code in
 * them, the literals in that code, and elements (JSX), whose text is neither code nor literal.
 */
class LiteralScan {
  readonly #document: string;
  readonly #offset: number;
  readonly #language: Language;
  readonly #code: RegExp;
  readonly #frames: Frame[] = [];
  readonly #literals = new Map<string, Literal>();
  #at = 0;
  /** The code before ends an expression: a slash now divides, and `<` compares. */
  #isAfterExpression = false;
  #found: FoundLiteral | undefined;
  #lineEndFrom = 0;
  #lineEnd = -1;
  #noRegexBefore = 0;
  #lastClosingTags: Map<string, number> | undefined;

  constructor(document: string, offset: number, language: Language) {
    this.#document = document;
    this.#offset = offset;
    this.#language = language;
    this.#code = new RegExp(
      String.raw`(${language.passedOver})|(${language.opening})|([\w$\u0080-\uffff]+)|\+\+|--|[^\s]`,
      "g",
    );
  }

  run(): FoundLiteral | undefined {
    const begin = this.#language.codeBegins?.exec(this.#document);
    if (begin) this.#at = begin.index + begin[0].length;
    while (!this.#found) {
      const frame = this.#frames.at(-1);
      if (!frame && this.#at > this.#offset) return undefined;
      const limit = frame?.limit ?? this.#document.length;
      if (this.#at >= limit || !this.#step(frame, limit)) {
        if (!this.#closeAtLimit(limit)) return undefined;
      }
    }
    return this.#found;
  }

  /** Reads on by one token; false where there is none before `limit`. */
  #step(frame: Frame | undefined, limit: number): boolean {
    switch (frame?.kind) {
      case "literal":
        return this.#readLiteral(frame, limit);
      case "tag":
        return this.#readTag(frame, limit);
      case "children":
        return this.#readChildren(limit);
      case "hole":
      case undefined:
        return this.#readCode(frame, limit);
    }
  }

  #next(form: RegExp, limit: number): RegExpExecArray | undefined {
    form.lastIndex = this.#at;
    const match = form.exec(this.#document);
    return match && match.index < limit ? match : undefined;
  }

  /** Ends the literal that must end at `limit` with all that is open in it; false if there is none. */
  #closeAtLimit(limit: number): boolean {
    for (let frame = this.#frames.pop(); frame; frame = this.#frames.pop()) {
      const outer = this.#frames.at(-1);
      if (frame.kind === "hole" && outer?.kind === "literal")
        outer.holes.push({ start: frame.start, end: limit });
      if (frame.kind !== "literal" || !frame.hasOwnLimit) continue;
      const closing = new RegExp(frame.literal.closing, "my");
      closing.lastIndex = limit;
      const end = limit + (closing.exec(this.#document)?.[0].length ?? 0);
      this.#finish(frame, limit, end);
      return true;
    }
    return false;
  }

  #readCode(hole: (Frame & { kind: "hole" }) | undefined, limit: number): boolean {
    const match = this.#next(this.#code, limit);
    if (!match) return false;
    const [token, passedOver, opening, word] = match;
    const isComment = passedOver !== undefined && !passedOver.startsWith("'");
    if (isComment && hole && !this.#language.hasCommentsInHoles) {
      this.#at = match.index + 1;
      return true;
    }
    this.#at = match.index + token.length;
    if (passedOver !== undefined) {
      if (!isComment) this.#isAfterExpression = true;
    } else if (opening !== undefined) {
      this.#open(match.index, this.#at, this.#literalOf(opening));
    } else if (word !== undefined) {
      this.#isAfterExpression = !wordsBeforeExpression.has(word);
    } else if (token === "/" && this.#language.hasRegexes && !this.#isAfterExpression) {
      this.#passRegex(match.index);
    } else if (token === "<" && this.#language.hasElements && !this.#isAfterExpression) {
      this.#openTag(match.index);
    } else if (hole && token === "{") {
      hole.depth++;
      this.#isAfterExpression = false;
    } else if (hole && token === "}" && hole.depth-- === 0) {
      this.#frames.pop();
      const outer = this.#frames.at(-1);
      if (outer?.kind === "literal") outer.holes.push({ start: hole.start, end: this.#at });
    } else {
      this.#isAfterExpression = /^(?:[)\]}]|\+\+|--)$/.test(token);
    }
    return true;
  }

  #literalOf(opening: string): Literal {
    let literal = this.#literals.get(opening);
    if (!literal) {
      literal = this.#language.literal(opening);
      this.#literals.set(opening, literal);
    }
    return literal;
  }

  #open(start: number, bodyStart: number, literal: Literal): void {
    const outer = this.#frames.at(-1)?.limit ?? this.#document.length;
    let limit = outer;
    if (literal.endsWithLine) limit = Math.min(outer, this.#lineEndAfter(bodyStart));
    else if (literal.closesInHole && literal.hole) {
      const closing = new RegExp(
        `${literal.hasBackslashes ? "\\\\[^]|" : ""}(?<closing>${literal.closing})`,
        "gm",
      );
      closing.lastIndex = bodyStart;
      let match = closing.exec(this.#document);
      while (match && !match.groups!.closing && match.index < outer)
        match = closing.exec(this.#document);
      limit = Math.min(outer, match?.index ?? outer);
    }
    const hasOwnLimit = literal.endsWithLine === true || limit < outer;
    this.#frames.push({
      kind: "literal",
      literal,
      start,
      bodyStart,
      holes: [],
      limit,
      hasOwnLimit,
    });
  }

  /** The end of the line, and of those joined to it by a backslash. Remembers the last answer. */
  #lineEndAfter(at: number): number {
    if (at < this.#lineEndFrom || at > this.#lineEnd) {
      const end = /(?<!\\)(?:\r\n|\r|\n)/g;
      end.lastIndex = at;
      let found = end.exec(this.#document);
      // Between the two units of a joined \r\n there is no line end.
      while (found?.[0] === "\n" && this.#document.startsWith("\\\r\n", found.index - 2))
        found = end.exec(this.#document);
      this.#lineEndFrom = at;
      this.#lineEnd = found?.index ?? this.#document.length;
    }
    return this.#lineEnd;
  }

  #readLiteral(frame: Frame & { kind: "literal" }, limit: number): boolean {
    const { literal } = frame;
    const match = this.#next(stopsOf(literal), limit);
    if (!match) return false;
    this.#at = match.index + match[0].length;
    if (match.groups!.closing !== undefined) {
      this.#frames.pop();
      this.#finish(frame, match.index, this.#at);
    } else if (match.groups!.hole !== undefined) {
      const start = this.#at - literal.hole!.length;
      this.#frames.push({ kind: "hole", start, depth: 0, limit: frame.limit });
      this.#isAfterExpression = false;
    }
    return true;
  }

  #finish(frame: Frame & { kind: "literal" }, bodyEnd: number, end: number): void {
    this.#at = end;
    this.#isAfterExpression = true;
    if (frame.start > this.#offset || end < this.#offset) return;
    this.#found = {
      literal: frame.literal,
      span: { start: frame.start, end },
      body: { start: frame.bodyStart, end: bodyEnd },
      holes: frame.holes,
    };
  }

  /** Goes past the regular expression whose slash is at `start`, if it ends on its line. */
  #passRegex(start: number): void {
    if (start < this.#noRegexBefore) return;
    let isInClass = false;
    for (let at = start + 1; ; at++) {
      const character = this.#document[at];
      if (character === undefined || character === "\n" || character === "\r") {
        this.#noRegexBefore = at;
        this.#isAfterExpression = false;
        return;
      }
      if (character === "\\") at++;
      else if (character === "[") isInClass = true;
      else if (character === "]") isInClass = false;
      else if (character === "/" && !isInClass) {
        this.#at = at + 1;
        this.#isAfterExpression = true;
        return;
      }
    }
  }

  #openTag(start: number): void {
    const tag = /<([A-Za-z_$][\w$.:-]*|(?=\s*>))/y;
    tag.lastIndex = start;
    const match = tag.exec(this.#document);
    this.#isAfterExpression = false;
    if (!match) return;
    this.#at = start + match[0].length;
    const limit = this.#frames.at(-1)?.limit ?? this.#document.length;
    this.#frames.push({ kind: "tag", name: match[1]!, limit });
  }

  #readTag(frame: Frame & { kind: "tag" }, limit: number): boolean {
    const match = this.#next(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*|\/\s*>|=>|["'>{]/g, limit);
    if (!match) return false;
    const token = match[0];
    this.#at = match.index + token.length;
    if (token === '"' || token === "'") this.#open(match.index, this.#at, attributeLiterals[token]);
    else if (token === "{")
      this.#frames.push({ kind: "hole", start: match.index, depth: 0, limit: frame.limit });
    else if (token === ">" || /^\/\s*>$/.test(token)) {
      this.#frames.pop();
      this.#isAfterExpression = token !== ">";
      // What is never closed is no element but a type parameter: <T>(value: T) => value.
      if (token === ">" && this.#lastClosingTag(frame.name) >= this.#at)
        this.#frames.push({ kind: "children", limit: frame.limit });
    }
    if (token === "{") this.#isAfterExpression = false;
    return true;
  }

  #readChildren(limit: number): boolean {
    const match = this.#next(/<\/[^<>]*>|[<{]/g, limit);
    if (!match) return false;
    this.#at = match.index + match[0].length;
    if (match[0] === "{") {
      this.#frames.push({ kind: "hole", start: match.index, depth: 0, limit });
      this.#isAfterExpression = false;
    } else if (match[0] === "<") this.#openTag(match.index);
    else {
      this.#frames.pop();
      this.#isAfterExpression = true;
    }
    return true;
  }

  #lastClosingTag(name: string): number {
    if (!this.#lastClosingTags) {
      this.#lastClosingTags = new Map();
      for (const match of this.#document.matchAll(/<\/\s*([\w$.:-]*)\s*>/g))
        this.#lastClosingTags.set(match[1]!, match.index);
    }
    return this.#lastClosingTags.get(name) ?? -1;
  }
}

const wordsBeforeExpression = new Set(
  "return typeof case in of delete void throw new else do instanceof await yield default if unless while and or not when puts".split(
    " ",
  ),
);

const stops = new WeakMap<Literal, RegExp>();

/** Where something happens inside a literal: an escape, a doubled sign, a hole, the closing quotes. */
function stopsOf(literal: Literal): RegExp {
  let form = stops.get(literal);
  if (!form) {
    const { closing, doubled, hole, hasBackslashes } = literal;
    const parts = [
      ...(hasBackslashes ? [String.raw`\\[^]`] : []),
      ...(doubled ? [doubled + doubled] : []),
      `(?<closing>${closing})`,
      ...(hole === "{" ? [String.raw`\{\{`] : []),
      `(?<hole>${hole ? holeForm(hole) : "(?!)"})`,
    ];
    form = new RegExp(parts.join("|"), "gm");
    stops.set(literal, form);
  }
  return form;
}

/** Of more braces than open a hole, the last ones do. */
function holeForm(hole: string): string {
  return hole.startsWith("{{") ? `\\{{${hole.length},}` : hole.replace(/[${]/g, "\\$&");
}
