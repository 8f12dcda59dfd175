import { agreementOf } from "#protocol/agreement";
import type { Explanation } from "#protocol/explanation";
import { type MethodId, methodInfos } from "#protocol/methods";
import type { ComparedMethod, RunState } from "#protocol/panel-methods";
import { partialWords, progressWords } from "#protocol/progress-words";
import { featureShades } from "#protocol/shading";
import { unitWord } from "#protocol/value-words";
import { formatCount, formatDuration, formatRatio, formatScore } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { promptPieces } from "../prompt-pieces.ts";
import { featureName } from "../words.ts";
import { linkButton, messageView, moveAmongStops } from "./controls.ts";
import { progressBar } from "./progress.ts";
import { shownText } from "./prompt-words.ts";
import { classes, shadeClass } from "./shading.ts";

/** The coloured sentences of several methods under each other; the chosen one is shaded in the editor too. */
export function methodRows(
  page: Page,
  run: RunState,
  explanation: Explanation,
  other: Explanation | undefined,
): PageElement {
  const compared = run.compared ?? [];
  return h(
    "div",
    {
      key: "method-rows",
      class: "method-rows",
      role: "radiogroup",
      "aria-label": "Methods: the editor is shaded by the chosen one",
      onkeydown: moveAmongStops,
    },
    row(page, run, { method: explanation.method, explanation }, { isOwn: true, mark: "A" }),
    ...compared.map((own) => {
      const mark = other && other === own.explanation ? "B" : undefined;
      return row(page, run, own, { isOwn: false, mark });
    }),
  );
}

function row(
  page: Page,
  run: RunState,
  { method, explanation, progress, failure }: ComparedMethod,
  { isOwn, mark }: { readonly isOwn: boolean; readonly mark: "A" | "B" | undefined },
): PageElement {
  const shown = run.shownMethod ?? run.method;
  const isShown = method === shown;
  const show = () => page.ask({ kind: "show-method", method: isOwn ? undefined : method });
  const name = page.view.panel?.model.name ?? "the model";
  const words = progress && progressWords(progress, name, true);
  return h(
    "div",
    { key: method, class: classes("method-row", isShown && "shown") },
    h(
      "div",
      { class: "method-head" },
      h("span", { class: classes("key", mark && `key-${mark.toLowerCase()}`) }, mark ?? ""),
      h(
        "button",
        {
          type: "button",
          class: "method-name",
          role: "radio",
          "aria-checked": String(isShown),
          "data-stop": true,
          "data-method": method,
          tabindex: isShown ? 0 : -1,
          disabled: explanation === undefined,
          onclick: show,
        },
        methodInfos[method].label,
      ),
      h(
        "span",
        { class: "dim figures" },
        words
          ? [words.title, words.rest].filter((text) => text !== "").join(", ")
          : explanation && figures(run, explanation, isOwn),
      ),
      !isOwn && endButton(page, method, progress !== undefined),
    ),
    progress && progressBar(progress, false),
    failure && h("p", { class: "method-failure" }, messageView(failure.failure.message)),
    explanation && sentence(explanation, show),
  );
}

/** How far it agrees with the run's own method, and what it cost. */
function figures(run: RunState, explanation: Explanation, isOwn: boolean): Child {
  const { evaluations, seconds, partial } = explanation;
  const cost = partial
    ? partialWords(explanation)
    : `${formatCount(evaluations, "evaluation")}, ${formatDuration(1000 * seconds)}`;
  if (isOwn || !run.explanation) return cost;
  const { rankCorrelation, topShared, topCount } = agreementOf(
    run.explanation.seqAttribution,
    explanation.seqAttribution,
  );
  const correlation = rankCorrelation === undefined ? "" : `ρ ${formatRatio(rankCorrelation)} · `;
  return `${correlation}top ${topCount}: ${topShared} of ${topCount} · ${cost}`;
}

function endButton(page: Page, method: MethodId, isAtWork: boolean): PageElement {
  const word = isAtWork ? "Cancel" : "Remove";
  const end = () => page.ask({ kind: "end-method", method });
  return linkButton(word, end, { "aria-label": `${word} ${methodInfos[method].label}` });
}

function sentence(explanation: Explanation, show: () => void): PageElement {
  const { prompt, features, seqAttribution } = explanation;
  const shades = featureShades(explanation);
  const unit = unitWord(explanation);
  return h(
    "div",
    { class: "method-text", dir: "auto", onclick: show },
    ...promptPieces(prompt.text, features).map((piece) => {
      const { feature, start, text } = piece;
      if (feature === undefined) return h("span", { key: start }, text);
      const score = `${featureName(features[feature]!)}: ${formatScore(seqAttribution[feature]!)} ${unit}`;
      return h(
        "span",
        { key: start, class: shadeClass(shades[feature]!) || undefined, title: score.trim() },
        shownText(text),
      );
    }),
  );
}
