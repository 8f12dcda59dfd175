import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import { formatRatio, formatShare } from "#text/numbers";
import { h, type PageElement } from "../dom.ts";
import type { HeatmapRow, PlacedCell } from "../heatmap-rows.ts";
import { agreementWithLast, type LayerCell } from "../layer-figures.ts";
import type { Page } from "../page.ts";
import { matrixGrid, matrixRow } from "./matrix-grid.ts";
import { classes, shadeClass } from "./shading.ts";

/** Words × blocks with their shares; a block's column shades the editor by it. The last row is the agreement with the last block. */
export function layersMatrix(
  page: Page,
  run: RunState,
  explanation: Explanation,
  rows: readonly HeatmapRow[],
  cells: readonly (readonly LayerCell[])[],
  cell: PlacedCell,
): PageElement {
  const { layers = [] } = explanation;
  return matrixGrid(page, {
    label: "Share of every prompt word in the interest of every block",
    rows,
    columnCount: layers.length,
    figureColumns: 0,
    head: headRow(run, explanation),
    elements: rows.map((row, index) => rowElement(explanation, row, index, cells[index]!)),
    ...(layers.length > 1 ? { foot: footRow(explanation, rows.length) } : {}),
    cell,
    toggleColumn: (column) => {
      const block = layers[column]!.layer;
      page.ask({ kind: "show-block", block: block === run.shownBlock ? undefined : block });
    },
  });
}

function headRow({ shownBlock }: RunState, { layers = [] }: Explanation): PageElement {
  return h(
    "div",
    { key: "head", class: "row head-row", role: "row", "aria-rowindex": 1 },
    h("div", { class: "row-label", role: "columnheader" }, "block"),
    ...layers.map(({ layer }) =>
      h(
        "div",
        {
          key: layer,
          class: classes("column-head", layer === shownBlock && "asked"),
          role: "columnheader",
          "aria-selected": String(layer === shownBlock),
          title: `Shade by the interest at block ${layer}`,
        },
        h("span", {}, String(layer)),
      ),
    ),
  );
}

function rowElement(
  { layers = [] }: Explanation,
  row: HeatmapRow,
  index: number,
  cells: readonly LayerCell[],
): PageElement {
  return matrixRow(
    row,
    index,
    cells.map(({ share, shade }, block) =>
      h(
        "div",
        {
          class: "cell figure",
          role: "gridcell",
          "aria-label": `block ${layers[block]!.layer} ${formatShare(share)}`,
        },
        h("span", { class: shadeClass(shade) || undefined }, percent(share)),
      ),
    ),
  );
}

function footRow(explanation: Explanation, rowCount: number): PageElement {
  const last = explanation.layers!.at(-1)!.layer;
  return h(
    "div",
    { key: "foot", class: "row foot-row", role: "row", "aria-rowindex": rowCount + 2 },
    h("div", { class: "row-label", role: "rowheader" }, `ρ with ${last}`),
    ...agreementWithLast(explanation).map((agreement, block) =>
      h(
        "div",
        { key: block, class: "foot-figure", role: "gridcell" },
        agreement === undefined ? "" : formatRatio(agreement),
      ),
    ),
  );
}

/** Whole percent without the mark, which the heading has. */
function percent(share: number): string {
  return formatShare(share).replace(/\s*%$/, "");
}
