import type { ShownClass } from "#protocol/class-shown";
import type { Explanation } from "#protocol/explanation";
import { unitWord } from "#protocol/value-words";
import { type ClassCell, classRows } from "../class-figures.ts";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { moveAmongStops } from "./controls.ts";
import { icon } from "./icons.ts";
import { pointing } from "./pointing.ts";
import { classes, shadeClass } from "./shading.ts";

interface Choosing {
  readonly shown: number;
  readonly versus: number | undefined;
  show(label: number, versus?: number): void;
}

/** Words × classes; a class's head shades the editor by it, the chooser sets it against another. */
export function classMatrix(
  page: Page,
  explanation: Explanation,
  choice: ShownClass,
  choosing: Choosing,
): Child[] {
  const results = explanation.classes ?? [];
  const { shown, versus, show } = choosing;
  const rows = classRows(explanation, versus === undefined ? { shown } : { ...choice, shown });
  return [
    h(
      "div",
      { key: "words-head", class: "head words-head" },
      h("h2", {}, "Words by class ", h("span", { class: "dim" }, caption(explanation))),
      h("span", { class: "grow" }),
      h("span", { class: "dim" }, "Against"),
      h(
        "vscode-dropdown",
        {
          key: `against-${shown}`,
          class: "chooser",
          "aria-label": `What the class ${results[shown]?.label} is set against`,
          value: versus === undefined ? "" : String(versus),
          onchange: (event: Event) => {
            const { value } = event.currentTarget as HTMLSelectElement;
            show(shown, value === "" ? shown : Number(value));
          },
        },
        icon("down", "indicator"),
        h("vscode-option", { key: "none", value: "" }, noneLabel(explanation)),
        ...results.flatMap(({ label }, index) =>
          index === shown ? [] : h("vscode-option", { key: index, value: String(index) }, label),
        ),
      ),
    ),
    h(
      "div",
      { key: "words", class: "scroller" },
      h(
        "table",
        { class: "number-matrix", "aria-label": "Words by class" },
        h(
          "thead",
          { onkeydown: moveAmongStops },
          h(
            "tr",
            {},
            h("th", { key: "word", class: "num", scope: "col" }, "word"),
            ...results.map(({ label }, index) => classHead(label, index, choosing)),
            versus !== undefined &&
              h(
                "th",
                { key: "difference", class: "share", scope: "col" },
                `less ${results[versus]!.label}`,
              ),
          ),
        ),
        h(
          "tbody",
          { onkeydown: moveAmongStops },
          ...rows.map((row) =>
            h(
              "tr",
              { key: row.feature, class: page.view.lit === row.feature ? "on" : undefined },
              h("td", { class: "num" }, wordButton(page, row.feature, row.name)),
              ...row.cells.map((own, label) => cell(own, label, label === shown)),
              row.difference && cell(row.difference, "difference", false),
            ),
          ),
        ),
      ),
    ),
  ];
}

function classHead(label: string, index: number, { shown, show }: Choosing): PageElement {
  return h(
    "th",
    { key: index, class: "share", scope: "col" },
    h(
      "button",
      {
        type: "button",
        class: classes("sort", index === shown && "shown"),
        title: `Shade by the class ${label}`,
        "aria-pressed": String(index === shown),
        "data-stop": true,
        tabindex: index === shown ? 0 : -1,
        onclick: () => show(index),
      },
      label,
    ),
  );
}

function wordButton(page: Page, feature: number, name: string): PageElement {
  return h(
    "button",
    {
      type: "button",
      class: "word chip",
      title: `Show ${name} in the editor`,
      tabindex: feature === page.view.wordStop ? 0 : -1,
      "data-stop": true,
      "data-feature": feature,
      onclick: () => page.ask({ kind: "reveal", feature }),
      ...pointing(page, feature),
    },
    name,
  );
}

function cell({ figure, shade }: ClassCell, key: number | string, isShown: boolean): PageElement {
  return h("td", { key, class: classes("share", shadeClass(shade), isShown && "shown") }, figure);
}

/** What the numbers are. */
function caption(explanation: Explanation): string {
  if (explanation.method === "prompt-explainer")
    return "probability of the class at each word; shaded against chance";
  const unit = unitWord(explanation);
  return unit === "" ? "scores without a unit" : `what each word adds, ${unit}`;
}

function noneLabel({ method }: Explanation): string {
  return method === "prompt-explainer" ? "chance" : "none";
}
