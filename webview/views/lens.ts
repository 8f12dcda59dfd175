import type { LogitLens } from "#protocol/lens";
import type { RunState } from "#protocol/panel-methods";
import { formatShare, visibleWhitespace } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { linkButton } from "./controls.ts";
import { failureView } from "./failure.ts";

/** What every position predicts after every block, or the way to look it up. */
export function lensView(page: Page, { lens: state }: RunState): Child[] {
  return [
    h(
      "h2",
      { key: "lens-head" },
      "On the way ",
      h("span", { class: "dim" }, "likeliest token at each position after each block"),
    ),
    content(page, state),
  ];
}

function content(page: Page, state: RunState["lens"]): PageElement {
  if (state?.failure) return h("div", { key: "lens" }, failureView(page, state.failure));
  if (state?.lens) return table(state.lens);
  if (state?.progress) return h("p", { key: "lens", class: "dim" }, "Looking through the blocks");
  return h(
    "p",
    { key: "lens" },
    linkButton("Show what each block predicts", () => page.ask({ kind: "show-lens" })),
  );
}

function table({ prompt, blocks }: LogitLens): PageElement {
  return h(
    "div",
    { key: "lens", class: "scroller" },
    h(
      "table",
      { class: "lens" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "Token"),
          ...blocks.map((_, block) => h("th", { scope: "col" }, `Block ${block}`)),
        ),
      ),
      h(
        "tbody",
        {},
        ...prompt.tokens.map((token, at) =>
          h(
            "tr",
            { key: at, class: token.role === "user" ? undefined : "dim" },
            h("th", { scope: "row" }, visibleWhitespace(token.text)),
            ...blocks.map((row, block) => {
              const { text, probability } = row[at]!;
              return h(
                "td",
                {
                  key: block,
                  class: probability < unsure ? "dim" : undefined,
                  title: formatShare(probability),
                },
                visibleWhitespace(text),
              );
            }),
          ),
        ),
      ),
    ),
  );
}

/** Predictions below this probability are set back. */
const unsure = 0.1;
