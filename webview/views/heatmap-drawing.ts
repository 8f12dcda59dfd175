import type { Explanation } from "#protocol/explanation";
import { methodInfos } from "#protocol/methods";
import { type Shade, shadeOf } from "#protocol/shading";
import { formatScore } from "#text/numbers";
import { tokenName } from "../answer-tokens.ts";
import { h, type PageElement } from "../dom.ts";
import { type HeatmapRow, heatmapRows, heatmapScores } from "../heatmap-rows.ts";
import { sumOf } from "../score-rows.ts";
import { matrixRow } from "./matrix-grid.ts";

/** The heatmap of one explanation: its numbers, their shades, and its rows as pieces of page. */
export interface Heatmap {
  readonly rows: readonly HeatmapRow[];
  /** [rows][tokens] */
  readonly scores: readonly (readonly number[])[];
  readonly shades: readonly (readonly Shade[])[];
  readonly elements: readonly PageElement[];
}

const drawn = new WeakMap<Explanation, { readonly open: readonly number[]; heatmap: Heatmap }>();

/** Drawn once for an explanation and the sentences that are open: the same pieces cost nothing to show again. */
export function drawnHeatmap(explanation: Explanation, open: readonly number[]): Heatmap {
  const known = drawn.get(explanation);
  if (known?.open === open) return known.heatmap;
  const heatmap = draw(explanation, open);
  drawn.set(explanation, { open, heatmap });
  return heatmap;
}

function draw(explanation: Explanation, open: readonly number[]): Heatmap {
  const rows = heatmapRows(explanation, open);
  const scores = heatmapScores(explanation, rows);
  const shades = heatmapShades(explanation, scores);
  const names = explanation.target.tokens.map(tokenName);
  const elements = rows.map((row, index) =>
    rowElement(explanation, row, index, scores[index]!, shades[index]!, names),
  );
  return { rows, scores, shades, elements };
}

/** Cells are on the scale of the whole map; without a unit, in excess of the even share of their column. */
function heatmapShades(explanation: Explanation, scores: readonly number[][]): Shade[][] {
  const shaded =
    methodInfos[explanation.method].unit === "nats" ? scores : excessOfEvenShare(scores);
  const largest = shaded.flat().reduce((most, score) => Math.max(most, Math.abs(score)), 0);
  return shaded.map((row) => row.map((score) => shadeOf(score, largest)));
}

function excessOfEvenShare(scores: readonly number[][]): number[][] {
  const totals = (scores[0] ?? []).map((_, token) =>
    sumOf(scores.map((row) => Math.abs(row[token]!))),
  );
  return scores.map((row) =>
    row.map((score, token) => {
      const total = totals[token]!;
      return total === 0 ? 0 : Math.max(0, (scores.length * Math.abs(score)) / total - 1);
    }),
  );
}

function rowElement(
  explanation: Explanation,
  row: HeatmapRow,
  index: number,
  scores: readonly number[],
  shades: readonly Shade[],
  names: readonly string[],
): PageElement {
  const total = sumOf(row.features.map((feature) => explanation.seqAttribution[feature]!));
  return matrixRow(row, index, [
    ...scores.map((score, token) => {
      const { pole, step } = shades[token]!;
      return h(
        "div",
        { class: "cell", role: "gridcell", "aria-label": `${names[token]} ${formatScore(score)}` },
        step > 0 && h("i", { class: `ink ${pole}${step}` }),
      );
    }),
    h("div", { class: "total", role: "gridcell" }, formatScore(total)),
  ]);
}
