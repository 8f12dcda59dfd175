import type { RunState } from "#protocol/panel-methods";
import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { icon } from "./icons.ts";

/** Method, unit, baseline and value as quiet dropdowns that open the quick picks; right: explain again. */
export function runLine(page: Page, run: RunState): PageElement {
  const separator = h("span", { class: "separator" });
  return h(
    "div",
    { key: "run-line", class: "run-line" },
    pick(page, "method", "Method", run.methodLabel),
    separator,
    pick(page, "granularity", "Unit", run.granularityLabel),
    separator,
    pick(page, "baseline", "Baseline", run.baselineLabel),
    separator,
    pick(page, "value", "Value", run.valueLabel),
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

function pick(
  page: Page,
  what: "method" | "granularity" | "baseline" | "value",
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
