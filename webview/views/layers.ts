import type { Explanation } from "#protocol/explanation";
import { explainedLayers, explainedSweep } from "#protocol/interest-shown";
import type { RunState } from "#protocol/panel-methods";
import { ranking } from "#protocol/shading";
import { formatCount, formatRatio, formatShare } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import { type HeatmapRow, heatmapRows, type PlacedCell, placedCell } from "../heatmap-rows.ts";
import { type LayerCell, layerCells, layersSentence } from "../layer-figures.ts";
import type { Page } from "../page.ts";
import { ranksOf } from "../score-rows.ts";
import { linkButton, sentenceView } from "./controls.ts";
import { interestPart } from "./interest-part.ts";
import { layersMatrix } from "./layers-matrix.ts";
import { sweepCharts } from "./sweep.ts";

/** Model interest, words × blocks and over λ: each on demand, with its cost before. */
export function layersView(page: Page, run: RunState): Child[] {
  const layers = explainedLayers(run);
  const sweep = explainedSweep(run);
  return [
    ...(layers
      ? blocks(page, run, layers)
      : [h("h2", { key: "blocks-head" }, "Interest by block")]),
    interestPart(page, run, "layers", layers !== undefined),
    ...(sweep ? sweepCharts(sweep) : [h("h2", { key: "sweep-head" }, "Interest over λ")]),
    interestPart(page, run, "sweep", sweep !== undefined),
  ];
}

function blocks(page: Page, run: RunState, explanation: Explanation): Child[] {
  const rows = heatmapRows(explanation, page.view.openSentences);
  const cells = layerCells(explanation, rows);
  const last = explanation.layers!.at(-1)!.scores;
  const shares = cells.map((row) => row.map(({ share }) => share));
  const cell = placedCell(page.view.cell, rows, shares, ranking(last)[0] ?? 0);
  const even = formatShare(1 / explanation.features.length);
  return [
    sentenceView(layersSentence(explanation), { key: "sentence" }),
    h(
      "div",
      { key: "blocks-head", class: "head" },
      h(
        "h2",
        {},
        "Interest ",
        h("span", { class: "dim" }, `share of the block’s total, %; even share ${even}`),
      ),
      run.shownBlock !== undefined &&
        linkButton("All", () => page.ask({ kind: "show-block", block: undefined }), {
          title: "Shade the editor by the whole run again",
        }),
    ),
    readout(explanation, rows, cells, cell),
    layersMatrix(page, run, explanation, rows, cells, cell),
    h("p", { key: "caption", class: "caption spaced" }, caption(explanation)),
  ];
}

/** `doctor at block 5: 27 %`, its times of the even share and its rank. */
function readout(
  { layers = [] }: Explanation,
  rows: readonly HeatmapRow[],
  cells: readonly (readonly LayerCell[])[],
  { row, column }: PlacedCell,
): PageElement {
  const { label, sentence } = rows[row]!;
  const { share, times } = cells[row]![column]!;
  const among = rows.flatMap((own, index) =>
    Boolean(own.sentence) === Boolean(sentence) ? [index] : [],
  );
  const rank = ranksOf(among.map((index) => cells[index]![column]!.share))[among.indexOf(row)];
  return h(
    "div",
    { key: "readout", class: "readout", role: "status", "aria-live": "polite" },
    h("span", { class: "word" }, label),
    ` at block ${layers[column]!.layer}: `,
    h("b", {}, formatShare(share)),
    " ",
    h(
      "span",
      { class: "dim" },
      `${formatRatio(times)} times the even share; rank ${rank} of ${among.length} at this block`,
    ),
  );
}

function caption({ interest, layers = [], evaluations, ended }: Explanation): string {
  const how = [
    interest && `λ ${interest.lambda}`,
    formatCount(evaluations, "evaluation"),
    ended === "settled" && "ranks settled",
  ];
  return [
    `Interest: how little noise a word’s embedding bears before the block’s output moves. ${how.filter(Boolean).join(", ")}.`,
    `ρ: rank agreement with block ${layers.at(-1)!.layer}.`,
    "Click a block to shade the editor by it.",
  ].join(" ");
}
