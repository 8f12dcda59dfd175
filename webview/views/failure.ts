import type { FailureView } from "#protocol/panel-methods";
import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { linkButton, messageView, pushButton } from "./controls.ts";
import { icon } from "./icons.ts";

const showLog = "promptlight.showLog";

/** What happened, to what, what to do next; the first button does it. */
export function failureView(page: Page, { title, failure, buttons }: FailureView): PageElement {
  const { areDetailsShown } = page.view;
  const actions = buttons.map(({ label, command, argument }, index) =>
    pushButton(
      label,
      () =>
        page.ask({ kind: "run-command", command, ...(argument === undefined ? {} : { argument }) }),
      index === 0,
    ),
  );
  return h(
    "div",
    { key: "failure", class: "failure", role: "alert" },
    icon("error"),
    h("b", {}, title),
    messageView(failure.message),
    messageView(failure.remedy),
    actions.length > 0 && h("span", { key: "actions", class: "actions" }, ...actions),
    h(
      "span",
      { key: "more", class: "caption more" },
      failure.detail !== undefined &&
        linkButton(
          areDetailsShown ? "Hide details" : "Show details",
          () => page.change({ kind: "toggle-details" }),
          { key: "details", "aria-expanded": String(areDetailsShown) },
        ),
      !buttons.some(({ command }) => command === showLog) &&
        linkButton("Open the log", () => page.ask({ kind: "run-command", command: showLog }), {
          key: "log",
        }),
    ),
    failure.detail !== undefined &&
      areDetailsShown &&
      h("pre", { key: "detail", class: "details", tabindex: 0 }, failure.detail),
  );
}
