import type { RunState } from "#protocol/panel-methods";
import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import type { Tab } from "../state.ts";
import { fitTabs } from "../tab-fit.ts";
import { moveAmongStops } from "./controls.ts";

const tabLabels: Readonly<Record<Tab, string>> = {
  generation: "Generation",
  heatmap: "Heatmap",
  scores: "Scores",
  joint: "Joint",
  layers: "Layers",
  classes: "Classes",
  compare: "Compare",
};

export const tabId = (tab: Tab) => `tab-${tab}`;

/** The tab that is open: the one that was chosen, where the run has it. */
export function openTab(chosen: Tab, run: RunState): Tab {
  if (tabsOf(run).includes(chosen)) return chosen;
  return run.classes ? "classes" : "generation";
}

/**
 * No heatmap once there are scores and none of single output tokens; no joint set where none was looked for. Classes have
 * no answer, and PromptExplainer's shares no sum.
 */
function tabsOf({ explanation, progress, method, classes }: RunState): Tab[] {
  const isOfClasses = classes !== undefined;
  const hasTokens = !isOfClasses && (!explanation || explanation.tokenAttribution !== undefined);
  const isMissing: Readonly<Partial<Record<Tab, boolean>>> = {
    generation: isOfClasses,
    heatmap: !hasTokens && (isOfClasses || !progress),
    scores: isOfClasses && method === "prompt-explainer",
    joint: method !== "joint-prompt",
    layers: !explanation,
    classes: !isOfClasses,
  };
  return (Object.keys(tabLabels) as Tab[]).filter((tab) => !isMissing[tab]);
}

/** Arrows move, Enter opens; those that do not fit go behind `… 3`, the open one always stays. */
export function tabsView(page: Page, run: RunState): PageElement {
  const open = openTab(page.view.tab, run);
  const openIt = (tab: Tab) => {
    page.change({ kind: "open-tab", tab });
    // The editor shows what the open tab shows.
    if (tab !== "compare" && run.shownMethod) page.ask({ kind: "show-method", method: undefined });
    if (tab !== "layers" && run.shownBlock !== undefined)
      page.ask({ kind: "show-block", block: undefined });
  };
  const tabs = tabsOf(run).map((tab) => {
    const isOpen = tab === open;
    return h(
      "button",
      {
        key: tab,
        type: "button",
        role: "tab",
        id: tabId(tab),
        "aria-selected": String(isOpen),
        "aria-controls": "body",
        "data-stop": true,
        tabindex: isOpen ? 0 : -1,
        onclick: () => openIt(tab),
      },
      tabLabels[tab],
    );
  });
  return h(
    "div",
    {
      key: "tabs",
      class: "tabs",
      role: "tablist",
      onkeydown: moveAmongStops,
      onshown: fitTabs,
    },
    ...tabs,
    h(
      "select",
      {
        key: "more",
        class: "more-tabs",
        "aria-label": "More views",
        onchange: (event: Event) => openIt((event.currentTarget as HTMLSelectElement).value as Tab),
      },
      h("option", { key: "count", value: "" }, "…"),
      ...tabsOf(run).map((tab) => h("option", { key: tab, value: tab }, tabLabels[tab])),
    ),
  );
}
