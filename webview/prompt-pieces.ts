import type { Feature } from "#protocol/explanation";
import type { Span } from "#text/span";

/** A stretch of the prompt's text; with `feature` where it belongs to one. */
export interface PromptPiece {
  readonly text: string;
  readonly start: number;
  readonly feature?: number;
  /** A feature of several stretches is reached by its first one. */
  readonly isFirst: boolean;
}

/** `text` cut into the stretches of its features and what lies between, in the text's order. */
export function promptPieces(text: string, features: readonly Feature[]): PromptPiece[] {
  const stretches = features
    .flatMap((feature, index) => {
      const spans: readonly Span[] = feature.spans ?? [feature];
      return spans.map(({ start, end }, nth) => ({ start, end, index, isFirst: nth === 0 }));
    })
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const pieces: PromptPiece[] = [];
  let place = 0;
  const fill = (end: number) => {
    if (place < end) pieces.push({ text: text.slice(place, end), start: place, isFirst: false });
  };
  for (const { start, end, index, isFirst } of stretches) {
    fill(start);
    pieces.push({ text: text.slice(start, end), start, feature: index, isFirst });
    place = end;
  }
  fill(text.length);
  return pieces;
}
