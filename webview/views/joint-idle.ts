import { idleVerdict } from "#protocol/joint-words";
import type { RunState } from "#protocol/panel-methods";
import { doneWords } from "#protocol/progress-words";
import { type Child, h } from "../dom.ts";
import type { Page } from "../page.ts";
import { featureName } from "../words.ts";
import { linkButton } from "./controls.ts";
import { failureView } from "./failure.ts";

/** The words that can all go while the answer stays the same, or the way to find them. */
export function idleView(page: Page, run: RunState): Child[] {
  return [
    h("h2", { key: "idle-head" }, `${capital(run.granularityLabel)} that do nothing`),
    content(page, run),
  ];
}

function content(page: Page, { uri, idle, granularityLabel }: RunState): Child {
  const command = (label: string, name: string) =>
    linkButton(label, () =>
      page.ask({ kind: "run-command", command: `promptlight.${name}`, argument: { uri } }),
    );
  if (idle?.failure) return h("div", { key: "idle-failure" }, failureView(page, idle.failure));
  if (idle?.progress) {
    const done = doneWords(idle.progress);
    return h(
      "p",
      { key: "idle", class: "dim" },
      done ? `Looking for them: ${done} evaluations` : "Looking for them",
    );
  }
  const minimal = idle?.minimal;
  if (!minimal)
    return h(
      "p",
      { key: "idle" },
      command(`Find the ${granularityLabel} that do nothing`, "wordsThatDoNothing"),
    );
  if (minimal.idle.length === 0) return h("p", { key: "idle" }, idleVerdict(minimal));
  return h(
    "p",
    { key: "idle", class: "idle" },
    ...minimal.idle.flatMap((index) => [
      h("span", { key: index, class: "word" }, featureName(minimal.features[index]!)),
      " ",
    ]),
    idleVerdict(minimal),
    " ",
    command("Delete them", "deleteIdleWords"),
  );
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
