import { shownExplanation } from "#protocol/answer-parts";
import type { ShownExplanation } from "#protocol/class-shown";
import type { Explanation } from "#protocol/explanation";
import { explainedLayers } from "#protocol/interest-shown";
import type { RunState } from "#protocol/panel-methods";
import { partialWords } from "#protocol/progress-words";
import { scaleEnd, shadedScores, stepCount } from "#protocol/shading";
import { hasUnit, unitWord } from "#protocol/value-words";
import { formatCount, formatDuration } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { linkButton } from "./controls.ts";
import { classes } from "./shading.ts";
import { openTab } from "./tabs.ts";

const steps = Array.from({ length: stepCount }, (_, index) => index + 1);

/** The scale with its ends, and at the right what the run has cost. */
export function legendView(page: Page, run: RunState): PageElement {
  const tab = openTab(page.view.tab, run);
  const layers = tab === "layers" ? explainedLayers(run) : undefined;
  const explanation = layers ?? shownExplanation(run);
  const isHeatmap = tab === "heatmap" && !run.progress;
  return h(
    "div",
    {
      key: "legend",
      class: classes("legend", isHeatmap && "cells"),
      role: "group",
      "aria-label": "Colour scale and cost",
    },
    ...(!explanation || hasUnit(explanation) ? natsScale(explanation, isHeatmap) : shareScale()),
    h("span", { class: "grow" }),
    // An unfinished one says so where it goes on.
    explanation && !layers?.partial && cost(page, run, explanation),
  );
}

/** Nine steps each way around a bare middle; one nat is where step 5 begins. */
function natsScale(explanation: ShownExplanation | undefined, isHeatmap: boolean): Child[] {
  const unit = explanation ? unitWord(explanation) : "nats";
  const end = endLabel(scaleEnd(largestOf(explanation, isHeatmap)));
  // Beside long ends there is no room for these in a narrow panel.
  const inner = end.length > 2 ? "wide" : "";
  const [low, high] = poleWords(explanation);
  const cell = (name: string, place: number) => scaleCell(name, place, 2 * stepCount + 1);
  return [
    h("span", {}, low),
    h(
      "span",
      { class: "scale", role: "img", "aria-label": `Scores from −${end} to +${end} ${unit}` },
      ...steps.map((step) => cell(`oppose${step}`, stepCount - step)),
      ...steps.map((step) => cell(`support${step}`, stepCount + step)),
      tick(0, `−${end}`, "first"),
      tick(23.7, "−1", inner),
      tick(50, "0"),
      tick(76.3, "+1", inner),
      tick(100, `+${end}`, "last"),
    ),
    h("span", {}, `${high}, ${unit}`),
  ];
}

/** What the two ends of the scale say. */
function poleWords(explanation: ShownExplanation | undefined): [string, string] {
  const { against, target } = explanation ?? {};
  if (against === undefined || !target) return ["opposes", "supports"];
  return against === "chance" ? ["below chance", "above chance"] : [against, target.text];
}

function largestOf(explanation: ShownExplanation | undefined, isHeatmap: boolean): number {
  if (!explanation) return 0;
  const rows = isHeatmap ? (explanation.tokenAttribution ?? []) : [shadedScores(explanation)];
  return rows.flat().reduce((most, score) => Math.max(most, Math.abs(score)), 0);
}

function shareScale(): Child[] {
  return [
    h("span", {}, "even share"),
    h(
      "span",
      { class: "scale one-way", role: "img", "aria-label": "One to six times the even share" },
      ...steps.map((step) => scaleCell(`support${step}`, step - 1, stepCount)),
      tick(50, "2×"),
      tick(100, "6×", "last"),
    ),
    h("span", {}, "times the even share"),
  ];
}

function scaleCell(name: string, place: number, count: number): PageElement {
  return h("i", {
    class: `shade ${name}`,
    style: { left: `${(100 * place) / count}%`, width: `${100 / count}%` },
  });
}

function tick(at: number, label: string, end = ""): PageElement {
  return h("em", { class: end, style: { left: `${at}%` } }, label);
}

/** The end of the scale, with one decimal where it is not whole. */
function endLabel(end: number): string {
  const text = end.toFixed(1);
  return text.endsWith(".0") ? text.slice(0, -2) : text;
}

function cost(page: Page, run: RunState, explanation: Explanation): PageElement {
  const { evaluations, seconds, partial, plannedEvaluations } = explanation;
  if (!partial)
    return h(
      "span",
      { key: "cost", class: "cost" },
      `${formatCount(evaluations, "evaluation")}, ${formatDuration(1000 * seconds)}`,
    );
  if (run.progress)
    return h(
      "span",
      { key: "cost", class: "cost" },
      `partial, ${evaluations.toLocaleString("en")} of ${plannedEvaluations.toLocaleString("en")}`,
    );
  return h(
    "span",
    { key: "partial", class: "cost kept" },
    `${partialWords(explanation)}. `,
    linkButton("Continue", () => page.ask({ kind: "explain-again" })),
  );
}
