import { methodInfos } from "#protocol/methods";
import type { RunState } from "#protocol/panel-methods";
import { doneWords, progressWords } from "#protocol/progress-words";
import type { Progress } from "#protocol/worker-methods";
import { formatCount, formatDuration } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { answerBox } from "./answer-box.ts";
import { pushButton } from "./controls.ts";
import { icon } from "./icons.ts";

/** The 2 px bar under the tabs; `isQuiet`: over the page, for a comparison that goes on beside it. */
export function progressBar(progress: Progress, isQuiet: boolean): PageElement {
  const { done, total } = progress;
  const share = total ? Math.min(1, done / total) : 0;
  return h(
    "div",
    {
      key: "progress",
      class: isQuiet ? "progress quiet" : "progress",
      role: "progressbar",
      "aria-label": isQuiet ? "Regenerating" : "Explaining",
      "aria-valuemin": 0,
      "aria-valuenow": total === undefined ? undefined : done,
      "aria-valuemax": total,
    },
    h("i", { style: { width: `${100 * share}%` } }),
  );
}

export function progressBanner(page: Page, run: RunState, progress: Progress): PageElement {
  const modelName = page.view.panel?.model.name ?? "the model";
  const words = progressWords(progress, modelName, run.explanation !== undefined);
  return h(
    "div",
    { key: "banner", class: "banner" },
    h("span", {}, h("b", {}, words.title), words.rest && `, ${words.rest}`),
    pushButton("Cancel", () => page.ask({ kind: "cancel" }), false),
  );
}

/** The steps so far with their times, the one that goes on, and the answer as it comes. */
export function progressView(page: Page, run: RunState, progress: Progress): Child[] {
  const steps = progress.past.flatMap(({ stage, ms }, index) => {
    const label = pastLabel(stage, run);
    return label === undefined ? [] : step(`${index}`, "check", label, formatDuration(ms));
  });
  const ongoing =
    progress.stage === "done"
      ? []
      : step("ongoing", "ongoing", ongoingLabel(page, run, progress), doneWords(progress));
  return [
    h("div", { key: "steps", class: "steps" }, ...steps, ...ongoing),
    run.answer !== undefined && h("h2", { key: "answer-head" }, "Answer"),
    run.answer !== undefined && answerBox([run.answer], true),
    run.explanation !== undefined &&
      h(
        "p",
        { key: "caption", class: "caption spaced" },
        "The colours change as evaluations arrive; Cancel keeps them.",
      ),
  ];
}

function step(key: string, mark: "check" | "ongoing", label: string, figure: string) {
  return [
    h("span", { key: `${key} mark`, class: "mark" }, icon(mark)),
    h("span", { key: `${key} label` }, label),
    h("span", { key: `${key} figure`, class: "num dim" }, figure),
  ];
}

function pastLabel(stage: Progress["stage"], run: RunState): string | undefined {
  switch (stage) {
    case "loading":
      return "Model loaded";
    case "generating": {
      const tokens = run.explanation?.target.tokens.length;
      return tokens === undefined
        ? "Answer generated"
        : `Answer generated, ${formatCount(tokens, "token")}`;
    }
    case "explaining":
      return run.explanation ? methodInfos[run.explanation.method].label : run.methodLabel;
    case "regenerating":
      return "Answer generated without the masked parts";
    case "downloading":
    case "done":
      return undefined;
  }
}

function ongoingLabel(page: Page, run: RunState, progress: Progress): string {
  if (progress.stage === "explaining") return run.methodLabel;
  return progressWords(progress, page.view.panel?.model.name ?? "the model", false).title;
}
