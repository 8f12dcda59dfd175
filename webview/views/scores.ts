import { shownName } from "#protocol/answer-parts";
import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import { refinementSentence } from "#protocol/refinement-words";
import { featureShades, type Shade } from "#protocol/shading";
import { unitWord } from "#protocol/value-words";
import { formatRatio, formatScore, formatShare } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import {
  type BarScale,
  barOf,
  barScale,
  type ScoreColumn,
  type ScoreRow,
  scoreRows,
  sortedRows,
} from "../score-rows.ts";
import { flatSentence, isFlat, sumSentence } from "../scores-sentence.ts";
import { singular, slotName } from "../words.ts";
import { partsBar } from "./answer-parts.ts";
import { moveAmongStops, sentenceView } from "./controls.ts";
import { partsTable } from "./parts-table.ts";
import { pointing } from "./pointing.ts";
import { refinedParts } from "./refined-parts.ts";
import { roleRows } from "./role-rows.ts";
import { classes, shadeClass } from "./shading.ts";

const wideBar = 180;
const slimBar = 84;

interface Columns {
  readonly error: boolean;
  readonly alone: boolean;
  /** What the scores count, as the head of their column. */
  readonly unit: string;
}

/** A sentence on the sum, then every feature with its score, error, share and what it costs alone. */
export function scoresView(page: Page, run: RunState, explanation: Explanation): Child[] {
  const plural = run.granularityLabel;
  const columns: Columns = {
    error: explanation.standardError !== undefined,
    alone: explanation.maskedAlone !== undefined,
    unit: scoreHead(explanation),
  };
  const { seqAttribution: scores, refinement } = explanation;
  const scales = [barScale(scores, wideBar), barScale(scores, slimBar)] as const;
  const shades = featureShades(explanation);
  const rows = sortedRows(scoreRows(explanation), page.view.order);
  return [
    partsBar(page, run),
    isFlat(explanation) && sentenceView(flatSentence(plural), { key: "flat" }),
    sentenceView(sumSentence(explanation, plural, shownName(run)), { key: "sum-sentence" }),
    refinement &&
      sentenceView([refinementSentence(refinement, singular(plural))], { key: "refinement" }),
    h(
      "table",
      { key: "scores", class: "scores" },
      tableHead(page, columns, singular(plural)),
      h(
        "tbody",
        { onkeydown: moveAmongStops },
        ...rows.map((row) =>
          featureRow(page, run, explanation, row, shades[row.feature]!, scales, columns),
        ),
      ),
      h("tbody", { class: "parts" }, ...roleRows(explanation, columns, plural)),
    ),
    refinedParts(explanation),
    partsTable(page, run),
  ];
}

function tableHead(page: Page, columns: Columns, noun: string): PageElement {
  const head = (column: ScoreColumn, label: string, ...names: string[]) => {
    const { order } = page.view;
    const direction = order.isDescending ? "descending" : "ascending";
    return h(
      "th",
      {
        key: column,
        scope: "col",
        class: names.join(" "),
        "aria-sort": order.column === column ? direction : undefined,
      },
      h(
        "button",
        { type: "button", class: "sort", onclick: () => page.change({ kind: "sort", column }) },
        label,
      ),
    );
  };
  const capital = noun[0]!.toUpperCase() + noun.slice(1);
  return h(
    "thead",
    {},
    h(
      "tr",
      {},
      head("rank", "Rank", "num"),
      head("word", capital),
      head("score", columns.unit, "num"),
      columns.error && head("error", "±", "num"),
      h("td", { key: "bar" }),
      head("share", "Share", "num", "wide"),
      columns.alone && head("alone", "Masked alone", "num", "wide"),
      columns.alone && head("aloneRank", "Rank", "num", "wide", "alone-rank"),
    ),
  );
}

function featureRow(
  page: Page,
  run: RunState,
  explanation: Explanation,
  row: ScoreRow,
  shade: Shade,
  [wide, slim]: readonly [BarScale, BarScale],
  columns: Columns,
): PageElement {
  const { feature, score, error } = row;
  const isShared = explanation.refinement?.isMeasured[feature] === false;
  const isMasked = run.comparison?.masked.includes(feature);
  const name = slotName(explanation.features[feature]!);
  const figure = formatScore(score);
  return h(
    "tr",
    { key: feature, class: page.view.lit === feature ? "on" : undefined },
    h("td", { class: "num dim" }, String(row.rank)),
    h(
      "td",
      {},
      h(
        "button",
        {
          type: "button",
          class: classes("word chip", shadeClass(shade)),
          title: `Show ${name} in the editor`,
          tabindex: feature === page.view.wordStop ? 0 : -1,
          "data-stop": true,
          "data-feature": feature,
          onclick: () => page.ask({ kind: "reveal", feature }),
          ...pointing(page, feature),
        },
        name,
      ),
    ),
    h(
      "td",
      {
        class: classes("num", isShared && "dim"),
        title: isShared ? "Not masked alone" : undefined,
      },
      isMasked ? h("b", {}, figure) : figure,
    ),
    columns.error && h("td", { class: "num dim" }, error === undefined ? "" : formatRatio(error)),
    h("td", {}, bar(score, wide, "wide-bar", error), bar(score, slim, "slim-bar")),
    h("td", { class: "num wide" }, row.share === undefined ? "" : formatShare(row.share)),
    columns.alone &&
      h("td", { class: "num wide" }, row.alone === undefined ? "" : formatScore(row.alone)),
    columns.alone && h("td", { class: "num dim wide alone-rank" }, String(row.aloneRank ?? "")),
  );
}

/** A bar from zero, with whiskers of two standard errors where there is an error. */
function bar(score: number, scale: BarScale, name: string, error?: number): PageElement {
  const { zero, perNat, width } = scale;
  const { x, width: length } = barOf(score, scale);
  const at = (value: number) => Math.max(1, Math.min(width - 1, zero + value * perNat));
  const whisker = (value: number) => `M${at(value)} 9v4`;
  return h(
    "svg",
    { class: name, width, height: 22, "aria-hidden": "true" },
    h("line", { class: "zero", x1: zero, x2: zero, y1: 0, y2: 22 }),
    h("rect", { class: score < 0 ? "opposing" : "supporting", x, y: 7, width: length, height: 8 }),
    error !== undefined &&
      h("path", {
        class: "whiskers",
        d: `M${at(score - 2 * error)} 11H${at(score + 2 * error)}${whisker(score - 2 * error)}${whisker(score + 2 * error)}`,
      }),
  );
}

function scoreHead(explanation: Explanation): string {
  const unit = unitWord(explanation);
  return unit === "" ? "Score" : unit[0]!.toUpperCase() + unit.slice(1);
}
