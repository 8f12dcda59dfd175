import { topCountOf } from "#protocol/agreement";
import type { Explanation } from "#protocol/explanation";
import { methodInfos } from "#protocol/methods";
import type { RunState } from "#protocol/panel-methods";
import { featureShades } from "#protocol/shading";
import { unitWord } from "#protocol/value-words";
import { formatCount, formatDuration, formatScore } from "#text/numbers";
import { type ComparedRow, comparedRows, comparedSentence, hasSameUnit } from "../compared-rows.ts";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { type BarScale, barOf, barScale } from "../score-rows.ts";
import { singular, slotName } from "../words.ts";
import { pushButton, sentenceView } from "./controls.ts";
import { methodRows } from "./method-rows.ts";
import { pointing } from "./pointing.ts";
import { classes, shadeClass } from "./shading.ts";

const barWidth = 180;

/** The run's method and those that were added: their maps under each other, then A and B word by word. */
export function compareView(page: Page, run: RunState, explanation: Explanation): Child[] {
  const compared = run.compared ?? [];
  const other = comparedWith(run);
  const plural = run.granularityLabel;
  const noun = singular(plural);
  const label = methodInfos[explanation.method].label;
  return [
    sentenceView(
      other
        ? comparedSentence(explanation, other, plural)
        : [`Add a method to see where it parts from ${label}.`],
      { key: "compare-sentence" },
    ),
    methodRows(page, run, explanation, other),
    h(
      "div",
      { key: "add", class: "add-methods" },
      pushButton("Add methods…", () => page.ask({ kind: "add-methods" }), compared.length === 0),
    ),
    other && h("h2", { key: "words-head" }, `A and B, ${noun} by ${noun}`),
    other && wordTable(page, explanation, other, plural),
    other && wholeRun(explanation, other),
    other && caption(explanation, other, plural),
  ];
}

/** B: the method that is shaded, else the last one that has scores. */
export function comparedWith({ compared = [], shownMethod }: RunState): Explanation | undefined {
  const scored = compared.filter(({ explanation }) => explanation);
  const shown = scored.find(({ method }) => method === shownMethod);
  return (shown ?? scored.at(-1))?.explanation;
}

function wordTable(page: Page, a: Explanation, b: Explanation, plural: string): PageElement {
  const isSame = hasSameUnit(a, b);
  const rows = comparedRows(a, b);
  const common = barScale([...a.seqAttribution, ...b.seqAttribution], barWidth);
  const scales: readonly [BarScale, BarScale] = isSame
    ? [common, common]
    : [barScale(a.seqAttribution, barWidth), barScale(b.seqAttribution, barWidth)];
  const noun = singular(plural);
  const head = (text: string, ...names: string[]) =>
    h("th", { scope: "col", class: names.join(" ") || undefined }, text);
  return h(
    "div",
    { key: "compared-words", class: "scroller" },
    h(
      "table",
      { class: "compared" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head(noun[0]!.toUpperCase() + noun.slice(1)),
          head(`A ${unitWord(a) || "score"}`, "num"),
          head(`B ${unitWord(b) || "score"}`, "num"),
          h("td", { class: "wide" }),
          isSame && head("B less A ↓", "num"),
          head(isSame ? "Rank" : "Rank ↓", "num"),
        ),
      ),
      h("tbody", {}, ...rows.map((row) => wordRow(page, a, row, scales))),
    ),
  );
}

function wordRow(
  page: Page,
  a: Explanation,
  { feature, scores, ranks: [own, other], difference }: ComparedRow,
  scales: readonly [BarScale, BarScale],
): PageElement {
  const name = slotName(a.features[feature]!);
  const figures = scores.map((score) => h("td", { class: "num" }, formatScore(score)));
  return h(
    "tr",
    { key: feature, class: page.view.lit === feature ? "on" : undefined },
    h(
      "td",
      {},
      h(
        "button",
        {
          type: "button",
          class: classes("word chip", shadeClass(featureShades(a)[feature]!)),
          title: `Show ${name} in the editor`,
          "data-feature": feature,
          onclick: () => page.ask({ kind: "reveal", feature }),
          ...pointing(page, feature),
        },
        name,
      ),
    ),
    ...figures,
    h("td", { class: "wide" }, bars(scores, scales)),
    difference !== undefined && h("td", { class: "num" }, formatScore(difference)),
    h("td", { class: classes("num", own === other && "dim") }, `${own} → ${other}`),
  );
}

/** A above B, from one zero. */
function bars(
  scores: readonly [number, number],
  scales: readonly [BarScale, BarScale],
): PageElement {
  const { zero } = scales[0];
  return h(
    "svg",
    { width: barWidth, height: 22, "aria-hidden": "true" },
    h("line", { class: "zero", x1: zero, x2: zero, y1: 0, y2: 22 }),
    ...scores.map((score, side) => {
      const { x, width } = barOf(score, scales[side]!);
      const shift = zero - scales[side]!.zero;
      return h("rect", {
        class: side === 0 ? "bar-a" : "bar-b",
        x: x + shift,
        y: side === 0 ? 5 : 12,
        width,
        height: 5,
      });
    }),
  );
}

function wholeRun(a: Explanation, b: Explanation): PageElement {
  const head = (text: string, name = "num") => h("th", { scope: "col", class: name }, text);
  const count = ({ evaluations }: Explanation) => evaluations.toLocaleString("en");
  const row = (key: string, label: string, figures: readonly string[]) =>
    h(
      "tr",
      { key },
      h("td", {}, label),
      ...figures.map((figure) => h("td", { class: "num" }, figure)),
    );
  return h(
    "table",
    { key: "whole-run", class: "compared whole-run" },
    h("thead", {}, h("tr", {}, head("Whole run", ""), head("A"), head("B"))),
    h(
      "tbody",
      {},
      row("evaluations", "Evaluations", [a, b].map(count)),
      row(
        "time",
        "Time",
        [a, b].map(({ seconds }) => formatDuration(1000 * seconds)),
      ),
    ),
  );
}

function caption(a: Explanation, b: Explanation, plural: string): PageElement {
  const top = topCountOf(a.features.length);
  const units = hasSameUnit(a, b) ? "" : " Bars of A and B are each on their own scale.";
  return h(
    "p",
    { key: "compare-caption", class: "caption spaced" },
    `ρ: rank agreement with A over all ${formatCount(a.features.length, singular(plural))}; top ${top}: how many of A’s ${top} highest are among its own.${units}`,
  );
}
