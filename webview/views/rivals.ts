import type { Masking } from "#protocol/masking";
import type { Rival } from "#protocol/panel-methods";
import { formatRatio } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import {
  type Figure,
  type RivalRow,
  rivalNamed,
  rivalRows,
  rivalsSentence,
} from "../rival-rows.ts";
import { featureName, singular } from "../words.ts";
import { sentenceView } from "./controls.ts";

/** The joint set beside what other methods would have masked and beside random sets, every measure of each. */
export function rivalsView(joint: Masking, rivals: readonly Rival[], plural: string): Child[] {
  const size = joint.masked.length;
  const sentence = rivalsSentence(joint, rivals);
  const failures = rivals.filter(({ failure }) => failure !== undefined);
  return [
    h(
      "h2",
      { key: "rivals-head" },
      "Other ways to choose ",
      h(
        "span",
        { class: "dim" },
        `${size} ${size === 1 ? singular(plural) : plural}, masked in its place`,
      ),
    ),
    sentence.length > 0 && sentenceView(sentence, { key: "rivals-sentence" }),
    h("div", { key: "rivals", class: "scroller" }, table(joint, rivals)),
    ...failures.map((rival) =>
      h(
        "p",
        { key: rival.method, class: "caption" },
        `${rivalNamed(rival).name}: ${rival.failure}`,
      ),
    ),
  ];
}

function table(joint: Masking, rivals: readonly Rival[]): PageElement {
  const head = (text: string, words?: readonly number[], names = "num") =>
    h("th", { scope: "col", class: names, title: words && wordsOf(joint, words) }, text);
  return h(
    "table",
    { class: "rivals" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        head("Measure", undefined, ""),
        head("Joint set", joint.masked),
        ...rivals.map((rival) => rivalHead(joint, rival)),
        head("Random"),
        head("5 to 95 %", undefined, "num wide interval"),
      ),
    ),
    h("tbody", {}, ...rivalRows(joint, rivals).map(row)),
  );
}

function rivalHead(joint: Masking, rival: Rival): PageElement {
  const { name, short } = rivalNamed(rival);
  return h(
    "th",
    { scope: "col", class: "num", title: rival.masked && wordsOf(joint, rival.masked) },
    h("span", { class: "wide" }, name),
    h("span", { class: "short" }, short),
  );
}

function row({ id, name, unit, figures, random }: RivalRow): PageElement {
  const cell = (figure: Figure | undefined, place: number) => {
    const text = figure ? formatRatio(figure.value) : "";
    return h("td", { class: "num", title: figure?.detail }, place === 0 ? h("b", {}, text) : text);
  };
  return h(
    "tr",
    { key: id },
    h("td", {}, `${name} `, h("span", { class: "dim wide" }, unit)),
    ...figures.map(cell),
    h("td", { class: "num" }, random ? formatRatio(random.mean) : ""),
    h(
      "td",
      { class: "num dim wide interval" },
      random ? `${formatRatio(random.low)} to ${formatRatio(random.high)}` : "",
    ),
  );
}

function wordsOf({ features }: Masking, masked: readonly number[]): string {
  return masked.map((index) => featureName(features[index]!)).join(" ");
}
