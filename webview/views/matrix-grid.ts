import { type Child, h, type PageElement } from "../dom.ts";
import { type HeatmapRow, movedCell, type PlacedCell } from "../heatmap-rows.ts";
import { activeCellId, markCell } from "../matrix-marks.ts";
import type { Page } from "../page.ts";
import { classes } from "./shading.ts";

/** A matrix of prompt words: its rows as drawn between a head row and, where there is one, a foot row. */
export interface MatrixGrid {
  readonly label: string;
  readonly rows: readonly HeatmapRow[];
  readonly columnCount: number;
  /** Columns of figures behind the cells, for the count that a screen reader gives. */
  readonly figureColumns: number;
  readonly head: PageElement;
  readonly elements: readonly PageElement[];
  readonly foot?: PageElement;
  readonly cell: PlacedCell;
  /** A click on a cell or on a column's head, or Enter. */
  toggleColumn(column: number): void;
}

const widestLabel = 24;
/** As much as the foot row's label takes. */
const footLabel = 9;

/**
 * One tab stop, arrows move the cell. A click on a cell or on a column's head, or Enter, is of that column; a click on a
 * sentence, or Space, opens it.
 */
export function matrixGrid(page: Page, grid: MatrixGrid): PageElement {
  const { rows, columnCount, cell } = grid;
  const lengths = rows.map(({ label, sentence }) => label.length + (sentence ? 2 : 0));
  const labelLength = Math.min(widestLabel, Math.max(...lengths, grid.foot ? footLabel : 0));
  const placeOf = (event: Event) => cellAt(event, rows.length, columnCount);
  const toggleRow = (row: number) => {
    const sentence = rows[row]?.sentence;
    if (sentence) page.change({ kind: "toggle-sentence", sentence: sentence.index });
  };
  const onkeydown = (event: KeyboardEvent) => {
    const next = movedCell(cell, event, { rowCount: rows.length, columnCount });
    if (next) {
      pointAt(page, rows[next.row]!, next.column);
      document
        .getElementById(activeCellId)
        ?.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "Enter") grid.toggleColumn(cell.column);
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
        "aria-label": grid.label,
        "aria-rowcount": rows.length + (grid.foot ? 2 : 1),
        "aria-colcount": columnCount + 1 + grid.figureColumns,
        "aria-activedescendant": activeCellId,
        style: { "--label": `${labelLength}ch` },
        onkeydown,
        onpointerover: (event: PointerEvent) => {
          const at = placeOf(event);
          if (at) pointAt(page, rows[at.row ?? cell.row]!, at.column ?? cell.column);
        },
        onpointerleave: () => page.ask({ kind: "point", features: [] }),
        onfocus: () => pointAt(page, rows[cell.row]!, cell.column),
        onblur: () => page.ask({ kind: "point", features: [] }),
        onclick: (event: MouseEvent) => {
          const at = placeOf(event);
          if (at?.column !== undefined) grid.toggleColumn(at.column);
          else if (at?.row !== undefined) toggleRow(at.row);
        },
        onshown: (element: Element) => markCell(element, cell),
      },
      grid.head,
      ...grid.elements,
      grid.foot,
    ),
  );
}

/** Lights a cell in the page, and its word in the editor. */
export function pointAt(page: Page, { key, features, sentence }: HeatmapRow, column: number): void {
  page.change({ kind: "point-at-cell", cell: { row: key, column } });
  page.ask({ kind: "point", features: sentence ? [] : features.slice(0, 1) });
}

/** Where a row's label, a column's head or a cell stands that the event is about; undefined beside them. */
function cellAt(
  event: Event,
  rowCount: number,
  columnCount: number,
): { row?: number; column?: number } | undefined {
  const element = (event.target as Element).closest(".matrix > .row > *");
  const own = element?.parentElement;
  if (!element || !own?.parentElement) return undefined;
  const row = [...own.parentElement.children].indexOf(own) - 1;
  const column = [...own.children].indexOf(element) - 1;
  return {
    ...(row >= 0 && row < rowCount ? { row } : {}),
    ...(column >= 0 && column < columnCount ? { column } : {}),
  };
}

/** A row of the matrix: its word, or its sentence with a handle, and its cells. */
export function matrixRow(
  { key, label, sentence }: HeatmapRow,
  index: number,
  cells: readonly Child[],
): PageElement {
  return h(
    "div",
    { key, class: classes("row", sentence && "sentence"), role: "row", "aria-rowindex": index + 2 },
    h(
      "div",
      {
        class: "row-label",
        role: "rowheader",
        title: label,
        "aria-expanded": sentence && String(sentence.isOpen),
      },
      sentence ? `${sentence.isOpen ? "▾" : "▸"} ${label}` : label,
    ),
    ...cells,
  );
}
