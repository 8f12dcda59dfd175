import type { Explanation } from "#protocol/explanation";
import { featureShades } from "#protocol/shading";
import { formatScore, visibleWhitespace } from "#text/numbers";
import { h, type PageElement, type PageNode } from "../dom.ts";
import { applyMask, type Page } from "../page.ts";
import { type PromptPiece, promptPieces } from "../prompt-pieces.ts";
import { ranksOf } from "../score-rows.ts";
import { toggled } from "../state.ts";
import { featureName } from "../words.ts";
import { moveAmongStops } from "./controls.ts";
import { pointing } from "./pointing.ts";
import { classes, shadeClass } from "./shading.ts";

/** The prompt with its features as checkboxes: a click or Space masks one or brings it back. */
export function promptWords(
  page: Page,
  explanation: Explanation,
  masked: readonly number[],
): PageElement {
  const { prompt, features, seqAttribution } = explanation;
  const pieces = promptPieces(prompt.text, features);
  const shades = featureShades(explanation);
  const ranks = ranksOf(seqAttribution);
  const hasStop = pieces.some(({ feature }) => feature === page.view.wordStop);
  const stop = hasStop
    ? page.view.wordStop
    : pieces.find(({ feature }) => feature !== undefined)?.feature;

  const word = (piece: PromptPiece, feature: number): PageNode => {
    const isMasked = masked.includes(feature);
    const toggle = () => applyMask(page, { choice: "mine", masked: toggled(masked, feature) });
    const pointed = pointing(page, feature);
    const shared = {
      key: piece.start,
      class: classes(
        "w",
        !isMasked && shadeClass(shades[feature]!),
        isMasked && "masked",
        page.view.lit === feature && "hovered",
      ),
      onclick: () => {
        if (getSelection()?.isCollapsed !== false) toggle();
      },
      onpointerenter: pointed.onpointerenter,
      onpointerleave: pointed.onpointerleave,
    };
    if (!piece.isFirst) return h("span", shared, shownText(piece.text));
    const score = formatScore(seqAttribution[feature]!);
    return h(
      "span",
      {
        ...shared,
        role: "checkbox",
        "aria-checked": String(!isMasked),
        "aria-label": `${featureName(features[feature]!)}, ${score}, rank ${ranks[feature]} of ${features.length}`,
        tabindex: feature === stop ? 0 : -1,
        "data-stop": true,
        "data-feature": feature,
        onfocus: pointed.onfocus,
        onblur: pointed.onblur,
        onkeydown: (event: KeyboardEvent) => {
          if (event.key !== " ") return;
          event.preventDefault();
          toggle();
        },
      },
      shownText(piece.text),
    );
  };

  return h(
    "div",
    {
      key: "prompt-words",
      class: "prompt-words",
      dir: "auto",
      role: "group",
      "aria-label": "The prompt: words that are checked are kept",
      onkeydown: moveAmongStops,
    },
    ...pieces.map((piece) =>
      piece.feature === undefined
        ? h("span", { key: piece.start }, piece.text)
        : word(piece, piece.feature),
    ),
  );
}

/** White space alone is shown as marks; a line end still ends its line. */
export function shownText(text: string): string {
  if (text.trim() !== "") return text;
  return visibleWhitespace(text) + (/[\r\n]/.test(text) ? "\n" : "");
}
