import { shownExplanation } from "#protocol/answer-parts";
import type { RunState } from "#protocol/panel-methods";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { answerBox } from "./answer-box.ts";
import { classesView } from "./classes.ts";
import { compareView } from "./compare.ts";
import { pushButton } from "./controls.ts";
import { emptyView } from "./empty.ts";
import { failureView } from "./failure.ts";
import { generationView } from "./generation.ts";
import { heatmapView } from "./heatmap.ts";
import { icon } from "./icons.ts";
import { jointView } from "./joint.ts";
import { layersView } from "./layers.ts";
import { legendView } from "./legend.ts";
import { progressBanner, progressBar, progressView } from "./progress.ts";
import { runLine } from "./run-line.ts";
import { scoresView } from "./scores.ts";
import { classes } from "./shading.ts";
import { openTab, tabId, tabsView } from "./tabs.ts";

/** The whole panel: run line, tabs, a banner where a state needs one, the body, the legend. */
export function panelView(page: Page): PageElement {
  const { intensity, underline } = page.view.panel?.look ?? { intensity: 1, underline: false };
  return h(
    "div",
    {
      key: "view",
      class: classes("view", intensity !== 1 && "scaled", underline && "underlined"),
      style: { "--intensity": String(intensity) },
    },
    ...content(page),
  );
}

function content(page: Page): Child[] {
  const { panel } = page.view;
  if (!panel) return [];
  const { run } = panel;
  if (!run) return [h("div", { key: "empty", class: "body" }, emptyView(page, panel))];
  if (run.failure && !run.explanation)
    return [h("div", { key: "failed", class: "body alone" }, failureView(page, run.failure))];
  const tab = openTab(page.view.tab, run);
  const ongoing = run.progress ?? run.comparison?.progress;
  return [
    runLine(page, run),
    tabsView(page, run),
    ongoing && progressBar(ongoing, !run.progress),
    banner(page, run),
    h(
      "div",
      {
        key: `body-${tab}`,
        id: "body",
        class: classes("body", tab, run.isStale && "stale"),
        role: "tabpanel",
        "aria-labelledby": tabId(tab),
      },
      ...bodyOf(page, run),
    ),
    legendView(page, run),
  ];
}

function banner(page: Page, run: RunState): Child {
  if (run.progress) return progressBanner(page, run, run.progress);
  if (!run.isStale) return undefined;
  return h(
    "div",
    { key: "stale", class: "banner", role: "status" },
    icon("clock"),
    h(
      "span",
      {},
      "The prompt was edited after this explanation. Figures are those of the earlier text.",
    ),
    pushButton("Explain again", () => page.ask({ kind: "explain-again" })),
  );
}

function bodyOf(page: Page, run: RunState): Child[] {
  if (run.failure) return [failureView(page, run.failure)];
  const tab = openTab(page.view.tab, run);
  if (run.progress && !(tab === "joint" && run.explanation?.joint))
    return progressView(page, run, run.progress);
  if (!run.explanation) return run.isCancelled ? cancelledView(page, run) : [];
  const shown = shownExplanation(run) ?? run.explanation;
  switch (tab) {
    case "generation":
      return generationView(page, run, shown);
    case "heatmap":
      return heatmapView(page, run, run.explanation);
    case "scores":
      return scoresView(page, run, shown);
    case "joint":
      return jointView(page, run, run.explanation);
    case "layers":
      return layersView(page, run);
    case "compare":
      return compareView(page, run, run.explanation);
    case "classes":
      return classesView(page, run, run.explanation);
  }
}

/** Cancelled before there was anything to shade. */
function cancelledView(page: Page, run: RunState): Child[] {
  return [
    h("p", { key: "cancelled" }, "Cancelled before the first colours."),
    pushButton("Continue", () => page.ask({ kind: "explain-again" })),
    run.answer !== undefined && h("h2", { key: "answer-head" }, "Answer"),
    run.answer !== undefined && answerBox([run.answer], true),
  ];
}
