import { h, type PageElement } from "../dom.ts";
import { chart } from "../joint-curve.ts";
import { chartLabel, gridLine } from "./chart-parts.ts";

/** Lines over the same places; the first is the one that stands out. */
export interface LineChart {
  /** What it shows, for who does not see it. */
  readonly label: string;
  /** Ascending. */
  readonly places: readonly number[];
  /** [lines][places], at least 0 */
  readonly lines: readonly (readonly number[])[];
  /** Where the plot ends, and figures on the way: the largest is that end. */
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

const lineStyles = ["own-line", "plain-line", "other-line", "dotted-line"] as const;

export function lineStyle(line: number): string {
  return lineStyles[line % lineStyles.length]!;
}

/** A chart of 256 px; its table stands beside it. */
export function lineChart({ label, places, lines, ticks }: LineChart): PageElement {
  const { width, height, left, right, top, bottom } = chart;
  const [first = 0, last = 1] = [places[0], places.at(-1)];
  const end = Math.max(...ticks.map(({ value }) => value));
  const x = (place: number) =>
    left + ((place - first) / (last - first || 1)) * (width - left - right);
  const y = (value: number) => top + (1 - Math.min(1, value / end)) * (height - top - bottom);
  const path = (values: readonly number[]) =>
    values
      .map(
        (value, at) => `${at === 0 ? "M" : "L"}${x(places[at]!).toFixed(1)} ${y(value).toFixed(1)}`,
      )
      .join("");
  return h(
    "svg",
    { class: "curve", width, height, role: "img", "aria-label": `${label}; table beside it` },
    ...ticks.flatMap(({ value, text }) => gridLine(y(value), text)),
    ...places.map((place) =>
      chartLabel(`place-${place}`, x(place), height - 8, "middle", String(place)),
    ),
    ...lines
      .map((values, line) =>
        h("path", { key: `line-${line}`, class: lineStyle(line), d: path(values) }),
      )
      .reverse(),
    ...(lines[0] ?? []).map((value, at) =>
      h("circle", { key: `dot-${at}`, class: "own-dot", cx: x(places[at]!), cy: y(value), r: 2.5 }),
    ),
  );
}

/** The lines by name, each with a piece of it. */
export function lineLegend(names: readonly string[]): PageElement {
  return h(
    "p",
    { key: "legend", class: "caption line-legend" },
    ...names.map((name, line) =>
      h(
        "span",
        { key: name },
        h(
          "svg",
          { class: "curve", width: 24, height: 8, "aria-hidden": "true" },
          h("path", { class: lineStyle(line), d: "M0 4H24" }),
        ),
        h("span", { class: "word" }, name),
      ),
    ),
  );
}
