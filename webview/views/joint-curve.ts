import type { JointCurvePoint } from "#protocol/joint";
import { type Child, h, type PageElement } from "../dom.ts";
import { type CurveMark, chart, curveDrawing, ratioHeight } from "../joint-curve.ts";
import { classes } from "./shading.ts";

/** The probability ratio of the found sets over k, with the random band and single masking; a click chooses k. */
export function jointCurve(
  sizes: readonly JointCurvePoint[],
  shown: number,
  choose: ((k: number) => void) | undefined,
): PageElement | undefined {
  const drawing = curveDrawing(sizes);
  if (!drawing) return undefined;
  const { width, height, left, right } = chart;
  const { marks, bandEnd } = drawing;
  return h(
    "svg",
    {
      class: "curve",
      width,
      height,
      role: "img",
      "aria-label": "Probability ratio over the number of masked words; table beside it",
    },
    drawing.band !== "" && h("path", { key: "band", class: "band", d: drawing.band }),
    ...[0, 0.5, 1].flatMap((ratio): Child[] => [
      h("line", {
        key: `grid-${ratio}`,
        class: "grid",
        x1: left,
        x2: width - right,
        y1: ratioHeight(ratio),
        y2: ratioHeight(ratio),
      }),
      label(`tick-${ratio}`, left - 6, ratioHeight(ratio) + 4, "end", ratio.toFixed(1)),
    ]),
    ...marks.map(({ k, x }) =>
      label(`k-${k}`, x, height - 8, "middle", String(k), k === shown ? "strong" : ""),
    ),
    h("path", { key: "alone", class: "other-line", d: drawing.alone }),
    h("path", { key: "found", class: "own-line", d: drawing.found }),
    ...marks.map(({ k, x, y }) =>
      h("circle", { key: `dot-${k}`, class: "own-dot", cx: x, cy: y, r: k === shown ? 4 : 2.5 }),
    ),
    bandEnd && label("random", bandEnd.x - 4, bandEnd.y + 24, "end", "random"),
    ...marks.filter(({ k }) => k === shown).map(jointLabel),
    ...marks.map((mark) => choose && column(mark, marks, choose)),
  );
}

/** Under its point; over it where there is no room. */
function jointLabel({ x, y }: CurveMark): PageElement {
  const isLow = y + 30 > chart.height - chart.bottom;
  const isRight = x > chart.width - 70;
  return label(
    "joint",
    x + (isRight ? -4 : 4),
    isLow ? y - 12 : y + 24,
    isRight ? "end" : "start",
    "joint set",
    "strong",
  );
}

/** What of the chart is nearest to a size: a click there chooses it. */
function column({ k, x }: CurveMark, marks: readonly CurveMark[], choose: (k: number) => void) {
  const step = marks[1]!.x - marks[0]!.x;
  return h("rect", {
    key: `column-${k}`,
    class: "column",
    x: x - step / 2,
    y: 0,
    width: step,
    height: chart.height,
    onclick: () => choose(k),
  });
}

function label(key: string, x: number, y: number, anchor: string, text: string, name = "") {
  return h("text", { key, class: classes(name) || undefined, x, y, "text-anchor": anchor }, text);
}
