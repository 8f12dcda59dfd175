import { quoted } from "#protocol/answer-parts";
import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import { formatCount } from "#text/numbers";
import { spanOfPick } from "../answer-tokens.ts";
import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { partsBar } from "./answer-parts.ts";
import { linkButton, pushButton } from "./controls.ts";

/** What can be asked about the picked part of the answer; else what is shaded, or how to pick a part. */
export function askBar(page: Page, run: RunState, explanation: Explanation): PageElement {
  const { pick } = page.view;
  const props = { key: "ask", id: "ask", class: "ask-bar", "aria-live": "polite" };
  if (!pick) {
    const idle = [contrastNote(page, run), partsBar(page, run)].filter(
      (part) => part !== undefined,
    );
    return h("div", props, ...(idle.length > 0 ? idle : [hint]));
  }
  const span = spanOfPick(pick);
  const text = explanation.target.tokens
    .slice(span.start, span.end)
    .map((token) => token.text)
    .join("");
  return h(
    "div",
    props,
    h(
      "span",
      { key: "picked", class: "dim" },
      `${quoted(text)}, ${formatCount(span.end - span.start, "token")}`,
    ),
    pushButton("Explain this part", () => explainPick(page)),
    h("input", {
      key: "why-not",
      class: "field",
      type: "text",
      placeholder: "Why not… (another answer)",
      "aria-label": "Why not… (another answer)",
      onkeydown: (event: KeyboardEvent) => {
        const { value } = event.currentTarget as HTMLInputElement;
        if (event.key !== "Enter" || value.trim() === "") return;
        page.change({ kind: "pick", pick: undefined });
        page.ask({ kind: "contrast", text: value.trim(), span });
      },
    }),
  );
}

const hint = h(
  "span",
  { key: "hint", class: "caption" },
  "Drag over the answer to ask about just that part.",
);

/** Explains what is picked, by itself. */
export function explainPick(page: Page): void {
  const { pick } = page.view;
  if (!pick) return;
  page.change({ kind: "pick", pick: undefined });
  page.ask({ kind: "explain-part", span: spanOfPick(pick), isKept: true });
}

function contrastNote(page: Page, { versus }: RunState): PageElement | undefined {
  if (versus === undefined) return undefined;
  const argument = "log-prob";
  return h(
    "span",
    { key: "contrast", class: "dim" },
    `In contrast with ${quoted(versus)}. `,
    linkButton("Explain the answer alone", () =>
      page.ask({ kind: "run-command", command: "promptlight.chooseValue", argument }),
    ),
  );
}
