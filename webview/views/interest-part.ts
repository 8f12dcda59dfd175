import type { InterestPart, RunState } from "#protocol/panel-methods";
import { partialWords, progressWords } from "#protocol/progress-words";
import { formatCount, formatTimeLeft } from "#text/numbers";
import { type Child, h } from "../dom.ts";
import type { Page } from "../page.ts";
import { linkButton, pushButton } from "./controls.ts";
import { failureView } from "./failure.ts";
import { progressBar } from "./progress.ts";

const measured: Readonly<Record<InterestPart, string>> = {
  layers: "Measure interest by block",
  sweep: "Measure interest over λ",
};

/** Where a part of model interest stands: what it would cost, how far it is, what it failed at. */
export function interestPart(
  page: Page,
  run: RunState,
  part: InterestPart,
  isThere: boolean,
): Child {
  const { estimate, progress, explanation, failure } = run.interest?.[part] ?? {};
  const key = `part-${part}`;
  const measure = () => page.ask({ kind: "measure-interest", part });
  if (failure) return h("div", { key }, failureView(page, failure));
  if (progress && !estimate) return h("p", { key, class: "dim" }, "Finding what it takes");
  if (progress) {
    const name = page.view.panel?.model.name ?? "the model";
    const words = progressWords(progress, name, isThere);
    return h(
      "div",
      { key, class: "interest-progress" },
      progressBar(progress, false),
      h(
        "p",
        {},
        h("b", {}, words.title),
        words.rest && `, ${words.rest}`,
        " ",
        linkButton("Cancel", () => page.ask({ kind: "end-interest", part }), {
          "aria-label": `Cancel: ${measured[part]}`,
        }),
      ),
    );
  }
  if (explanation?.partial)
    return h(
      "p",
      { key, class: "dim" },
      `${partialWords(explanation)}. `,
      linkButton("Continue", measure),
    );
  if (isThere || run.isStale) return undefined;
  if (!estimate)
    return h(
      "p",
      { key },
      "Not measured yet. ",
      linkButton("Find what it takes", () => page.ask({ kind: "price-interest" })),
    );
  const cost = `up to ${formatCount(estimate.evaluations, "evaluation")}, about ${formatTimeLeft(estimate.ms)}`;
  return h(
    "p",
    { key, class: "measure" },
    h("span", {}, "Not measured yet."),
    pushButton(`${measured[part]}: ${cost}`, measure, part === "layers"),
  );
}
