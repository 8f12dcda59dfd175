import { findingFromTokens, type PartFinding } from "#protocol/answer-parts";
import type { Explanation } from "#protocol/explanation";
import type { AnswerPart, RunState } from "#protocol/panel-methods";
import type { ExplainRequest } from "#protocol/request";
import type { Span } from "#text/span";
import type { Run } from "./run.ts";

/** `state` with the part of `span` shown: the one that is there, or a new one in place of one that is not kept. */
export function answerParts(
  { parts = [], explanation }: RunState,
  span: Span,
  isKept: boolean,
): Required<Pick<RunState, "parts" | "shownPart">> {
  const known = parts.find((part) => isSame(part.span, span));
  const others = parts.filter((part) => part.isKept && part !== known);
  const finding = known?.finding ?? (explanation && findingFromTokens(explanation, span));
  const tokens = explanation?.target.tokens.slice(span.start, span.end) ?? [];
  const part: AnswerPart = {
    span,
    text: tokens.map(({ text }) => text).join(""),
    ...known,
    isKept: isKept || known?.isKept === true,
    ...(finding ? { finding } : {}),
  };
  const place = known?.isKept ? parts.filter((own) => own.isKept).indexOf(known) : others.length;
  return { parts: others.toSpliced(place, 0, part), shownPart: place };
}

/** The output tokens of each of `texts` in the answer; nothing for one that is not there. */
export function partsNamed(texts: readonly string[], { target }: Explanation): Span[] {
  const answer = target.tokens.map(({ text }) => text).join("");
  let length = 0;
  const ends = target.tokens.map(({ text }) => {
    length += text.length;
    return length;
  });
  return texts.flatMap((text) => {
    const at = answer.indexOf(text);
    if (at < 0) return [];
    const start = ends.findIndex((end) => end > at);
    return [{ start, end: ends.findIndex((end) => end >= at + text.length) + 1 }];
  });
}

/**
 * What the worker is asked about a part of the answer of `run`; nothing where all is known. Methods that evaluate take
 * the part from the whole answer's evaluations; gradients are taken of the part itself.
 */
export function partRequest(run: Run, span: Span): ExplainRequest | undefined {
  const { state, request } = run;
  const part = state.parts?.find((own) => isSame(own.span, span));
  const { explanation } = state;
  if (!explanation || !part || part.progress) return undefined;
  const isOneToken = span.end - span.start === 1;
  if (part.finding && (part.finding.values.none !== undefined || (isOneToken && !part.isKept)))
    return undefined;
  const offset = request.target.span?.start ?? 0;
  const own = { start: span.start + offset, end: span.end + offset };
  const ids = explanation.target.tokens.map((token) => token.id);
  const target = request.target.span ? request.target : { ...request.target, ids };
  return {
    ...request,
    perToken: false,
    target: isGradient(explanation) ? { ...target, span: own } : { ...target, parts: [own] },
  };
}

/** `state` with what was said about the part of `span`; what it was is kept until there is more. */
export function withPart(
  state: RunState,
  span: Span,
  {
    explanation,
    ...said
  }: Pick<AnswerPart, "progress" | "failure"> & { explanation?: Explanation | undefined },
): Pick<RunState, "parts"> {
  const isOver = explanation !== undefined && !explanation.partial;
  const parts = (state.parts ?? []).map((part) => {
    if (!isSame(part.span, span)) return part;
    const { progress: _, failure: __, ...kept } = part;
    const finding = isOver || !kept.finding ? explanation && findingOf(explanation) : undefined;
    return { ...kept, ...said, ...(finding ? { finding } : {}) };
  });
  return { parts };
}

function findingOf(explanation: Explanation): PartFinding {
  const { values, seqAttribution, standardError } = explanation.parts?.[0] ?? explanation;
  return { values, seqAttribution, ...(standardError ? { standardError } : {}) };
}

/** Gradient methods say how they pool tokens. */
function isGradient({ settings }: Explanation): boolean {
  return settings.pooling !== undefined;
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
