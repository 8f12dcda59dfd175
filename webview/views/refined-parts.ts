import type { Explanation } from "#protocol/explanation";
import { partsTogether } from "#protocol/refinement-words";
import { unitWord } from "#protocol/value-words";
import { formatScore } from "#text/numbers";
import { h, type PageElement } from "../dom.ts";
import { visibleLines } from "../words.ts";

/** Coarse to fine: the parts whose words do most only together; nothing where none does. */
export function refinedParts(explanation: Explanation): PageElement | undefined {
  const { refinement, prompt } = explanation;
  const parts = refinement ? partsTogether(refinement, formatScore) : [];
  if (parts.length === 0) return undefined;
  const unit = unitWord(explanation);
  return h(
    "section",
    { key: "refined-parts" },
    h(
      "h2",
      { id: "refined-parts" },
      "Coarse to fine",
      unit !== "" && h("span", { class: "dim" }, ` ${unit}`),
    ),
    h(
      "table",
      { class: "refined-parts", "aria-labelledby": "refined-parts" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "Part"),
          h("th", { scope: "col", class: "num" }, "Masked whole"),
          h("th", { scope: "col", class: "num" }, "Only together"),
        ),
      ),
      h(
        "tbody",
        {},
        ...parts.map(({ start, end, score, together }) =>
          h(
            "tr",
            { key: `${start}-${end}` },
            h("td", {}, h("div", { class: "part-text" }, textOf(prompt.text, start, end))),
            h("td", { class: "num" }, formatScore(score)),
            h("td", { class: "num" }, formatScore(together)),
          ),
        ),
      ),
    ),
  );
}

function textOf(text: string, start: number, end: number): string {
  return visibleLines(text.slice(start, end).trim());
}
