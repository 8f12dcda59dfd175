import type { NamedClasses } from "#protocol/classes";
import type { RunState } from "#protocol/panel-methods";
import { templateLabel } from "../class-figures.ts";
import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { icon } from "./icons.ts";

/** Method, unit, baseline and value as quiet dropdowns that open the quick picks; right: explain again. */
export function runLine(page: Page, run: RunState): PageElement {
  return h(
    "div",
    { key: "run-line", class: "run-line" },
    pick(page, "method", "Method", run.methodLabel),
    separator(),
    pick(page, "granularity", "Unit", run.granularityLabel),
    separator(),
    ...(run.classes ? classPicks(page, run, run.classes) : answerPicks(page, run)),
    h("span", { class: "grow" }),
    h(
      "button",
      {
        type: "button",
        class: "tool",
        title: "Explain again",
        "aria-label": "Explain again",
        onclick: () => page.ask({ kind: "explain-again" }),
      },
      icon("again"),
    ),
  );
}

function answerPicks(page: Page, run: RunState): PageElement[] {
  return [
    pick(page, "baseline", "Baseline", run.baselineLabel),
    separator(),
    pick(page, "value", "Value", run.valueLabel),
  ];
}

/** PromptExplainer masks nothing: no baseline. */
function classPicks(page: Page, run: RunState, classes: NamedClasses): PageElement[] {
  const template = pick(page, "template", "Template", templateLabel(classes));
  if (run.method === "prompt-explainer") return [template];
  return [template, separator(), pick(page, "baseline", "Baseline", run.baselineLabel)];
}

const separator = () => h("span", { class: "separator" });

function pick(
  page: Page,
  what: "method" | "granularity" | "baseline" | "value" | "template",
  name: string,
  label: string,
): PageElement {
  return h(
    "button",
    {
      key: what,
      type: "button",
      class: "pick",
      "aria-haspopup": "dialog",
      "aria-label": `${name}: ${label}`,
      onclick: () => page.ask({ kind: "choose", what }),
    },
    h("span", {}, label),
    icon("down"),
  );
}
