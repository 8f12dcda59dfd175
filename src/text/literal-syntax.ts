import * as escapes from "./escapes.ts";

/** How string literals, and what must not be taken for them, look in one language. */
export interface Language {
  /** Comments, character literals and the like, as the source of a regular expression. */
  readonly passedOver: string;
  /** The prefix and quotes of a string literal, likewise. */
  readonly opening: string;
  readonly literal: (opening: string) => Literal;
  /** Code in `${}` may hold comments; in a hole with a format (`{x:#x}`), what looks like one is none. */
  readonly hasCommentsInHoles?: true;
  /** `/don't/` is a regular expression. */
  readonly hasRegexes?: true;
  /** `<p>don't</p>` is an element. */
  readonly hasElements?: true;
  /** Code stands only between these, where the document has them at all. */
  readonly codeBegins?: RegExp;
}

/** One kind of string literal, once its opening is known. */
export interface Literal {
  /** Source of a regular expression for the closing quotes. */
  readonly closing: string;
  readonly endsWithLine?: true;
  /** A backslash keeps what follows from closing the literal, decoded or not. */
  readonly hasBackslashes?: true;
  readonly escapes?: escapes.Escapes;
  /** Doubled, this stands for itself once: a quote. */
  readonly doubled?: string;
  /** Begins a stretch of code that lasts to its `}` and is kept as text. */
  readonly hole?: "{" | "${" | "#{" | `{{${string}`;
  /** Indentation that the language strips: what the closing line has, or the least of all lines. */
  readonly stripsIndent?: "as-closing" | "least" | "least-with-closing";
  readonly stripsLineEnds?: true;
  /** The closing quotes end it even where a hole is open: they hardly ever stand in one. */
  readonly closesInHole?: true;
}

const slashComments = String.raw`\/\/[^\r\n]*|\/\*(?:[^]*?\*\/|[^]*)`;
const hashComment = String.raw`#[^\r\n]*`;
/** `'a'`, `'\n'`; a lone apostrophe (a Rust lifetime) is nothing. */
const characterLiteral = String.raw`'(?:\\[^\r\n][^'\r\n]{0,10}|[^'\\\r\n]{1,2})'|'`;

/** Backslashes guard and are decoded. */
function escaped(by: escapes.Escapes) {
  return { hasBackslashes: true, escapes: by } as const;
}

const { pythonEscapes: text, pythonBytesEscapes: bytes } = escapes;

const python: Language = {
  passedOver: hashComment,
  opening: `(?:[fFtT][rR]?|[rR][fFtTbB]?|[bB][rR]?|[uU])?(?:"""|'''|"|')`,
  literal(opening) {
    const closing = opening.replace(/^[a-z]*/i, "");
    const prefix = opening.slice(0, -closing.length).toLowerCase();
    return {
      closing,
      hasBackslashes: true,
      ...(prefix.includes("r") ? {} : { escapes: prefix === "b" ? bytes : text }),
      ...(/[ft]/.test(prefix) ? { hole: "{" } : {}),
      ...(closing.length === 3 ? { closesInHole: true } : { endsWithLine: true }),
    };
  },
};

const script: Language = {
  passedOver: slashComments,
  opening: "[\"'`]",
  literal: (opening) =>
    opening === "`"
      ? { closing: opening, hole: "${", ...escaped(escapes.scriptEscapes) }
      : { closing: opening, endsWithLine: true, ...escaped(escapes.scriptEscapes) },
  hasCommentsInHoles: true,
  hasRegexes: true,
};

const scriptWithElements: Language = { ...script, hasElements: true };

/** The value of an element's attribute: no escapes, and line ends are allowed. */
export const attributeLiterals: Readonly<Record<"'" | '"', Literal>> = {
  "'": { closing: "'" },
  '"': { closing: '"' },
};

const json: Language = {
  passedOver: slashComments,
  opening: '"',
  literal: () => ({ closing: '"', endsWithLine: true, ...escaped(escapes.jsonEscapes) }),
};

const java: Language = {
  passedOver: `${slashComments}|${characterLiteral}`,
  opening: String.raw`"""[ \t]*\r?\n|"`,
  literal: (opening) => ({
    ...escaped(escapes.javaEscapes),
    ...(opening === '"'
      ? { closing: '"', endsWithLine: true }
      : { closing: '"""', stripsIndent: "least-with-closing", stripsLineEnds: true }),
  }),
};

const csharp: Language = {
  passedOver: String.raw`${slashComments}|${characterLiteral}|#(?:region|error|warning|pragma)[^\r\n]*`,
  opening: String.raw`\$*"{3,}(?:[ \t]*\r?\n)?|\$@"|@\$?"|\$?"`,
  literal(opening) {
    const quotes = /"+/.exec(opening)![0];
    const holes = opening.split("$").length - 1;
    if (quotes.length >= 3) {
      const isBlock = opening.endsWith("\n");
      const closing = `${quotes}(?!")`;
      return {
        closing: isBlock ? atLineStart(closing) : closing,
        ...(isBlock ? { stripsIndent: "as-closing" } : { endsWithLine: true }),
        ...(holes === 0 ? {} : { hole: holes === 1 ? "{" : `{{${"{".repeat(holes - 2)}` }),
        closesInHole: true,
      };
    }
    const hole = holes > 0 ? { hole: "{" as const } : {};
    if (opening.includes("@")) return { closing: '"', doubled: '"', ...hole };
    return { closing: '"', endsWithLine: true, ...escaped(escapes.csharpEscapes), ...hole };
  },
};

const go: Language = {
  passedOver: `${slashComments}|${characterLiteral}`,
  opening: '["`]',
  literal: (opening) =>
    opening === "`"
      ? { closing: opening }
      : { closing: opening, endsWithLine: true, ...escaped(escapes.goEscapes) },
};

const rust: Language = {
  passedOver: `${slashComments}|b?${characterLiteral}`,
  opening: '(?:[bc]?r#*|[bc])?"',
  literal: (opening) =>
    opening.includes("r")
      ? { closing: `"${"#".repeat(opening.split("#").length - 1)}` }
      : { closing: '"', ...escaped(escapes.rustEscapes) },
};

const php: Language = {
  passedOver: String.raw`${slashComments}|#(?!\[)[^\r\n]*|\?>(?:[^]*?<\?(?:php|=)?|[^]*)`,
  opening: String.raw`["']|<<<[ \t]*(?:"\w+"|'\w+'|\w+)[ \t]*\r?\n`,
  literal(opening) {
    if (opening === "'") return { closing: "'", ...escaped(escapes.quoteEscapes) };
    if (opening === '"') return { closing: '"', ...escaped(escapes.phpEscapes) };
    return {
      closing: atLineStart(String.raw`${/\w+/.exec(opening)![0]}\b`),
      stripsIndent: "as-closing",
      ...(opening.includes("'") ? {} : { escapes: escapes.phpEscapes, hasBackslashes: true }),
    };
  },
  codeBegins: /<\?(?:php|=)?/,
};

const ruby: Language = {
  passedOver: String.raw`${hashComment}|(?<=\n)=begin\b(?:[^]*?\n=end\b|[^]*)|\$["'\`]`,
  opening: String.raw`["']|<<[~-]?(?:"[A-Z_]\w*"|'[A-Z_]\w*'|[A-Z_]\w*)[^\r\n]*\r?\n`,
  literal(opening) {
    if (opening === "'") return { closing: "'", ...escaped(escapes.quoteEscapes) };
    if (opening === '"') return { closing: '"', hole: "#{", ...escaped(escapes.rubyEscapes) };
    return {
      closing: String.raw`(?<=\n)[ \t]*${/\w+/.exec(opening)![0]}(?=\r?\n|$)`,
      ...(opening.startsWith("<<~") ? { stripsIndent: "least" } : {}),
      ...(/^<<[~-]?'/.test(opening) ? {} : { hole: "#{", ...escaped(escapes.rubyEscapes) }),
    };
  },
  hasRegexes: true,
};

/** Any language with quotes and C's comments. */
const cLike: Language = {
  passedOver: slashComments,
  opening: `"""|["']`,
  literal: (opening) => ({
    closing: opening,
    ...(opening.length === 1 ? { endsWithLine: true } : {}),
    ...escaped(escapes.goEscapes),
  }),
};

/** Closing quotes on a line of their own: the line end before them is no part of the text. */
function atLineStart(closing: string): string {
  return String.raw`(?:\r?\n|(?<=\n))[ \t]*${closing}`;
}

const languages: Readonly<Record<string, Language>> = {
  python,
  javascript: scriptWithElements,
  javascriptreact: scriptWithElements,
  jsx: scriptWithElements,
  typescript: script,
  typescriptreact: scriptWithElements,
  tsx: scriptWithElements,
  json,
  jsonc: json,
  jsonl: json,
  java,
  csharp,
  go,
  rust,
  php,
  ruby,
};

/** In these, quotes are punctuation. */
const proseLanguages = [
  "plaintext",
  "markdown",
  "latex",
  "html",
  "xml",
  "prompt",
  "prompty",
  "jinja",
];

/** How the language that VS Code calls `languageId` writes strings; undefined for prose. */
export function languageOf(languageId: string): Language | undefined {
  return languages[languageId] ?? (proseLanguages.includes(languageId) ? undefined : cLike);
}
