import type { Explanation } from "#protocol/explanation";
import type { JointPrompt } from "#protocol/joint";
import { jointSizes } from "#protocol/joint-shown";
import type { MaskChoice } from "#protocol/panel-methods";
import { ranking } from "#protocol/shading";
import { h, type PageElement } from "../dom.ts";
import { applyMask, type Page } from "../page.ts";
import type { Mask } from "../state.ts";
import { icon } from "./icons.ts";

/** *Mask*: the joint set, the k highest scores or the words that the user clicked, and how many they are. */
export function maskChooser(
  page: Page,
  explanation: Explanation,
  joint: JointPrompt | undefined,
  mask: Mask,
  plural: string,
): PageElement[] {
  const count = explanation.features.length;
  const size = mask.masked.length;
  const maskTop = (k: number) =>
    applyMask(page, {
      choice: "top",
      masked: ranking(explanation.seqAttribution)
        .slice(0, k)
        .sort((a, b) => a - b),
    });
  const sets = joint ? jointSizes(joint) : [];
  const maskJoint = (k: number) => {
    const set = sets.find((own) => own.k === k);
    if (!set) return;
    page.change({ kind: "mask", mask: { choice: "joint", masked: set.indices } });
    page.ask({ kind: "show-size", k });
  };
  const choose = (choice: MaskChoice) => {
    if (choice === mask.choice) return;
    if (choice === "joint") maskJoint(joint?.k ?? 0);
    else if (choice === "steered") return;
    else if (choice === "top") maskTop(Math.max(1, size));
    else applyMask(page, { choice, masked: mask.masked });
  };
  return [
    h("span", { class: "dim" }, "Mask"),
    h(
      "vscode-dropdown",
      {
        // made anew with another choice to offer, which it would not select otherwise
        key: mask.choice === "steered" ? "chooser-steered" : "chooser",
        class: "chooser",
        "aria-label": `Which ${plural} are masked`,
        value: mask.choice,
        onchange: (event: Event) =>
          choose((event.currentTarget as HTMLSelectElement).value as MaskChoice),
      },
      icon("down", "indicator"),
      sets.length > 0 && h("vscode-option", { key: "joint", value: "joint" }, "joint set"),
      h("vscode-option", { key: "top", value: "top" }, "top scores"),
      h("vscode-option", { key: "mine", value: "mine" }, `my ${plural}`),
      mask.choice === "steered" &&
        h("vscode-option", { key: "steered", value: "steered" }, "none, steered"),
    ),
    mask.choice === "joint"
      ? stepper(size, [sets[0]?.k ?? 1, sets.at(-1)?.k ?? 1], true, maskJoint, plural)
      : stepper(size, [1, count], mask.choice === "top", maskTop, plural),
  ];
}

/** How many; the user's own words are counted by clicking them, so the buttons rest then. */
function stepper(
  size: number,
  [least, most]: readonly [number, number],
  isEnabled: boolean,
  set: (size: number) => void,
  plural: string,
): PageElement {
  const step = (next: number) => {
    if (isEnabled && next >= least && next <= most && next !== size) set(next);
  };
  const stepButton = (label: string, sign: string, next: number) =>
    h(
      "button",
      {
        type: "button",
        tabindex: -1,
        "aria-label": label,
        disabled: !isEnabled || next < least || next > most,
        onclick: () => step(next),
      },
      sign,
    );
  return h(
    "span",
    {
      key: "stepper",
      class: "stepper",
      role: "spinbutton",
      tabindex: 0,
      "aria-label": `Number of masked ${plural}`,
      "aria-valuenow": size,
      "aria-valuemin": least,
      "aria-valuemax": most,
      "aria-disabled": isEnabled ? undefined : "true",
      onkeydown: (event: KeyboardEvent) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        step(size + (event.key === "ArrowUp" ? 1 : -1));
      },
    },
    stepButton("Fewer", "−", size - 1),
    h("b", {}, String(size)),
    stepButton("More", "+", size + 1),
  );
}
