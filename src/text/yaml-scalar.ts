import { type CST, Parser } from "yaml";
import { readEscape, yamlEscapes } from "./escapes.ts";
import { type MappedText, MappedTextBuilder } from "./mapped-text.ts";

/**
 * What the scalar around `offset` says: escapes decoded, lines folded, indentation stripped, as the
 * YAML library reads it. A plain key is a name and no text; a quoted key counts. Undefined elsewhere.
 */
export function yamlScalarAround(document: string, offset: number): MappedText | undefined {
  for (const token of new Parser().parse(document)) {
    if (token.type !== "document" || token.offset > offset) continue;
    const found = scalarAt(token.value, offset);
    if (found) return decode(document, found);
  }
  return undefined;
}

type ScalarToken = CST.FlowScalar | CST.BlockScalar;

function scalarAt(root: CST.Token | undefined, offset: number): ScalarToken | undefined {
  const open = [root];
  while (open.length > 0) {
    const token = open.pop();
    if (!token || ("offset" in token && token.offset > offset)) continue;
    switch (token.type) {
      case "block-map":
      case "block-seq":
      case "flow-collection":
        for (const { key, value } of token.items) {
          if (key?.type !== "scalar") open.push(key ?? undefined);
          open.push(value);
        }
        break;
      case "scalar":
      case "single-quoted-scalar":
      case "double-quoted-scalar":
        if (token.source !== "" && offset <= token.offset + token.source.length) return token;
        break;
      case "block-scalar": {
        const end = blockStart(token) + token.source.length;
        if (offset < end || (offset === end && !token.source.endsWith("\n"))) return token;
        break;
      }
      default:
        break;
    }
  }
  return undefined;
}

/** Where the lines of a block scalar begin: after its header, a comment and the line end. */
function blockStart(token: CST.BlockScalar): number {
  return token.props.reduce(
    (end, prop) => end + ("source" in prop ? prop.source.length : 0),
    token.offset,
  );
}

function decode(document: string, token: ScalarToken): MappedText {
  if (token.type === "block-scalar") return decodeBlock(document, token);
  const isQuoted = token.type !== "scalar";
  const quote = token.source[0]!;
  const isClosed = isQuoted && token.source.length > 1 && token.source.endsWith(quote);
  const start = token.offset + (isQuoted ? 1 : 0);
  const end = token.offset + token.source.length - (isClosed ? 1 : 0);
  return decodeFlow(document, start, end, token.type);
}

/** One line end is a space, more are one line end less; white space around them is nothing. */
function decodeFlow(
  document: string,
  start: number,
  end: number,
  type: CST.FlowScalar["type"],
): MappedText {
  const builder = new MappedTextBuilder(document, start);
  const stops = /[ \t\r\n]+|''|\\/g;
  let at = start;
  while (at < end) {
    stops.lastIndex = at;
    const match = stops.exec(document);
    if (!match || match.index >= end) break;
    const tokenEnd = Math.min(end, match.index + match[0].length);
    builder.plain(at, match.index);
    at = tokenEnd;
    if (match[0] === "''" && type === "single-quoted-scalar")
      builder.encoded("'", match.index, tokenEnd);
    else if (match[0] === "\\" && type === "double-quoted-scalar") {
      const read = readEscape(document, match.index, end, yamlEscapes);
      builder.encoded(read.text, match.index, read.end);
      at = read.end;
      if (read.text === "") while (at < end && /[ \t]/.test(document[at]!)) at++;
    } else if (match[0].includes("\n")) {
      const lineEndCount = match[0].split("\n").length - 1;
      const folded = lineEndCount === 1 ? " " : "\n".repeat(lineEndCount - 1);
      builder.encoded(folded, match.index, tokenEnd);
    } else builder.plain(match.index, tokenEnd);
  }
  return builder.plain(at, end).build();
}

interface Line {
  readonly start: number;
  /** Where its white space ends, at most where its text ends. */
  readonly indentEnd: number;
  readonly textEnd: number;
  /** After its line end. */
  readonly end: number;
}

/** The library's own reading of block scalars (`resolve-block-scalar`), kept together with places. */
function decodeBlock(document: string, token: CST.BlockScalar): MappedText {
  const start = blockStart(token);
  const lines = linesOf(token.source, start);
  const { isFolded, chomping, indent: declaredIndent } = headerOf(token);
  const isBlank = (line: Line) => line.indentEnd === line.textEnd;
  let contentEnd = lines.findLastIndex((line) => !isBlank(line)) + 1;
  const builder = new MappedTextBuilder(document, start);
  if (contentEnd === 0) {
    if (chomping === "+") for (const line of lines) lineEnd(line);
    return builder.build();
  }
  const first = lines.findIndex((line) => !isBlank(line));
  const indent =
    declaredIndent > 0
      ? token.indent + declaredIndent
      : lines[first]!.indentEnd - lines[first]!.start;
  const extraBlank = lines.findLastIndex((line) => line.indentEnd - line.start > indent);
  contentEnd = Math.max(contentEnd, extraBlank + 1);

  function lineEnd(line: Line, text = "\n"): void {
    builder.encoded(text, line.textEnd, line.end);
  }
  function content(line: Line): void {
    builder.plain(Math.min(line.start + indent, line.indentEnd), line.textEnd);
  }

  for (const line of lines.slice(0, first)) {
    content(line);
    lineEnd(line);
  }
  let separator = "";
  let wasMoreIndented = false;
  for (let index = first; index < contentEnd; index++) {
    const line = lines[index]!;
    const before = lines[index - 1] ?? line;
    const isMoreIndented =
      line.indentEnd - line.start > indent || document[line.indentEnd] === "\t";
    if (!isFolded) {
      lineEnd(before, separator);
      content(line);
      separator = "\n";
    } else if (isMoreIndented) {
      if (separator === " ") separator = "\n";
      else if (!wasMoreIndented && separator === "\n") separator = "\n\n";
      lineEnd(before, separator);
      content(line);
      separator = "\n";
      wasMoreIndented = true;
    } else if (isBlank(line)) {
      if (separator === "\n") lineEnd(before);
      else separator = "\n";
    } else {
      lineEnd(before, separator);
      content(line);
      separator = " ";
      wasMoreIndented = false;
    }
  }
  if (chomping !== "-") lineEnd(lines[contentEnd - 1]!);
  if (chomping === "+")
    for (const line of lines.slice(contentEnd)) {
      content(line);
      lineEnd(line);
    }
  return builder.build();
}

function headerOf(token: CST.BlockScalar) {
  const header = token.props.find((prop) => prop.type === "block-scalar-header");
  const source = header && "source" in header ? header.source : "|";
  return {
    isFolded: source.startsWith(">"),
    chomping: /[-+]/.exec(source)?.[0],
    indent: Number(/[1-9]/.exec(source)?.[0] ?? 0),
  };
}

/** The lines of `source`, which begins at `origin`; what follows the last line end is one if not empty. */
function linesOf(source: string, origin: number): Line[] {
  const lines: Line[] = [];
  for (const match of source.matchAll(/( *)([^\n]*?)(\r?\n|$)/g)) {
    if (match[0] === "") continue;
    const start = origin + match.index;
    const indentEnd = start + match[1]!.length;
    const textEnd = indentEnd + match[2]!.length;
    lines.push({ start, indentEnd, textEnd, end: textEnd + match[3]!.length });
  }
  return lines;
}
