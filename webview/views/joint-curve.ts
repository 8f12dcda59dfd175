import type { JointCurvePoint } from "#protocol/joint";
import { h, type PageElement } from "../dom.ts";
import { type CurveMark, chart, curveDrawing, ratioHeight } from "../joint-curve.ts";
import { chartLabel, gridLine } from "./chart-parts.ts";

/** The probability ratio of the found sets over k, with the random band and single masking; a click chooses k. */
export function jointCurve(
  sizes: readonly JointCurvePoint[],
  shown: number,
  choose: ((k: number) => void) | undefined,
): PageElement | undefined {
  const drawing = curveDrawing(sizes);
  if (!drawing) return undefined;
  const { width, height } = chart;
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
    ...[0, 0.5, 1].flatMap((ratio) => gridLine(ratioHeight(ratio), ratio.toFixed(1))),
    ...marks.map(({ k, x }) =>
      chartLabel(`k-${k}`, x, height - 8, "middle", String(k), k === shown ? "strong" : ""),
    ),
    h("path", { key: "alone", class: "other-line", d: drawing.alone }),
    h("path", { key: "found", class: "own-line", d: drawing.found }),
    ...marks.map(({ k, x, y }) =>
      h("circle", { key: `dot-${k}`, class: "own-dot", cx: x, cy: y, r: k === shown ? 4 : 2.5 }),
    ),
    bandEnd && chartLabel("random", bandEnd.x - 4, bandEnd.y + 24, "end", "random"),
    ...marks.filter(({ k }) => k === shown).map(jointLabel),
    ...marks.map((mark) => choose && column(mark, marks, choose)),
  );
}

/** Under its point; over it where there is no room. */
function jointLabel({ x, y }: CurveMark): PageElement {
  const isLow = y + 30 > chart.height - chart.bottom;
  const isRight = x > chart.width - 70;
  return chartLabel(
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
