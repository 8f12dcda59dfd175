import type { Explanation } from "#protocol/explanation";
import { withShownSet } from "#protocol/joint-shown";
import type { RunState } from "#protocol/panel-methods";
import { type Child, h } from "../dom.ts";
import type { Page } from "../page.ts";
import { flatSentence, isFlat } from "../scores-sentence.ts";
import { currentMask, isAnswerTo } from "../state.ts";
import { singular } from "../words.ts";
import { answersView } from "./answers.ts";
import { askBar } from "./ask-bar.ts";
import { sentenceView } from "./controls.ts";
import { failureView } from "./failure.ts";
import { maskChooser } from "./mask-chooser.ts";
import { promptWords } from "./prompt-words.ts";
import { proofView } from "./proof.ts";
import { rivalsView } from "./rivals.ts";
import { steeringView } from "./steering.ts";

/** The prompt with its masks, both answers, and the proof. */
export function generationView(page: Page, run: RunState, explanation: Explanation): Child[] {
  const plural = run.granularityLabel;
  const mask = currentMask(page.view, run);
  // Also where a part of the answer is shown, which has no joint set of its own.
  const { joint } = withShownSet(run.explanation ?? explanation, run.shownSize);
  const masking = run.comparison?.masking;
  const failure = run.comparison?.failure;
  const rivals = mask.choice === "joint" ? run.comparison?.rivals : undefined;
  const isWaiting = masking !== undefined && !isAnswerTo(masking, mask, run.comparison);
  return [
    h(
      "div",
      { key: "prompt-head", class: "head" },
      h("h2", {}, "Prompt"),
      h("span", { class: "grow" }),
      ...maskChooser(page, explanation, joint, mask, plural),
    ),
    promptWords(page, explanation, mask.masked),
    h(
      "div",
      { key: "hint", class: "caption" },
      `Click a ${singular(plural)} to mask it or bring it back.`,
    ),
    steeringView(page, run),
    isFlat(explanation) && sentenceView(flatSentence(plural), { key: "flat", class: "spaced" }),
    !failure && answersView(page, run, explanation, mask.masked, plural, isWaiting),
    !failure && askBar(page, run, explanation),
    failure && h("div", { key: "comparison-failure", class: "spaced" }, failureView(page, failure)),
    !failure && h("h2", { key: "proof-head" }, "Proof"),
    !failure && masking && proofView(masking, plural, isWaiting),
    ...(rivals && masking && !isWaiting ? rivalsView(masking, rivals, plural) : []),
    !failure &&
      !masking &&
      h(
        "p",
        { key: "no-proof", class: "dim" },
        mask.masked.length === 0
          ? `Mask a ${singular(plural)} to see what the answer loses.`
          : "The figures follow with the second answer.",
      ),
  ];
}
