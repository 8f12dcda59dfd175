import type { RunState, SteeredWord, SteeringState, WordingState } from "#protocol/panel-methods";
import { type SteeringWay, steeringWays } from "#protocol/request";
import type { Wording } from "#protocol/wording";
import { diffWords } from "#text/diff";
import { formatScore } from "#text/numbers";
import { type Child, h, type PageElement } from "../dom.ts";
import { atMostEvery } from "../pace.ts";
import type { Page } from "../page.ts";
import { factorOf, mostSteps, stepOf } from "../steering-scale.ts";
import { linkButton } from "./controls.ts";
import { failureView } from "./failure.ts";
import { icon } from "./icons.ts";

const wayLabels: Readonly<Record<SteeringWay, string>> = {
  attention: "attention to it",
  embedding: "its embeddings",
  noise: "noise on it",
};

/** Milliseconds between two generations while a slider moves. */
const slidingMs = 150;
const sliding = atMostEvery(slidingMs, (act: () => void) => act());

/** A slider for each word that is muted or boosted, and the edits that do the same in words. */
export function steeringView(page: Page, { steering }: RunState): PageElement | undefined {
  if (!steering) return undefined;
  return h(
    "section",
    { key: "steering", class: "steering", "aria-label": "Muted and boosted" },
    h(
      "div",
      { class: "head" },
      h("h2", {}, "Muted and boosted"),
      h("span", { class: "grow" }),
      wayChooser(page, steering),
    ),
    h(
      "div",
      { key: "sliders", class: "sliders" },
      ...steering.words.map((word) => sliderRow(page, word, steering.way)),
    ),
    wordingView(page, steering.wording),
  );
}

function wayChooser(page: Page, { way }: SteeringState): PageElement {
  return h(
    "vscode-dropdown",
    {
      key: "way",
      class: "chooser",
      "aria-label": "What is turned up and down",
      value: way,
      onchange: (event: Event) =>
        page.ask({
          kind: "steer-by",
          way: (event.currentTarget as HTMLSelectElement).value as SteeringWay,
        }),
    },
    icon("down", "indicator"),
    ...steeringWays.map((own) => h("vscode-option", { key: own, value: own }, wayLabels[own])),
  );
}

function sliderRow(page: Page, { text, span, factor }: SteeredWord, way: SteeringWay): PageElement {
  const name = text.replace(/\s+/g, " ").trim();
  const steer = (next: number) => page.ask({ kind: "steer", span, factor: next });
  return h(
    "div",
    { key: `${span.start}`, class: "slider-row" },
    h("span", { class: factor === 0 ? "word masked" : "word" }, name),
    h("input", {
      type: "range",
      class: "slider",
      min: 0,
      max: way === "noise" ? stepOf(1) : mostSteps,
      step: 1,
      value: stepOf(factor),
      "aria-label": `Influence of ${name}`,
      "aria-valuetext": `times ${factorOf(stepOf(factor))}`,
      oninput: (event: Event) => {
        const step = Number((event.currentTarget as HTMLInputElement).value);
        sliding.call(() => steer(factorOf(step)));
      },
    }),
    h("span", { class: "num factor" }, `×${Number(factor.toPrecision(2))}`),
    linkButton("Clear", () => steer(1), { "aria-label": `Leave ${name} as it is` }),
  );
}

function wordingView(page: Page, wording: WordingState | undefined): PageElement {
  const find = linkButton("Find the wording", () => page.ask({ kind: "find-wording" }));
  if (!wording)
    return h(
      "p",
      { key: "wording", class: "caption" },
      find,
      " that does the same without steering.",
    );
  if (wording.failure) return h("div", { key: "wording" }, failureView(page, wording.failure));
  const { found } = wording;
  const isLooking = wording.progress !== undefined;
  if (!found) return h("p", { key: "wording", class: "dim" }, "Trying other wordings");
  const shown = found.wordings.slice(0, shownWordings);
  return h(
    "div",
    { key: "wording" },
    h(
      "p",
      { class: "caption" },
      shown.length === 0
        ? "No other wording fits here."
        : `The closest wordings, by the mean distance from the steered answer in nats per token; the prompt as it is: ${nats(found.unchanged)}.`,
      isLooking && " Still trying.",
    ),
    ...shown.map((own, index) => wordingRow(page, own, index, isLooking)),
  );
}

const shownWordings = 5;

function wordingRow(page: Page, wording: Wording, index: number, isLooking: boolean): PageElement {
  const { kind, distance, answer, text } = wording;
  return h(
    "div",
    { key: text, class: "wording" },
    h(
      "div",
      { class: "head" },
      h("b", {}, kind[0]!.toUpperCase() + kind.slice(1)),
      h("span", { class: "num dim" }, nats(distance)),
      h("span", { class: "grow" }),
      !isLooking &&
        linkButton("Use this wording", () => page.ask({ kind: "apply-wording", index })),
    ),
    h("p", {}, ...editedPrompt(page, wording)),
    answer !== undefined && h("p", { class: "dim" }, answer),
  );
}

/** The prompt with what goes and what comes. */
function editedPrompt(page: Page, { text }: Wording): Child[] {
  const before = page.view.panel?.run?.explanation?.prompt.text ?? "";
  return diffWords(before, text).map(({ kind, text: part, textAfter = part }) => {
    if (kind === "same") return h("span", {}, textAfter);
    const isGone = kind === "removed";
    return h(isGone ? "del" : "ins", { class: isGone ? "removed" : "added" }, part);
  });
}

function nats(value: number): string {
  return formatScore(value).replace(/^\+/, "");
}
