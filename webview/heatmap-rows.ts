import type { Explanation } from "#protocol/explanation";
import { ranking } from "#protocol/shading";
import { segments } from "#text/segment";
import { spansOverlap } from "#text/span";
import { featureName, visibleLines } from "./words.ts";

/** A row of the heatmap: a feature, or a sentence with the sum of its features. */
export interface HeatmapRow {
  readonly key: string;
  readonly label: string;
  readonly features: readonly number[];
  /** Present for a sentence: its place in the prompt, and whether its features stand below it. */
  readonly sentence?: { readonly index: number; readonly isOpen: boolean };
}

/** More features than these become sentences, which open. */
const mostRows = 60;

export const keyOfFeature = (feature: number) => `feature ${feature}`;

/** The rows of `explanation`, of its sentences those in `open` with their features below them. */
export function heatmapRows(explanation: Explanation, open: readonly number[]): HeatmapRow[] {
  const rowOf = (feature: number): HeatmapRow => ({
    key: keyOfFeature(feature),
    label: featureName(explanation.features[feature]!),
    features: [feature],
  });
  const all = explanation.features.map((_, feature) => feature);
  const groups = all.length > mostRows ? sentencesOf(explanation) : [];
  if (groups.length < 2) return all.map(rowOf);
  return groups.flatMap(({ text, features }, index) => {
    if (features.length === 0) return [];
    const isOpen = open.includes(index);
    const label = visibleLines(text.trim());
    const row = { key: `sentence ${index}`, label, features, sentence: { index, isOpen } };
    return isOpen ? [row, ...features.map(rowOf)] : [row];
  });
}

/** The prompt's sentences with the features that begin in them. */
function sentencesOf({ prompt, features }: Explanation) {
  return segments(prompt.text, "sentence").map((span) => ({
    text: prompt.text.slice(span.start, span.end),
    features: features.flatMap((feature, index) => {
      const first = { start: feature.start, end: Math.max(feature.end, feature.start + 1) };
      const isFirst = first.start >= span.start || span.start === 0;
      return isFirst && first.start < span.end && spansOverlap(first, span) ? [index] : [];
    }),
  }));
}

/** [rows][tokens] the score of each row for each output token. */
export function heatmapScores(explanation: Explanation, rows: readonly HeatmapRow[]): number[][] {
  const tokens = explanation.tokenAttribution ?? [];
  return rows.map(({ features }) =>
    tokens.map((scores) => features.reduce((sum, feature) => sum + scores[feature]!, 0)),
  );
}

/** The row and the column that the readout is about. */
export interface HeatmapCell {
  readonly row: string;
  readonly column: number;
}

/** The same by the places of its row and column. */
export interface PlacedCell {
  readonly row: number;
  readonly column: number;
}

/**
 * Where `cell` stands among the rows of `scores` [rows][columns]; one that is not there, or none yet: the row of `feature`,
 * and the highest score in it.
 */
export function placedCell(
  cell: HeatmapCell | undefined,
  rows: readonly HeatmapRow[],
  scores: readonly (readonly number[])[],
  feature: number,
): PlacedCell {
  const known = rows.findIndex(({ key }) => key === cell?.row);
  const first = rows.findIndex(
    ({ key, features }) => key === keyOfFeature(feature) || features.includes(feature),
  );
  const row = Math.max(0, known >= 0 ? known : first);
  const own = scores[row]!;
  return { row, column: cell && cell.column < own.length ? cell.column : (ranking(own)[0] ?? 0) };
}

/** The cell after a key: arrows by one, Home and End along the row, with Ctrl to the corners; undefined: not a move. */
export function movedCell(
  { row, column }: PlacedCell,
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  { rowCount, columnCount }: { readonly rowCount: number; readonly columnCount: number },
): PlacedCell | undefined {
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  const to = (nextRow: number, nextColumn: number) => ({
    row: within(nextRow, rowCount),
    column: within(nextColumn, columnCount),
  });
  switch (key) {
    case "ArrowRight":
      return to(row, column + 1);
    case "ArrowLeft":
      return to(row, column - 1);
    case "ArrowDown":
      return to(row + 1, column);
    case "ArrowUp":
      return to(row - 1, column);
    case "PageDown":
      return to(row + 10, column);
    case "PageUp":
      return to(row - 10, column);
    case "Home":
      return to(ctrlKey ? 0 : row, 0);
    case "End":
      return to(ctrlKey ? rowCount - 1 : row, columnCount - 1);
    default:
      return undefined;
  }
}
