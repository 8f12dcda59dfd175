/** What a backslash does in the string literals of one language. */
export interface Escapes {
  /** The character after the backslash, and what the two stand for. */
  readonly named: Readonly<Record<string, string>>;
  /** Codes after the backslash: their form with one group of digits, and the digits' radix. */
  readonly coded: readonly (readonly [form: RegExp, radix: number])[];
  /** An escape that the language does not define: kept as it stands, or its backslash dropped. */
  readonly unknown: "keep" | "drop";
  /** A backslash at a line end joins the lines, or also drops the white space that begins the next. */
  readonly lineEnd: "keep" | "join" | "join-trimmed";
}

/** The escape whose backslash is at `at`: what it stands for and where it ends, never past `end`. */
export function readEscape(
  document: string,
  at: number,
  end: number,
  escapes: Escapes,
): { readonly text: string; readonly end: number } {
  const after = at + 1;
  if (after >= end) return { text: "\\", end: after };
  const character = String.fromCodePoint(document.codePointAt(after)!);
  const named = escapes.named[character];
  const next = after + character.length;
  if (named !== undefined) return { text: named, end: next };
  const isLineEnd = matchAt(lineEnd, document, after) !== null;
  if (isLineEnd && escapes.lineEnd !== "keep") {
    const form = escapes.lineEnd === "join" ? lineEnd : lineEndAndIndent;
    return { text: "", end: Math.min(end, after + matchAt(form, document, after)![0].length) };
  }
  for (const [form, radix] of escapes.coded) {
    const match = matchAt(form, document, after);
    if (!match || after + match[0].length > end) continue;
    const code = Number.parseInt(match[1]!, radix);
    if (code <= 0x10ffff) return { text: String.fromCodePoint(code), end: after + match[0].length };
  }
  // Only the backslash is kept here, so that what follows keeps a place of its own.
  if (escapes.unknown === "keep" || isLineEnd) return { text: "\\", end: after };
  return { text: character, end: next };
}

const lineEnd = /\r\n|[\r\n\u2028\u2029]/y;
const lineEndAndIndent = /[\r\n]\s*/y;

function matchAt(form: RegExp, document: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(document);
}

const hex2 = [/x([\da-fA-F]{2})/y, 16] as const;
const hex1to2 = [/x([\da-fA-F]{1,2})/y, 16] as const;
const hex4 = [/u([\da-fA-F]{4})/y, 16] as const;
const hex8 = [/U([\da-fA-F]{8})/y, 16] as const;
const hexInBraces = [/u\{\s*([\da-fA-F]{1,8})\s*\}/y, 16] as const;
const octal = [/([0-7]{1,3})/y, 8] as const;

const quotes = { "\\": "\\", "'": "'", '"': '"' };
const controls = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v" };
const all = { ...quotes, ...controls, a: "\x07" };

export const pythonEscapes: Escapes = {
  named: all,
  coded: [hex2, hex4, hex8, octal],
  unknown: "keep",
  lineEnd: "join",
};

export const pythonBytesEscapes: Escapes = { ...pythonEscapes, coded: [hex2, octal] };

export const scriptEscapes: Escapes = {
  named: { ...quotes, ...controls },
  coded: [hex2, hex4, hexInBraces, [/([0-3][0-7]{0,2}|[4-7][0-7]?)/y, 8]],
  unknown: "drop",
  lineEnd: "join",
};

export const jsonEscapes: Escapes = {
  named: { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" },
  coded: [hex4],
  unknown: "keep",
  lineEnd: "keep",
};

export const yamlEscapes: Escapes = {
  named: {
    ...{ '"': '"', "\\": "\\", "/": "/", " ": " ", "\t": "\t", "0": "\0", a: "\x07", e: "\x1b" },
    ...{ N: "\u0085", _: "\u00a0", L: "\u2028", P: "\u2029", ...controls },
  },
  coded: [hex2, hex4, hex8],
  unknown: "keep",
  lineEnd: "join",
};

export const javaEscapes: Escapes = {
  named: { ...quotes, ...controls, s: " " },
  coded: [[/u+([\da-fA-F]{4})/y, 16], octal],
  unknown: "keep",
  lineEnd: "join",
};

export const csharpEscapes: Escapes = {
  named: { ...all, "0": "\0", e: "\x1b" },
  coded: [[/x([\da-fA-F]{1,4})/y, 16], hex4, hex8],
  unknown: "keep",
  lineEnd: "keep",
};

export const goEscapes: Escapes = {
  named: all,
  coded: [hex2, hex4, hex8, octal],
  unknown: "keep",
  lineEnd: "join",
};

export const rustEscapes: Escapes = {
  named: { ...quotes, n: "\n", r: "\r", t: "\t", "0": "\0" },
  coded: [hex2, hexInBraces],
  unknown: "keep",
  lineEnd: "join-trimmed",
};

export const phpEscapes: Escapes = {
  named: { "\\": "\\", '"': '"', $: "$", n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", e: "\x1b" },
  coded: [hex1to2, hexInBraces, octal],
  unknown: "keep",
  lineEnd: "keep",
};

export const rubyEscapes: Escapes = {
  named: { ...all, s: " ", e: "\x1b" },
  coded: [hex1to2, hex4, hexInBraces, octal],
  unknown: "drop",
  lineEnd: "join",
};

/** Only the quote and the backslash itself: single quotes of PHP and Ruby. */
export const quoteEscapes: Escapes = {
  named: { "\\": "\\", "'": "'" },
  coded: [],
  unknown: "keep",
  lineEnd: "keep",
};
