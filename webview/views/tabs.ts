import type { RunState } from "#protocol/panel-methods";
import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import type { Tab } from "../state.ts";
import { moveAmongStops } from "./controls.ts";

const tabLabels: Readonly<Record<Tab, string>> = {
  generation: "Generation",
  heatmap: "Heatmap",
  scores: "Scores",
};

export const tabId = (tab: Tab) => `tab-${tab}`;

/** The tab that is open: the one that was chosen, where the run has it. */
export function openTab(chosen: Tab, run: RunState): Tab {
  return tabsOf(run).includes(chosen) ? chosen : "generation";
}

/** No heatmap once there are scores and none of single output tokens. */
function tabsOf({ explanation, progress }: RunState): Tab[] {
  const hasHeatmap = progress || !explanation || explanation.tokenAttribution;
  return (Object.keys(tabLabels) as Tab[]).filter((tab) => tab !== "heatmap" || hasHeatmap);
}

/** Arrows move, Enter opens. */
export function tabsView(page: Page, run: RunState): PageElement {
  const open = openTab(page.view.tab, run);
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
        onclick: () => page.change({ kind: "open-tab", tab }),
      },
      tabLabels[tab],
    );
  });
  return h(
    "div",
    { key: "tabs", class: "tabs", role: "tablist", onkeydown: moveAmongStops },
    ...tabs,
  );
}
