/** A column of a table in plain text. */
export interface Column {
  readonly head: string;
  readonly align: "left" | "right";
}

/** A cell: what is measured, and what is written in its place (the same with colour). */
export type Cell = string | { readonly text: string; readonly written: string };

/** Lines of a table: cells of the same column have the same width, two spaces between columns. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): string[] {
  const heads = columns.map((column) => column.head);
  const lines: (readonly Cell[])[] = [heads, ...rows];
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((cells) => displayWidth(measured(cells[index] ?? "")))),
  );
  return lines.map((cells) =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? "";
        const padding = " ".repeat(widths[index]! - displayWidth(measured(cell)));
        const written = typeof cell === "string" ? cell : cell.written;
        return align === "right" ? padding + written : written + padding;
      })
      .join("  ")
      .trimEnd(),
  );
}

function measured(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}

const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Columns that a terminal gives to `text`: two for East Asian wide characters and emoji. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text))
    width += wide.test(segment) || segment.includes("\ufe0f") ? 2 : 1;
  return width;
}

/** `text` in at most `width` columns, with `…` where something is cut off. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let clipped = "";
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += displayWidth(segment);
    if (used > width) break;
    clipped += segment;
  }
  return `${clipped}…`;
}

/** Control characters as pictures, so that text from elsewhere cannot drive the terminal. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\u2421";
  });
}
