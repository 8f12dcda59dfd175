import type { Masking } from "#protocol/masking";
import { formatRatio } from "#text/numbers";
import { h, type PageElement } from "../dom.ts";
import { type Measure, measuresOf, trackBand, trackPosition } from "../measures.ts";
import { proofSentence } from "../proof-sentence.ts";
import { singular } from "../words.ts";
import { sentenceView } from "./controls.ts";

/** The claim in a sentence and its figures, each beside those of random sets of the same size. */
export function proofView(masking: Masking, plural: string, isWaiting: boolean): PageElement {
  const size = masking.masked.length;
  const head = (text: string, props = {}) => h("th", { scope: "col", ...props }, text);
  return h(
    "div",
    {
      key: "proof",
      class: isWaiting ? "proof waiting" : "proof",
      "aria-busy": isWaiting ? "true" : undefined,
    },
    sentenceView(proofSentence(masking, plural), { class: "finding" }),
    (size > 0 || masking.steering) &&
      h(
        "table",
        { key: "measures" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            head("Measure"),
            head(masking.steering ? "Steered" : "Masked", { class: "num" }),
            h(
              "th",
              { scope: "col" },
              h("div", { class: "ends" }, h("span", {}, "different"), h("span", {}, "same")),
            ),
            !masking.steering &&
              h(
                "th",
                { scope: "col", class: "num" },
                "Random",
                h("span", { class: "wide" }, ` ${size} ${size === 1 ? singular(plural) : plural}`),
              ),
            !masking.steering && head("5 to 95 %", { class: "num wide interval" }),
          ),
        ),
        h("tbody", {}, ...measuresOf(masking).map(measureRow)),
      ),
  );
}

function measureRow(measure: Measure): PageElement {
  const { id, name, unit, tip, value, random } = measure;
  return h(
    "tr",
    { key: id, title: tip },
    h("td", {}, `${name} `, h("span", { class: "dim wide" }, unit)),
    h("td", { class: "num" }, h("b", {}, formatRatio(value))),
    h("td", {}, track(measure)),
    h("td", { class: "num" }, random ? formatRatio(random.mean) : ""),
    h(
      "td",
      { class: "num dim wide interval" },
      random ? `${formatRatio(random.low)} to ${formatRatio(random.high)}` : "",
    ),
  );
}

function track(measure: Measure): PageElement {
  const { name, value, random } = measure;
  const left = (at: number) => ({ style: { left: `${100 * at}%` } });
  const [from, to] = random ? trackBand(measure, random) : [0, 0];
  const against = random ? `, random ${formatRatio(random.mean)}` : "";
  return h(
    "div",
    { class: "track", role: "img", "aria-label": `${name} ${formatRatio(value)}${against}` },
    random && h("i", { style: { left: `${100 * from}%`, width: `${100 * (to - from)}%` } }),
    random && h("u", left(trackPosition(measure, random.mean))),
    h("b", left(trackPosition(measure, value))),
  );
}
