import { type Span, spansOverlap } from "#text/span";

/** A replacement in a document, in UTF-16 code units of the document before it. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly insertedLength: number;
}

/** Where an explained text and its features stand in a document, followed through edits. */
export interface Placement {
  readonly whole: Span;
  /** [features][stretches]; a feature that was edited has none any more. */
  readonly features: readonly (readonly Span[])[];
  /** True once something inside the text was edited. */
  readonly isStale: boolean;
}

/**
 * The placement after `changes`, which are given as they were made at one time: none moves another. What is
 * typed right before or after the text belongs to it: it is stale then too.
 */
export function movePlacement(placement: Placement, changes: readonly TextChange[]): Placement {
  return [...changes]
    .sort((a, b) => b.start - a.start)
    .reduce((moved, change) => moveBy(moved, change), placement);
}

function moveBy({ whole, features, isStale }: Placement, change: TextChange): Placement {
  const shift = change.insertedLength - (change.end - change.start);
  if (change.start > whole.end) return { whole, features, isStale };
  if (change.end < whole.start)
    return {
      whole: moved(whole, shift),
      features: features.map((spans) => spans.map((span) => moved(span, shift))),
      isStale,
    };
  return {
    whole: {
      start: Math.min(whole.start, change.start),
      end: Math.max(whole.end, change.end) + shift,
    },
    features: features.map((spans) => spans.flatMap((span) => survivor(span, change, shift))),
    isStale: true,
  };
}

/** The stretch after the change; none when the change touches its characters or grows it. */
function survivor(span: Span, change: TextChange, shift: number): Span[] {
  if (spansOverlap(span, change)) return [];
  const isInside = change.start > span.start && change.start < span.end;
  if (isInside) return [];
  return change.end <= span.start ? [moved(span, shift)] : [span];
}

function moved({ start, end }: Span, shift: number): Span {
  return { start: start + shift, end: end + shift };
}
