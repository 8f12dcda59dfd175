import type { PanelAction, PanelMessage } from "#protocol/panel-methods";
import { announcement } from "./announcement.ts";
import { h, update } from "./dom.ts";
import { atMostEvery } from "./pace.ts";
import type { Page } from "./page.ts";
import { isPriceWanted, reduce, restored, type SavedView, saved, type ViewEvent } from "./state.ts";
import { defineToolkitElements } from "./toolkit.ts";
import { panelView } from "./views/panel.ts";

/** What VS Code gives every webview. */
declare function acquireVsCodeApi(): {
  postMessage(action: PanelAction): void;
  getState(): SavedView | undefined;
  setState(view: SavedView): void;
};

const host = acquireVsCodeApi();
let view = restored(host.getState());
let spoken = "";

const ask = (action: PanelAction) => host.postMessage(action);
const speaking = atMostEvery(2000, (text: string) => {
  spoken = text;
  draw();
});
const keeping = atMostEvery(500, (kept: SavedView) => host.setState(kept));

function change(event: ViewEvent): void {
  view = reduce(view, event);
  const kept = saved(view);
  if (kept) keeping.call(kept);
  if (!kept?.state.run?.progress) keeping.flush();
  draw();
  if (isPriceWanted(view)) ask({ kind: "price-interest" });
  if (event.kind === "state") speaking.call(announcement(event.state));
  if (event.kind === "light" && event.feature !== undefined)
    document
      .querySelector(`[data-feature="${event.feature}"]`)
      ?.scrollIntoView({ block: "nearest" });
}

function draw(): void {
  const page: Page = { view, change, ask };
  const focused = document.activeElement;
  update(document.body, [
    panelView(page),
    h("div", { key: "spoken", class: "spoken", role: "status", "aria-live": "polite" }, spoken),
  ]);
  // An element that had to move in the page has lost the focus.
  if (focused?.isConnected && focused !== document.activeElement) (focused as HTMLElement).focus();
}

window.addEventListener("message", (event: MessageEvent<PanelMessage>) => change(event.data));
window.addEventListener("pagehide", () => keeping.flush());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const feature = (event.target as HTMLElement).dataset.feature;
  ask(
    feature === undefined
      ? { kind: "back-to-editor" }
      : { kind: "reveal", feature: Number(feature) },
  );
});

defineToolkitElements();
draw();
ask({ kind: "ready" });
