import type { Explanation } from "#protocol/explanation";
import { formatRatio, formatShare } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import { type SweepFigures, sweepFigures } from "../sweep-figures.ts";
import { lineChart, lineLegend } from "./line-chart.ts";

/** The words' interest and the prediction's change over λ: two charts and the table behind them. */
export function sweepCharts(explanation: Explanation): Child[] {
  const figures = sweepFigures(explanation);
  const { lambdas, words, changes } = figures;
  return [
    h(
      "div",
      { key: "sweep", class: "charts sizes-row" },
      h(
        "div",
        { key: "interest" },
        h("h2", {}, "Interest ", h("span", { class: "dim" }, "over λ, share of all, %")),
        lineChart({
          label: "Interest of the words over λ",
          places: lambdas,
          lines: words.map(({ shares }) => shares),
          ticks: shareTicks(words.flatMap(({ shares }) => shares)),
        }),
        lineLegend(words.map(({ name }) => name)),
      ),
      h(
        "div",
        { key: "change" },
        h("h2", {}, "Change of the prediction ", h("span", { class: "dim" }, "over λ")),
        lineChart({
          label: "How far the noise moves the prediction over λ",
          places: lambdas,
          lines: [changes],
          ticks: changeTicks(changes),
        }),
      ),
      h("div", { key: "table" }, sweepTable(figures)),
    ),
    h(
      "p",
      { key: "sweep-caption", class: "caption spaced" },
      "λ: how much noise is asked for. Change: how far that noise moves the prediction; 1 is what the reference noise would, in proportion.",
    ),
  ];
}

/** To the next tenth above the largest. */
function shareTicks(shares: readonly number[]) {
  const end = Math.max(0.1, Math.ceil(10 * Math.max(0, ...shares)) / 10);
  return [0, end / 2, end].map((value) => ({ value, text: String(Math.round(100 * value)) }));
}

function changeTicks(changes: readonly number[]) {
  const end = Math.max(0.5, Math.ceil(2 * Math.max(0, ...changes)) / 2);
  return [0, end / 2, end].map((value) => ({ value, text: formatRatio(value) }));
}

function sweepTable({ lambdas, words, changes }: SweepFigures): PageElement {
  const head = (text: string) => h("th", { scope: "col", class: "num" }, text);
  return h(
    "table",
    { class: "sweep" },
    h("thead", {}, h("tr", {}, head("λ"), head("Change"), ...words.map(({ name }) => head(name)))),
    h(
      "tbody",
      {},
      ...lambdas.map((lambda, at) =>
        h(
          "tr",
          { key: lambda },
          h("td", { class: "num" }, String(lambda)),
          h("td", { class: "num" }, formatRatio(changes[at]!)),
          ...words.map(({ name, shares }) =>
            h("td", { key: name, class: "num" }, formatShare(shares[at]!)),
          ),
        ),
      ),
    ),
  );
}
