import type { BaselineChoice, ExplainRequest, FeatureChoice, SteeredSpan } from "#protocol/request";
import { type MappedText, mapSpan } from "#text/mapped-text";
import { type Span, spansOverlap } from "#text/span";
import type { TextChange } from "./placement.ts";

/** What the user said of stretches of a document, for the runs to come. */
export type Mark = {
  /** In the document, in UTF-16 code units. */
  readonly spans: readonly Span[];
} & (
  | {
      /** `fixed`: never perturbed. `group`: all of its stretches are one feature. */
      readonly kind: "fixed" | "group";
    }
  | {
      /** Each stretch is a feature that becomes one of `texts` where it is absent; several are sampled from. */
      readonly kind: "slot";
      readonly texts: readonly string[];
    }
  | {
      /** The influence of each stretch is multiplied by `factor` in steered generations: 0 mutes it. */
      readonly kind: "steered";
      readonly factor: number;
    }
);

/** What has no influence at all. */
export function mutedSpans(marks: readonly Mark[]): Span[] {
  return marks.flatMap((mark) => (mark.kind === "steered" && mark.factor === 0 ? mark.spans : []));
}

/** The marks without what they have in `spans`. */
export function unmarked(marks: readonly Mark[], spans: readonly Span[]): Mark[] {
  const isFree = (span: Span) => !spans.some((own) => spansOverlap(own, span));
  const kept = marks.map((mark) => ({ ...mark, spans: mark.spans.filter(isFree) }));
  return kept.filter(({ spans: left }) => left.length > 0);
}

/** `marks` with another; what it touches of earlier ones is its own now, as a word has one mark at most. */
export function addMark(marks: readonly Mark[], added: Mark): Mark[] {
  return [...unmarked(marks, added.spans), added];
}

/**
 * The marks after `changes` that were made at one time. A mark moves with its text and grows and shrinks with
 * what is typed inside it; what is typed right before or after it stays outside; a mark without text is gone.
 */
export function moveMarks(marks: readonly Mark[], changes: readonly TextChange[]): Mark[] {
  const ordered = [...changes].sort((a, b) => b.start - a.start);
  return marks
    .map((mark) => ({
      ...mark,
      spans: mark.spans
        .map((span) => ordered.reduce(movedBy, span))
        .filter(({ start, end }) => start < end),
    }))
    .filter(({ spans }) => spans.length > 0);
}

function movedBy({ start, end }: Span, change: TextChange): Span {
  const shift = change.insertedLength - (change.end - change.start);
  if (change.end <= start) return { start: start + shift, end: end + shift };
  if (change.start >= end) return { start, end };
  if (change.start <= start && change.end >= end) return { start: change.start, end: change.start };
  // An edit across an end takes its characters away; what replaces them stays outside.
  if (change.start < start) return { start: change.end + shift, end: end + shift };
  if (change.end > end) return { start, end: change.start };
  return { start, end: end + shift };
}

/** `request` as the marks within its text ask for it, besides what it already keeps. */
export function markedRequest(
  request: ExplainRequest,
  marks: readonly Mark[],
  mapped: MappedText,
): ExplainRequest {
  const { keep = [], ...marked } = markedFeatures(marks, mapped);
  const kept = [...(request.features.keep ?? []), ...keep];
  const features = { ...request.features, ...marked, ...(kept.length > 0 ? { keep: kept } : {}) };
  return { ...request, features, baseline: slotBaseline(request.baseline, marks, mapped) };
}

/** `baseline` with the texts of the slots. Only texts can stand beside them: in their place another is an empty text. */
function slotBaseline(
  baseline: BaselineChoice,
  marks: readonly Mark[],
  mapped: MappedText,
): BaselineChoice {
  const places = marks.flatMap((mark) =>
    mark.kind === "slot"
      ? mark.spans
          .flatMap((span) => stretchIn(mapped, span))
          .map((span) => ({ span, texts: mark.texts }))
      : [],
  );
  if (places.length === 0) return baseline;
  return { kind: "text", text: baseline.kind === "text" ? baseline.text : "", places };
}

/** The part of a request that says what the marks within an explained text ask for. */
export function markedFeatures(
  marks: readonly Mark[],
  mapped: MappedText,
): Pick<FeatureChoice, "keep" | "marks"> {
  const of = (kind: Mark["kind"]) =>
    marks
      .filter((mark) => mark.kind === kind)
      .map(({ spans }) => spans.flatMap((span) => stretchIn(mapped, span)))
      .filter((spans) => spans.length > 0);
  const slots = of("slot").flatMap((spans) => spans.map((span) => [span]));
  const [keep, groups] = [of("fixed").flat(), [...of("group"), ...slots]];
  return {
    ...(keep.length > 0 ? { keep } : {}),
    ...(groups.length > 0 ? { marks: groups } : {}),
  };
}

/** What is muted or boosted within an explained text, in its order. */
export function steeredSpans(marks: readonly Mark[], mapped: MappedText): SteeredSpan[] {
  return marks
    .flatMap((mark) =>
      mark.kind === "steered"
        ? mark.spans
            .flatMap((span) => stretchIn(mapped, span))
            .map((span) => ({ ...span, factor: mark.factor }))
        : [],
    )
    .sort((a, b) => a.start - b.start);
}

/** `muted`, `boosted ×2`, `turned down ×0.5`. */
export function factorWords(factor: number): string {
  if (factor === 0) return "muted";
  return `${factor > 1 ? "boosted" : "turned down"} ×${formatFactor(factor)}`;
}

/** Two digits at most. */
export function formatFactor(factor: number): string {
  return String(Number(factor.toPrecision(2)));
}

/** The code units of the text that stand in `span` of the document; none where it lies outside. */
export function stretchIn(mapped: MappedText, span: Span): Span[] {
  const isInside = (offset: number) =>
    spansOverlap(mapSpan(mapped, { start: offset, end: offset + 1 }), span);
  const { length } = mapped.text;
  let start = 0;
  while (start < length && !isInside(start)) start++;
  let end = length;
  while (end > start && !isInside(end - 1)) end--;
  return start < end ? [{ start, end }] : [];
}

/** What is marked, as the line above the prompt says it: `2 marks: Write fixed, doctor becomes nurse or lawyer`. */
export function marksSentence(marks: readonly Mark[], document: string): string {
  const said = marks.map((mark) => {
    const words = mark.spans.map((span) => shortened(document.slice(span.start, span.end)));
    return `${words.join(" and ")} ${markWords(mark)}`;
  });
  return `${marks.length} ${marks.length === 1 ? "mark" : "marks"}: ${said.join(", ")}`;
}

function markWords(mark: Mark): string {
  switch (mark.kind) {
    case "fixed":
      return "fixed";
    case "group":
      return "grouped";
    case "steered":
      return factorWords(mark.factor);
    case "slot":
      return `becomes ${mark.texts.map(shortened).join(" or ")}`;
  }
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 24 ? `${line.slice(0, 23)}…` : line;
}
