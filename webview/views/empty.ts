import type { PanelState } from "#protocol/panel-methods";
import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { linkButton, pushButton } from "./controls.ts";

/** Nothing explained yet: what to do first, with which model. */
export function emptyView(page: Page, { model, promptFile }: PanelState): PageElement {
  const run = (command: string, argument?: string) => () =>
    page.ask({ kind: "run-command", command, ...(argument ? { argument } : {}) });
  const isMac = navigator.platform.startsWith("Mac");
  const keys = isMac ? ["⌘", "⌥", "E"] : ["Ctrl", "Alt", "E"];
  return h(
    "div",
    { class: "empty" },
    h("h2", {}, "Nothing explained yet"),
    h(
      "p",
      {},
      "Select a prompt in the editor and run ",
      h("b", {}, "Explain Generation"),
      ". The words are shaded by how much they drive the model’s answer, and the proof appears here.",
    ),
    h(
      "p",
      { class: "buttons" },
      promptFile !== undefined &&
        pushButton(`Explain ${promptFile}`, run("promptlight.explainGeneration")),
      pushButton(
        "Open the sample prompt",
        run("promptlight.openExample", "story"),
        promptFile === undefined,
      ),
    ),
    h(
      "p",
      { class: "dim" },
      ...keys.flatMap((key) => [h("kbd", {}, key), " "]),
      "\u00a0explains the selection, or the whole prompt file when nothing is selected.",
    ),
    h(
      "p",
      { class: "dim" },
      `Model: ${model.name}, ${model.isBundled ? "bundled, " : ""}runs on this computer. `,
      linkButton("Choose another model", () => page.ask({ kind: "choose", what: "model" })),
    ),
  );
}
