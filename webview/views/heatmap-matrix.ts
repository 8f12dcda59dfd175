import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import { unitWord } from "#protocol/value-words";
import { tokenName } from "../answer-tokens.ts";
import { h, type PageElement } from "../dom.ts";
import type { PlacedCell } from "../heatmap-rows.ts";
import type { Page } from "../page.ts";
import { isShownToken, toggleToken } from "./answer-parts.ts";
import type { Heatmap } from "./heatmap-drawing.ts";
import { matrixGrid } from "./matrix-grid.ts";
import { classes } from "./shading.ts";

/** Words × output tokens; a token's column shades the editor by it. */
export function heatmapMatrix(
  page: Page,
  run: RunState,
  explanation: Explanation,
  { rows, elements }: Heatmap,
  cell: PlacedCell,
): PageElement {
  return matrixGrid(page, {
    label: "Score of every prompt word for every output token",
    rows,
    columnCount: explanation.target.tokens.length,
    figureColumns: 1,
    head: headRow(run, explanation),
    elements,
    cell,
    toggleColumn: (token) => toggleToken(page, run, token),
  });
}

function headRow(run: RunState, explanation: Explanation): PageElement {
  const heads = explanation.target.tokens.map((token, index) =>
    h(
      "div",
      {
        key: index,
        class: classes("column-head", isShownToken(run, index) && "asked"),
        role: "columnheader",
        title: token.text,
      },
      h("span", {}, tokenName(token)),
    ),
  );
  return h(
    "div",
    { key: "head", class: "row head-row", role: "row", "aria-rowindex": 1 },
    h("div", { class: "row-label", role: "columnheader", "aria-label": "Prompt" }),
    ...heads,
    h(
      "div",
      { key: "total", class: "total", role: "columnheader" },
      ["sum", unitWord(explanation)].filter(Boolean).join(", "),
    ),
  );
}
