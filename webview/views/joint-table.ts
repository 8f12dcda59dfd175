import type { Explanation } from "#protocol/explanation";
import type { JointCurvePoint } from "#protocol/joint";
import { curveSetWords } from "#protocol/joint-words";
import { formatRatio } from "#text/numbers";
import { h, type PageElement } from "../dom.ts";
import { featureName } from "../words.ts";
import { moveAmongStops } from "./controls.ts";

const sizeMark = /^\+ /;

/** The set found at each k with its certificate; a row, or Enter on its k, chooses that size. */
export function jointTable(
  { features }: Explanation,
  sizes: readonly JointCurvePoint[],
  shown: number,
  choose: ((k: number) => void) | undefined,
): PageElement {
  const hasAlone = sizes.some(({ alone }) => alone?.probabilityRatio !== undefined);
  const name = (feature: number) => featureName(features[feature]!);
  const head = (text: string, names = "") => h("th", { scope: "col", class: names }, text);
  const rows = sizes.map((point, place) => {
    const { k, probabilityRatio, alone, certificate } = point;
    const words = curveSetWords(point, sizes[place - 1], name);
    const isShown = k === shown;
    const ratio = probabilityRatio === undefined ? "" : formatRatio(probabilityRatio);
    return h(
      "tr",
      {
        key: k,
        class: isShown ? "on" : undefined,
        onclick: choose && (() => choose(k)),
      },
      h("td", { class: "num" }, choose ? sizeButton(k, isShown) : String(k)),
      h(
        "td",
        { class: "code set", title: point.indices.map(name).join(" ") },
        sizeMark.test(words) && h("span", { class: "dim" }, "+ "),
        words.replace(sizeMark, ""),
      ),
      h("td", { class: "num" }, isShown ? h("b", {}, ratio) : ratio),
      hasAlone &&
        h(
          "td",
          { class: "num dim wide" },
          alone?.probabilityRatio === undefined ? "" : formatRatio(alone.probabilityRatio),
        ),
      h("td", { class: "dim" }, certificate),
    );
  });
  return h(
    "table",
    { class: "sizes" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        head("k", "num"),
        head("Most decisive set"),
        head("Ratio", "num"),
        hasAlone && head("Alone", "num wide"),
        head("Certificate"),
      ),
    ),
    h("tbody", { onkeydown: moveAmongStops }, ...rows),
  );
}

/** The row has the click. */
function sizeButton(k: number, isShown: boolean): PageElement {
  return h(
    "button",
    {
      type: "button",
      class: "size",
      "aria-pressed": String(isShown),
      "aria-label": `Show the set of ${k}`,
      "data-stop": true,
      tabindex: isShown ? 0 : -1,
    },
    String(k),
  );
}
