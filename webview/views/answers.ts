import { shownPart } from "#protocol/answer-parts";
import type { Explanation, Feature } from "#protocol/explanation";
import type { Masking } from "#protocol/masking";
import type { RunState } from "#protocol/panel-methods";
import { doneWords } from "#protocol/progress-words";
import type { Steering } from "#protocol/request";
import { answerColumns, cutAt, type Stretch } from "../answer-columns.ts";
import { charsOfTokens } from "../answer-tokens.ts";
import { h, type PageElement } from "../dom.ts";
import type { Page } from "../page.ts";
import { featureName } from "../words.ts";
import { answerBox } from "./answer-box.ts";
import { pickedChars, picking } from "./picking.ts";
import { classes } from "./shading.ts";

const namedAtMost = 4;

/**
 * The answer and the answer without the masked words, what differs marked in both. While a new one is
 * made the old one stays, dimmed, under the words that it is without.
 */
export function answersView(
  page: Page,
  run: RunState,
  explanation: Explanation,
  masked: readonly number[],
  plural: string,
  isWaiting: boolean,
): PageElement {
  const masking = run.comparison?.masking;
  const columns = masking?.diff && answerColumns(masking.diff);
  const answer = masking?.answer ?? run.answer ?? "";
  const left = columns?.left ?? [{ text: answer, isChanged: false }];
  return h(
    "div",
    { key: "answers", class: "answers" },
    h("div", { key: "whole" }, h("h2", {}, "Answer"), wholeAnswer(page, run, explanation, left)),
    (masking !== undefined || masked.length > 0) &&
      h(
        "div",
        {
          key: "masked",
          class: isWaiting ? "waiting" : undefined,
          "aria-busy": isWaiting ? "true" : undefined,
        },
        masking?.steering
          ? steeredHead(masking.prompt.text, masking.steering)
          : withoutHead(
              masking?.features ?? explanation.features,
              masking?.masked ?? masked,
              plural,
            ),
        answerBox(maskedAnswer(run, masking, columns?.right)),
      ),
  );
}

/** The answer, of which a part can be picked; a picked part is shown in place of what differs. */
function wholeAnswer(
  page: Page,
  run: RunState,
  { target }: Explanation,
  left: readonly Stretch[],
): PageElement {
  const text = left.map((stretch) => stretch.text).join("");
  const isPickable = target.text.startsWith(text) || text.startsWith(target.text);
  if (!isPickable || text === "") return answerBox(stretches(left, "removed"));
  const props = picking(page, target.tokens, text);
  const picked = pickedChars(page, target.tokens);
  if (picked)
    return answerBox(
      cutAt([{ text, isChanged: false }], picked).map((piece) =>
        h("span", { class: piece.isWithin ? "picked" : undefined }, piece.text),
      ),
      false,
      props,
    );
  const asked = shownPart(run)?.span;
  const chars = asked ? charsOfTokens(target.tokens, asked) : { start: 0, end: 0 };
  return answerBox(
    cutAt(left, chars).map(({ text: own, isChanged, isWithin }) =>
      h(
        isChanged ? "del" : "span",
        { class: classes(isChanged && "removed", isWithin && "asked") || undefined },
        own,
      ),
    ),
    false,
    props,
  );
}

function maskedAnswer(run: RunState, masking: Masking | undefined, right: Stretch[] | undefined) {
  if (right) return stretches(right, "added");
  if (masking?.maskedAnswer !== undefined) return [masking.maskedAnswer];
  const progress = run.comparison?.progress;
  if (!progress) return [];
  const done = progress.stage === "regenerating" ? doneWords(progress) : "";
  return [h("span", { class: "dim" }, done ? `Regenerating, ${done}` : "Regenerating")];
}

/** `Answer with doctor ×0`. */
function steeredHead(prompt: string, { spans }: Steering): PageElement {
  return h(
    "h2",
    { class: "without" },
    "Answer with",
    ...spans.flatMap(({ start, end, factor }) => [
      " ",
      h(
        "span",
        { key: start, class: factor === 0 ? "word masked" : "word" },
        prompt.slice(start, end).trim(),
      ),
      h("span", { class: "dim" }, ` ×${Number(factor.toPrecision(2))}`),
    ]),
  );
}

/** `Answer without ~~doctor~~ ~~patient~~`. */
function withoutHead(
  features: readonly Feature[],
  masked: readonly number[],
  plural: string,
): PageElement {
  const names = masked
    .slice(0, namedAtMost)
    .flatMap((index) => [
      " ",
      h("span", { key: index, class: "word masked" }, featureName(features[index]!)),
    ]);
  const rest = masked.length - namedAtMost;
  return h(
    "h2",
    { class: "without" },
    "Answer without",
    ...(masked.length === 0 ? [` any masked ${plural}`] : names),
    rest > 0 && h("span", { class: "dim" }, ` and ${rest} more`),
  );
}

function stretches(parts: readonly Stretch[], changed: "removed" | "added") {
  const label = changed === "removed" ? "del" : "ins";
  return parts.map(({ text, isChanged }) =>
    isChanged ? h(label, { class: changed }, text) : h("span", {}, text),
  );
}
