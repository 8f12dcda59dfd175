import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import { ranking } from "#protocol/shading";
import { unitWord } from "#protocol/value-words";
import { formatScore, formatShare } from "#text/numbers";
import { tokenName } from "../answer-tokens.ts";
import { type Child, h, type PageElement } from "../dom.ts";
import { type HeatmapRow, type PlacedCell, placedCell } from "../heatmap-rows.ts";
import type { Page } from "../page.ts";
import { ranksOf, sumOf } from "../score-rows.ts";
import { singular } from "../words.ts";
import { answerBox } from "./answer-box.ts";
import { isShownToken, partsBar, toggleToken } from "./answer-parts.ts";
import { drawnHeatmap, type Heatmap } from "./heatmap-drawing.ts";
import { heatmapMatrix } from "./heatmap-matrix.ts";
import { pointAt } from "./matrix-grid.ts";
import { classes, shadeClass } from "./shading.ts";

/** What a word drives of the answer: the answer shaded by it, a readout of one cell, and all words × output tokens. */
export function heatmapView(page: Page, run: RunState, explanation: Explanation): Child[] {
  const heatmap = drawnHeatmap(explanation, page.view.openSentences);
  const feature = ranking(explanation.seqAttribution)[0] ?? 0;
  const cell = placedCell(page.view.cell, heatmap.rows, heatmap.scores, feature);
  const plural = run.granularityLabel;
  const row = heatmap.rows[cell.row]!;
  return [
    h(
      "h2",
      { key: "head", class: "drives" },
      "What ",
      h("span", { class: "word" }, row.label),
      " drives",
    ),
    shadedAnswer(page, run, explanation, heatmap, cell),
    readout(explanation, heatmap, cell, plural),
    heatmapMatrix(page, run, explanation, heatmap, cell),
    partsBar(page, run),
    h("p", { key: "caption", class: "caption spaced" }, caption(heatmap.rows, plural)),
  ];
}

function shadedAnswer(
  page: Page,
  run: RunState,
  { target }: Explanation,
  heatmap: Heatmap,
  cell: PlacedCell,
): PageElement {
  const row = heatmap.rows[cell.row]!;
  const parts = target.tokens.flatMap((token, index): Child[] => {
    const core = token.text.trim();
    if (core === "") return [token.text];
    const start = token.text.indexOf(core);
    const name = classes(
      "w",
      shadeClass(heatmap.shades[cell.row]![index]!),
      index === cell.column && "hovered",
      isShownToken(run, index) && "asked",
    );
    return [
      token.text.slice(0, start),
      h(
        "span",
        {
          key: index,
          class: name,
          onclick: () => toggleToken(page, run, index),
          onpointerenter: () => pointAt(page, row, index),
        },
        core,
      ),
      token.text.slice(start + core.length),
    ];
  });
  return answerBox(parts, true, { tabindex: undefined });
}

/** `doctor → fever +0.95 nats`, its share of the word's score and its rank for the token. */
function readout(
  explanation: Explanation,
  { rows, scores }: Heatmap,
  { row, column: token }: PlacedCell,
  plural: string,
): PageElement {
  const { label, features, sentence } = rows[row]!;
  const score = scores[row]![token]!;
  const total = sumOf(features.map((feature) => explanation.seqAttribution[feature]!));
  const peers = rows.flatMap((own, index) => (own.sentence && !sentence ? [] : [index]));
  const among = sentence ? peers.filter((index) => rows[index]!.sentence) : peers;
  const rank = ranksOf(among.map((index) => scores[index]![token]!))[among.indexOf(row)];
  const noun = sentence ? "sentence" : singular(plural);
  const share =
    formatScore(total) === "0.00" ? "" : `${formatShare(score / total)} of this ${noun}’s score; `;
  return h(
    "div",
    { key: "readout", class: "readout", role: "status", "aria-live": "polite" },
    h("span", { class: "word" }, label),
    " → ",
    h("span", { class: "word" }, tokenName(explanation.target.tokens[token]!)),
    h("b", {}, `${formatScore(score)} ${unitWord(explanation)}`.trim()),
    h("span", { class: "dim" }, `${share}rank ${rank} of ${among.length} for this token`),
  );
}

function caption(rows: readonly HeatmapRow[], plural: string): string {
  const hasSentences = rows.some((row) => row.sentence);
  const what = hasSentences ? `sentences, which open on a click to their ${plural}` : plural;
  return `Rows: prompt ${what}. Columns: output tokens. Click a token to shade the editor by that token alone.`;
}
