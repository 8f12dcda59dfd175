import type { Explanation } from "#protocol/explanation";
import type { Interaction } from "#protocol/joint";
import { unitWord } from "#protocol/value-words";
import { formatScore } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import { arcsHeight, baseLine, interactionArcs } from "../interaction-arcs.ts";
import { pairSentence } from "../joint-sentences.ts";
import type { Page } from "../page.ts";
import { featureName } from "../words.ts";
import { moveAmongStops, sentenceView } from "./controls.ts";
import { classes } from "./shading.ts";

const drawnAtMost = 6;
const listedAtMost = 5;

/** The strongest interactions as arcs over the prompt and as a table, and what the pointed pair does, in a sentence. */
export function interactionsView(page: Page, explanation: Explanation): Child[] {
  const strongest = (explanation.joint?.interactions ?? [])
    .filter(({ value }) => formatScore(value) !== "0.00")
    .slice(0, drawnAtMost);
  const [first] = strongest;
  if (!first) return [];
  const pointed = strongest[page.view.pair] ?? first;
  const unit = unitWord(explanation);
  return [
    h(
      "h2",
      { key: "interactions-head" },
      "Interactions ",
      h(
        "span",
        { class: "dim" },
        `${unit}; solid: the words stand in for each other, dashed: they need each other`,
      ),
    ),
    h(
      "div",
      { key: "interactions", class: "charts arcs" },
      h("div", { class: "scroller" }, arcs(explanation, strongest)),
      pairTable(page, explanation, strongest.slice(0, listedAtMost)),
    ),
    sentenceView(pairSentence(explanation, pointed), { key: "pair-sentence", class: "caption" }),
  ];
}

function arcs(explanation: Explanation, interactions: readonly Interaction[]): PageElement {
  const { words, arcs: drawn, width } = interactionArcs(explanation, interactions);
  return h(
    "svg",
    {
      width,
      height: arcsHeight,
      role: "img",
      "aria-label": "Interactions between words; table beside it",
    },
    ...drawn.map(({ path, thickness, isInside, interaction }) =>
      h("path", {
        key: interaction.pair.join(),
        class: classes("arc", isInside && "inside", interaction.value > 0 && "dashed"),
        d: path,
        "stroke-width": thickness.toFixed(1),
      }),
    ),
    ...words.map(({ text, x }) =>
      h(
        "text",
        { key: `word-${x}`, class: "line-word", x, y: baseLine + 10, "text-anchor": "middle" },
        text,
      ),
    ),
  );
}

function pairTable(
  page: Page,
  { features }: Explanation,
  interactions: readonly Interaction[],
): PageElement {
  const rows = interactions.map(({ pair, value }, place) => {
    const names = pair.map((feature) => featureName(features[feature]!)).join(" ");
    const point = () => {
      page.change({ kind: "point-at-pair", pair: place });
      page.ask({ kind: "point", features: pair });
    };
    const leave = () => page.ask({ kind: "point", features: [] });
    const figure = formatScore(value, { short: true });
    return h(
      "tr",
      {
        key: pair.join(),
        class: place === page.view.pair ? "on" : undefined,
        tabindex: place === page.view.pair ? 0 : -1,
        "data-stop": true,
        onpointerenter: point,
        onpointerleave: leave,
        onfocus: point,
        onblur: leave,
      },
      h("td", { class: "code" }, names),
      h("td", { class: "num" }, place === 0 ? h("b", {}, figure) : figure),
    );
  });
  return h(
    "table",
    { class: "pairs", "aria-label": "Pairs of words and how they act together" },
    h("tbody", { onkeydown: moveAmongStops }, ...rows),
  );
}
