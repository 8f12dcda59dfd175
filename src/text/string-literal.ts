import { readEscape } from "./escapes.ts";
import { type FoundLiteral, findLiteral } from "./literal-scan.ts";
import { type Literal, languageOf } from "./literal-syntax.ts";
import { type MappedText, MappedTextBuilder } from "./mapped-text.ts";
import { yamlScalarAround } from "./yaml-scalar.ts";

/**
 * What the innermost string literal around `offset` says, its escapes decoded; with the cursor at
 * either quote too. Interpolated code (`{name}`, `${name}`) is kept as text. Undefined where there
 * is no literal, and in prose. `languageId` as VS Code names it; other code counts as C-like.
 * Linear in the document's length.
 */
export function enclosingStringLiteral(
  document: string,
  offset: number,
  languageId: string,
): MappedText | undefined {
  if (languageId === "yaml" || languageId === "dockercompose")
    return yamlScalarAround(document, offset);
  const language = languageOf(languageId);
  const found = language && findLiteral(document, offset, language);
  return found && decode(document, found);
}

function decode(document: string, { literal, span, body, holes }: FoundLiteral): MappedText {
  const builder = new MappedTextBuilder(document, body.start);
  const indent = indentToStrip(document, literal, body.end, span.end, body.start);
  const stops = decodeStops(literal);
  const pastIndent = (at: number): number => {
    const most = Math.min(body.end, at + indent);
    let end = at;
    while (end < most && (document[end] === " " || document[end] === "\t")) end++;
    return end;
  };
  let at = pastIndent(body.start);
  let holeIndex = 0;
  while (at < body.end) {
    const hole = holes[holeIndex];
    stops.lastIndex = at;
    const match = stops.exec(document);
    const stop = match && match.index < body.end ? match.index : body.end;
    if (hole && hole.start <= stop) {
      builder.plain(at, hole.end);
      at = hole.end;
      holeIndex++;
      continue;
    }
    builder.plain(at, stop);
    if (!match || stop === body.end) break;
    const [token] = match;
    const tokenEnd = stop + token.length;
    if (token === "\\") {
      const read = readEscape(document, stop, body.end, literal.escapes!);
      if (read.text === document.slice(stop, read.end)) builder.plain(stop, read.end);
      else builder.encoded(read.text, stop, read.end);
      at = /[\r\n]/.test(document[stop + 1] ?? "") ? pastIndent(read.end) : read.end;
    } else if (/^[\r\n]/.test(token)) {
      if (token === "\n") builder.plain(stop, tokenEnd);
      else builder.encoded("\n", stop, tokenEnd);
      at = pastIndent(tokenEnd);
    } else {
      // A doubled sign stands for one; white space at a line's end, where it is stripped, for none.
      if (!/^[ \t]/.test(token)) builder.encoded(token[0]!, stop, tokenEnd);
      at = tokenEnd;
    }
  }
  return builder.build();
}

/** What stands for something else inside the literal. The line ends of a file are all `\n` to the language. */
function decodeStops(literal: Literal): RegExp {
  const parts = [
    String.raw`\r\n?|\n`,
    ...(literal.escapes ? [String.raw`\\`] : []),
    ...(literal.doubled ? [literal.doubled + literal.doubled] : []),
    ...(literal.hole === "{" ? [String.raw`\{\{|\}\}`] : []),
    ...(literal.stripsLineEnds ? [String.raw`(?<![ \t])[ \t]+(?=[\r\n])`] : []),
  ];
  return new RegExp(parts.join("|"), "g");
}

/** How many spaces and tabs the language takes from the beginning of each line. */
function indentToStrip(
  document: string,
  literal: Literal,
  bodyEnd: number,
  end: number,
  bodyStart: number,
): number {
  if (!literal.stripsIndent) return 0;
  if (literal.stripsIndent === "as-closing")
    return /^[\r\n]*([ \t]*)/.exec(document.slice(bodyEnd, end))![1]!.length;
  const lines = document.slice(bodyStart, bodyEnd).split(/\r\n|\r|\n/);
  const last = lines.length - 1;
  const indents = lines.flatMap((line, index) => {
    const indent = /^[ \t]*/.exec(line)![0].length;
    const counts =
      indent < line.length || (index === last && literal.stripsIndent === "least-with-closing");
    return counts ? [indent] : [];
  });
  return Math.min(...(indents.length > 0 ? indents : [0]));
}
