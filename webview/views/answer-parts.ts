import { quoted, shownPart } from "#protocol/answer-parts";
import type { AnswerPart, RunState } from "#protocol/panel-methods";
import { progressWords } from "#protocol/progress-words";
import type { Span } from "#text/span";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { linkButton } from "./controls.ts";

/** The parts of the answer that were asked about, and the whole: which of them is shaded, and a way to each other. */
export function partsBar(page: Page, run: RunState): PageElement | undefined {
  const { parts = [], shownPart: shown } = run;
  if (parts.length === 0) return undefined;
  const choice = (label: string, part: number | undefined) =>
    h(
      "button",
      {
        key: part ?? "whole",
        type: "button",
        class: "part",
        "aria-pressed": String(part === shown),
        onclick: () => page.ask({ kind: "show-part", part }),
      },
      label,
    );
  return h(
    "div",
    { key: "parts", class: "parts-bar", role: "group", "aria-label": "What is shaded" },
    h("span", { class: "dim" }, "Shaded for"),
    choice("the whole answer", undefined),
    ...parts.map((part, index) => choice(quoted(part.text), index)),
    ...partNote(page, shownPart(run)),
  );
}

/** What is still going on for a part; it comes late, so that a quick answer does not flash. */
function partNote(page: Page, part: AnswerPart | undefined): Child[] {
  if (part?.failure)
    return [h("span", { key: "failed", role: "alert" }, part.failure.failure.message)];
  if (!part?.progress || part.finding) return [];
  const { title, rest } = progressWords(part.progress, page.view.panel?.model.name ?? "", true);
  return [
    h("span", { key: "going-on", class: "dim late" }, rest ? `${title}, ${rest}` : title),
    linkButton("Cancel", () => page.ask({ kind: "cancel" }), { key: "cancel", class: "link late" }),
  ];
}

/** Shades for one output token; a second time for the whole answer again. */
export function toggleToken(page: Page, run: RunState, token: number): void {
  const shown = shownPart(run)?.span;
  if (shown?.start === token && shown.end === token + 1)
    page.ask({ kind: "show-part", part: undefined });
  else page.ask({ kind: "explain-part", span: { start: token, end: token + 1 }, isKept: false });
}

/** True for a token of the part that is shaded. */
export function isShownToken(run: RunState, token: number): boolean {
  const span: Span | undefined = shownPart(run)?.span;
  return span !== undefined && span.start <= token && token < span.end;
}
