import type { Shade } from "#protocol/shading";
import { bold, shaded, type TextStyle } from "./text-style.ts";
import { type Cell, type Column, clip, printable, textTable } from "./text-table.ts";

/** A part of a report that a terminal, HTML and Markdown show alike: sentences and tables in turn. */
export interface ReportSection {
  readonly heading: string;
  readonly blocks: readonly (readonly string[] | ReportTable)[];
}

export interface ReportTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly ReportCell[])[];
}

/** `shade`: the colour of a score's cell. */
export type ReportCell = string | { readonly text: string; readonly shade: Shade };

/** How a report writes a piece of the prompt or the answer: shortened to `width` columns where it must. */
export type Naming = (text: string, width?: number) => string;

const labelWidth = 28;

export const terminalNaming: Naming = (text, width = labelWidth) => clip(printable(text), width);

export const wholeNaming: Naming = (text) => text;

export function isTable(block: readonly string[] | ReportTable): block is ReportTable {
  return "columns" in block;
}

export function cellText(cell: ReportCell): string {
  return typeof cell === "string" ? cell : cell.text;
}

/** The section in a terminal, an empty line before each of its blocks; its tables' heads name it. */
export function sectionLines({ blocks }: ReportSection, style: TextStyle): string[] {
  return blocks.flatMap((block) => {
    if (!isTable(block)) return ["", ...block];
    const [head, ...body] = textTable(
      block.columns,
      block.rows.map((row) =>
        row.map((cell): Cell => {
          if (typeof cell === "string") return cell;
          return { text: cell.text, written: shaded(cell.text, cell.shade, style) };
        }),
      ),
    );
    return ["", bold(head!, style), ...body];
  });
}
