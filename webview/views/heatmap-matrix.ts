import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import { unitWord } from "#protocol/value-words";
import { tokenName } from "../answer-tokens.ts";
import { h, type PageElement } from "../dom.ts";
import { type HeatmapRow, movedCell } from "../heatmap-rows.ts";
import { activeCellId, markCell } from "../matrix-marks.ts";
import type { Page } from "../page.ts";
import { isShownToken, toggleToken } from "./answer-parts.ts";
import type { Heatmap } from "./heatmap-drawing.ts";
import { classes } from "./shading.ts";

/** A cell by the places of its row and column. */
export interface PlacedCell {
  readonly row: number;
  readonly token: number;
}

const widestLabel = 24;

/**
 * Words × output tokens: one tab stop, arrows move the cell. A click on a cell or on a token's head, or Enter, shades
 * the editor by that token; a click on a sentence, or Space, opens it.
 */
export function heatmapMatrix(
  page: Page,
  run: RunState,
  explanation: Explanation,
  { rows, elements }: Heatmap,
  cell: PlacedCell,
): PageElement {
  const { tokens } = explanation.target;
  const lengths = rows.map(({ label, sentence }) => label.length + (sentence ? 2 : 0));
  const labelLength = Math.min(widestLabel, Math.max(...lengths));
  const placeOf = (event: Event) => cellAt(event, rows.length, tokens.length);
  const toggleRow = (row: number) => {
    const sentence = rows[row]?.sentence;
    if (sentence) page.change({ kind: "toggle-sentence", sentence: sentence.index });
  };
  const onkeydown = (event: KeyboardEvent) => {
    const next = movedCell(cell, event, { rowCount: rows.length, tokenCount: tokens.length });
    if (next) {
      pointAt(page, rows[next.row]!, next.token);
      document
        .getElementById(activeCellId)
        ?.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "Enter") toggleToken(page, run, cell.token);
    else if (event.key === " ") toggleRow(cell.row);
    else return;
    event.preventDefault();
  };
  return h(
    "div",
    { key: "scroller", class: "scroller" },
    h(
      "div",
      {
        class: "matrix",
        role: "grid",
        tabindex: 0,
        "aria-label": "Score of every prompt word for every output token",
        "aria-rowcount": rows.length + 1,
        "aria-colcount": tokens.length + 2,
        "aria-activedescendant": activeCellId,
        style: { "--label": `${labelLength}ch` },
        onkeydown,
        onpointerover: (event: PointerEvent) => {
          const at = placeOf(event);
          if (at) pointAt(page, rows[at.row ?? cell.row]!, at.token ?? cell.token);
        },
        onpointerleave: () => page.ask({ kind: "point", features: [] }),
        onfocus: () => pointAt(page, rows[cell.row]!, cell.token),
        onblur: () => page.ask({ kind: "point", features: [] }),
        onclick: (event: MouseEvent) => {
          const at = placeOf(event);
          if (at?.token !== undefined) toggleToken(page, run, at.token);
          else if (at?.row !== undefined) toggleRow(at.row);
        },
        onshown: (element: Element) => markCell(element, { row: cell.row, column: cell.token }),
      },
      headRow(run, explanation),
      ...elements,
    ),
  );
}

/** Lights a cell in the page, and its word in the editor. */
export function pointAt(page: Page, { key, features, sentence }: HeatmapRow, token: number): void {
  page.change({ kind: "point-at-cell", cell: { row: key, token } });
  page.ask({ kind: "point", features: sentence ? [] : features.slice(0, 1) });
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

/** Where a row's label, a column's head or a cell stands that the event is about; undefined beside them. */
function cellAt(
  event: Event,
  rowCount: number,
  tokenCount: number,
): { row?: number; token?: number } | undefined {
  const element = (event.target as Element).closest(".matrix > .row > *");
  const own = element?.parentElement;
  if (!element || !own?.parentElement) return undefined;
  const row = [...own.parentElement.children].indexOf(own) - 1;
  const token = [...own.children].indexOf(element) - 1;
  return {
    ...(row >= 0 && row < rowCount ? { row } : {}),
    ...(token >= 0 && token < tokenCount ? { token } : {}),
  };
}
