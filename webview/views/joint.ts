import type { Explanation } from "#protocol/explanation";
import { jointSizes, withShownSet } from "#protocol/joint-shown";
import type { RunState } from "#protocol/panel-methods";
import { formatScore, formatTimes } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import {
  curveCaption,
  explainedValue,
  foundSentence,
  type Loss,
  lossesOf,
} from "../joint-sentences.ts";
import type { Page } from "../page.ts";
import { isSameSet } from "../state.ts";
import { answersView } from "./answers.ts";
import { linkButton, sentenceView } from "./controls.ts";
import { jointCurve } from "./joint-curve.ts";
import { idleView } from "./joint-idle.ts";
import { interactionsView } from "./joint-interactions.ts";
import { jointTable } from "./joint-table.ts";

const lossBar = 196;

/**
 * The set that decides together at each k: the curve and the table, what it costs together and alone, interactions, the
 * answer without it, and the words that do nothing. While the search goes on, the best set so far.
 */
export function jointView(page: Page, run: RunState, whole: Explanation): Child[] {
  const explanation = withShownSet(whole, run.shownSize);
  const { joint } = explanation;
  if (!joint) return [h("p", { key: "no-set", class: "dim" }, "No set has been tried yet.")];
  const sizes = jointSizes(whole.joint!);
  const isOver = !run.progress;
  const choose = isOver ? (k: number) => page.ask({ kind: "show-size", k }) : undefined;
  const curve = jointCurve(sizes, joint.k, choose);
  return [
    sentenceView(foundSentence(explanation), { key: "found" }),
    h(
      "div",
      { key: "sizes", class: "charts sizes-row" },
      curve &&
        h(
          "div",
          { key: "curve" },
          h("h2", {}, "Probability ratio ", h("span", { class: "dim" }, "per token, over k")),
          curve,
        ),
      h("div", { key: "table" }, jointTable(explanation, sizes, joint.k, choose)),
    ),
    h("p", { key: "caption", class: "caption" }, curveCaption(sizes, joint, run.granularityLabel)),
    ...lossesView(explanation),
    ...interactionsView(page, explanation),
    ...(isOver ? diffView(page, run, explanation) : []),
    ...(isOver ? idleView(page, run) : []),
  ];
}

/** *Together and alone*, where the value is counted in nats of likelihood. */
function lossesView(explanation: Explanation): Child[] {
  const losses = explainedValue(explanation) === "log-prob" ? lossesOf(explanation) : [];
  if (losses.length === 0) return [];
  const most = losses.reduce((largest, { nats }) => Math.max(largest, Math.abs(nats)), 0);
  return [
    h(
      "h2",
      { key: "losses-head" },
      "Together and alone ",
      h("span", { class: "dim" }, "loss in nats when masked"),
    ),
    h(
      "table",
      { key: "losses", class: "losses" },
      h("tbody", {}, ...losses.map((loss) => lossRow(loss, most))),
    ),
  ];
}

function lossRow({ label, kind, nats }: Loss, most: number): PageElement {
  const figure = formatScore(nats, { short: true }).replace(/^\+/, "");
  const width = most === 0 ? 0 : (Math.abs(nats) / most) * lossBar;
  return h(
    "tr",
    { key: `${kind} ${label}` },
    h("td", { class: kind === "word" ? "code" : undefined }, label),
    h("td", { class: "num" }, kind === "together" ? h("b", {}, figure) : figure),
    h(
      "td",
      {},
      h(
        "svg",
        {
          width: lossBar + 4,
          height: 22,
          viewBox: `0 0 ${lossBar + 4} 22`,
          preserveAspectRatio: "none",
          "aria-hidden": "true",
        },
        h("rect", {
          class: kind === "together" ? "joint-bar" : "total-bar",
          x: 0,
          y: 7,
          width,
          height: 8,
        }),
      ),
    ),
    h("td", { class: "dim wide" }, `${formatTimes(nats)} ${nats >= 0 ? "less" : "more"} likely`),
  );
}

/** The answer beside the answer without the set that is shown. */
function diffView(page: Page, run: RunState, explanation: Explanation): Child[] {
  const { k, indices } = explanation.joint!;
  const { comparison } = run;
  if (!comparison || comparison.failure || !isSameSet(comparison.masked, indices))
    return [
      h(
        "p",
        { key: "answers", class: "spaced" },
        linkButton("Mask this set and regenerate", () => page.ask({ kind: "show-size", k })),
      ),
    ];
  const { masking } = comparison;
  const isWaiting = masking !== undefined && !isSameSet(masking.masked, indices);
  return [answersView(page, run, explanation, indices, run.granularityLabel, isWaiting)];
}
