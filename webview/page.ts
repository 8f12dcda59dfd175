import type { PanelAction } from "#protocol/panel-methods";
import type { Mask, ViewEvent, ViewState } from "./state.ts";

/** What a view draws from, and the two things it can do: change the page, and ask the host. */
export interface Page {
  readonly view: ViewState;
  readonly change: (event: ViewEvent) => void;
  readonly ask: (action: PanelAction) => void;
}

/** Shows the new mask at once and asks the host for what comes of it. */
export function applyMask(page: Page, mask: Mask): void {
  page.change({ kind: "mask", mask });
  page.ask({ kind: "mask", ...mask });
}
