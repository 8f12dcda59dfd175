import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import type { Tab } from "../state.ts";
import { moveAmongStops } from "./controls.ts";

const tabLabels: Readonly<Record<Tab, string>> = { generation: "Generation", scores: "Scores" };

export const tabId = (tab: Tab) => `tab-${tab}`;

/** Arrows move, Enter opens. */
export function tabsView(page: Page): PageElement {
  const tabs = (Object.keys(tabLabels) as Tab[]).map((tab) => {
    const isOpen = tab === page.view.tab;
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
