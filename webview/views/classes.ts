import { shownClassIndex, versusIndex } from "#protocol/class-shown";
import type { NamedClasses } from "#protocol/classes";
import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import { formatRatio } from "#text/numbers";
import { aroundMasks, readFrom, verbalizerLabel } from "../class-figures.ts";
import { type Child, h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { classMatrix } from "./class-matrix.ts";
import { moveAmongStops } from "./controls.ts";
import { icon } from "./icons.ts";
import { lensView } from "./lens.ts";

const barWidth = 216;

/** Template and verbalizer, how likely each class is, and what speaks for each of them. */
export function classesView(page: Page, run: RunState, explanation: Explanation): Child[] {
  const { classes: choice } = run;
  const { classes: results = [] } = explanation;
  if (!choice) return [];
  const shown = shownClassIndex(explanation, choice);
  const versus = versusIndex(explanation, choice);
  const show = (label: number, other = versus) =>
    page.ask({
      kind: "show-class",
      shown: label,
      ...(other === undefined || other === label ? {} : { versus: other }),
    });
  return [
    h(
      "div",
      { key: "template-head", class: "head" },
      h("h2", {}, "Template"),
      h("span", { class: "grow" }),
      h(
        "button",
        {
          type: "button",
          class: "verbalizer",
          "aria-haspopup": "dialog",
          title: choice.title,
          onclick: () => page.ask({ kind: "choose", what: "classes" }),
        },
        verbalizerLabel(choice.verbalizer, results.length),
        icon("down"),
      ),
    ),
    templateLine(choice, explanation.prompt.text),
    h(
      "h2",
      { key: "prediction-head" },
      "Prediction ",
      h("span", { class: "dim" }, `probability ${readAt(choice, explanation)}; ${chance(results)}`),
    ),
    predictionTable(choice, explanation, shown, show),
    ...classMatrix(page, explanation, choice, { shown, versus, show }),
    ...lensView(page, run),
  ];
}

function readAt({ template }: NamedClasses, { prompt }: Explanation): string {
  const isMasked = aroundMasks(template ?? prompt.text).length > 1;
  return isMasked ? "at the mask" : "where the answer begins";
}

function chance(results: readonly unknown[]): string {
  return `chance ${formatRatio(1 / Math.max(1, results.length))}`;
}

/** What the model reads: the template quietly around the user's text, its mask in full. */
function templateLine({ template = "{text}" }: NamedClasses, text: string): PageElement {
  const [before = "", after = ""] = template.split("{text}");
  const around = (part: string) =>
    h(
      "span",
      { class: "dim" },
      ...aroundMasks(part).map((piece) =>
        aroundMasks(piece).length === 1 && /^(<mask>|\[MASK\])$/.test(piece)
          ? h("b", { class: "mask" }, piece)
          : piece,
      ),
    );
  return h(
    "div",
    { key: "template", class: "template-line", dir: "auto" },
    before && around(before),
    h("span", {}, text),
    after && around(after),
  );
}

/** A row a class, in the verbalizer's order; a click shades by it. */
function predictionTable(
  { verbalizer }: NamedClasses,
  { classes = [] }: Explanation,
  shown: number,
  show: (label: number) => void,
): PageElement {
  const likeliest = classes.reduce(
    (best, own, label) => (own.probability > classes[best]!.probability ? label : best),
    0,
  );
  const rows = classes.map(({ label, probability }, index) => {
    const stressed = (text: string) => (index === likeliest ? h("b", {}, text) : text);
    return h(
      "tr",
      { key: label, class: index === shown ? "on" : undefined, onclick: () => show(index) },
      h(
        "td",
        {},
        h(
          "button",
          {
            type: "button",
            class: "class-name",
            "aria-pressed": String(index === shown),
            "aria-label": `Shade by the class ${label}`,
            "data-stop": true,
            tabindex: index === shown ? 0 : -1,
          },
          stressed(label),
        ),
      ),
      h("td", { class: "num" }, stressed(formatRatio(probability))),
      h("td", {}, probabilityBar(probability, 1 / classes.length, index === likeliest)),
      h("td", { class: "dim wide" }, readFrom(verbalizer, label)),
    );
  });
  return h(
    "table",
    { key: "prediction", class: "prediction", "aria-label": "Classes with their probabilities" },
    h("tbody", { onkeydown: moveAmongStops }, ...rows),
  );
}

function probabilityBar(probability: number, chance: number, isLikeliest: boolean): PageElement {
  const line = chance * barWidth;
  return h(
    "svg",
    {
      class: "probability",
      viewBox: `0 0 ${barWidth + 4} 22`,
      preserveAspectRatio: "none",
      height: 22,
      "aria-hidden": "true",
    },
    h("rect", {
      class: isLikeliest ? "likeliest" : "other",
      x: 0,
      y: 7,
      width: Math.max(0.75, probability * barWidth),
      height: 8,
    }),
    h("line", { class: "chance", x1: line, x2: line, y1: 3, y2: 19 }),
  );
}
