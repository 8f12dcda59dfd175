import type { TargetToken } from "#protocol/explanation";
import { visibleWhitespace } from "#text/numbers";
import type { Span } from "#text/span";
import { visibleLines } from "./words.ts";

/** Where the tokens `[start, end)` stand in the answer's text, in UTF-16 code units. */
export function charsOfTokens(tokens: readonly TargetToken[], { start, end }: Span): Span {
  const length = (some: readonly TargetToken[]) =>
    some.reduce((sum, { text }) => sum + text.length, 0);
  const from = length(tokens.slice(0, start));
  return { start: from, end: from + length(tokens.slice(start, end)) };
}

/** The tokens that a stretch of the answer's text touches with more than white space; undefined: none. */
export function tokensWithin(
  tokens: readonly TargetToken[],
  text: string,
  { start, end }: Span,
): Span | undefined {
  const picked = text.slice(start, end);
  const from = start + picked.length - picked.trimStart().length;
  const to = start + picked.trimEnd().length;
  if (from >= to) return undefined;
  let place = 0;
  let span: Span | undefined;
  for (const [index, token] of tokens.entries()) {
    const touches = place < to && place + token.text.length > from;
    if (touches) span = { start: span?.start ?? index, end: index + 1 };
    place += token.text.length;
  }
  return span;
}

/** A span of tokens that the arrows pick: the end that stays and the end that moves. */
export interface Pick {
  readonly anchor: number;
  readonly focus: number;
}

export function spanOfPick({ anchor, focus }: Pick): Span {
  return { start: Math.min(anchor, focus), end: Math.max(anchor, focus) + 1 };
}

/** The pick after an arrow: Shift moves its end, without Shift it is one token that moves. */
export function movedPick(
  pick: Pick | undefined,
  step: number,
  isExtended: boolean,
  count: number,
): Pick {
  if (!pick) return step > 0 ? { anchor: 0, focus: 0 } : { anchor: count - 1, focus: count - 1 };
  const focus = Math.max(0, Math.min(count - 1, pick.focus + step));
  return { anchor: isExtended ? pick.anchor : focus, focus };
}

/** An output token as a label: one line, white space alone as marks. */
export function tokenName({ text }: TargetToken): string {
  const trimmed = text.trim();
  return visibleLines(trimmed === "" ? visibleWhitespace(text) : trimmed);
}
