import { type Child, h, type PageElement } from "../dom.ts";
import { chart } from "../joint-curve.ts";
import { classes } from "./shading.ts";

/** A word or figure on a chart. */
export function chartLabel(
  key: string,
  x: number,
  y: number,
  anchor: string,
  text: string,
  name = "",
): PageElement {
  return h("text", { key, class: classes(name) || undefined, x, y, "text-anchor": anchor }, text);
}

/** A line across the plot at height `y`, with its figure on the left. */
export function gridLine(y: number, text: string): Child[] {
  return [
    h("line", {
      key: `grid-${text}`,
      class: "grid",
      x1: chart.left,
      x2: chart.width - chart.right,
      y1: y,
      y2: y,
    }),
    chartLabel(`tick-${text}`, chart.left - 6, y + 4, "end", text),
  ];
}
