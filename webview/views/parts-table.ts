import { quoted } from "#protocol/answer-parts";
import type { RunState } from "#protocol/panel-methods";
import { unitWord } from "#protocol/value-words";
import { formatScore } from "#text/numbers";
import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { singular, slotName } from "../words.ts";
import { pointing } from "./pointing.ts";

/** What each feature adds to each part of the answer that was asked about: features in the prompt's order × parts. */
export function partsTable(page: Page, run: RunState): PageElement | undefined {
  const { explanation } = run;
  const parts = (run.parts ?? []).filter(({ isKept, finding }) => isKept && finding);
  if (!explanation || parts.length === 0) return undefined;
  const noun = singular(run.granularityLabel);
  const unit = unitWord(explanation);
  return h(
    "section",
    { key: "by-part" },
    h(
      "h2",
      { id: "by-part" },
      "By part of the answer",
      unit !== "" && h("span", { class: "dim" }, ` ${unit}`),
    ),
    h(
      "table",
      { class: "by-part", "aria-labelledby": "by-part" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, noun[0]!.toUpperCase() + noun.slice(1)),
          ...parts.map(({ text }) => h("th", { scope: "col", class: "num" }, quoted(text))),
        ),
      ),
      h(
        "tbody",
        {},
        ...explanation.features.map((feature, index) =>
          h(
            "tr",
            { key: index },
            h("th", { scope: "row", ...pointing(page, index) }, slotName(feature)),
            ...parts.map(({ finding }) =>
              h("td", { class: "num" }, formatScore(finding!.seqAttribution[index]!)),
            ),
          ),
        ),
      ),
    ),
  );
}
