import * as vscode from "vscode";
import { Throttle } from "#base/throttle";
import { shownExplanation, shownName } from "#protocol/answer-parts";
import { withShownBlock } from "#protocol/interest-shown";
import { partialWords, progressWords } from "#protocol/progress-words";
import { hull } from "#text/span";
import { rangeOf } from "./decorations.ts";
import type { DocumentMarks } from "./document-marks.ts";
import type { Explanations } from "./explanations.ts";
import { marksSentence } from "./marks.ts";
import { classFinding, finding, modelName, type Run } from "./run.ts";
import { namesClasses, promptBlocks } from "./selection.ts";

/** The editor asks for lenses about a quarter of a second after a change, and waits on while changes keep coming. */
const countingMs = 1000;

/** Above each prompt block of a prompt file *Explain Generation*, or *Classification* where it names classes; above an explained text what was found. */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #explanations: Explanations;
  readonly #marks: DocumentMarks;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #fire = new Throttle(() => this.#changed.fire(), countingMs);
  readonly onDidChangeCodeLenses = this.#changed.event;
  /** By document: what its lenses say, but for the figures. */
  readonly #kinds = new Map<string, string>();

  constructor(explanations: Explanations, marks: DocumentMarks) {
    this.#explanations = explanations;
    this.#marks = marks;
  }

  /** After a change of a document's run: at once where the lenses change, with time to be drawn where they only count. */
  refresh(uri: string): void {
    const run = this.#explanations.of(uri);
    const kind = run ? kindOf(run) : "";
    const isSame = this.#kinds.get(uri) === kind;
    this.#kinds.set(uri, kind);
    if (isSame) this.#fire.ask();
    else this.#fire.now();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const run = this.#explanations.of(document.uri.toString());
    const explained = run && rangeOf(document, run.placement.whole);
    const lenses = promptBlocks(document)
      .map((block) => rangeOf(document, block.span))
      .filter((range) => !explained?.intersection(range))
      .map((range) =>
        lens(range, ...lensOf(document), [
          { uri: document.uri.toString(), line: range.start.line },
        ]),
      );
    const shown = explained ? [...lenses, ...runLenses(run, explained)] : lenses;
    return [...shown, ...this.#marksLenses(document)];
  }

  /** Above the first mark: what is marked, and what can be done with it. */
  #marksLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const uri = document.uri.toString();
    const marks = this.#marks.of(uri);
    if (marks.length === 0) return [];
    const first = hull(marks.flatMap(({ spans }) => spans));
    const range = rangeOf(document, first);
    const place = { uri, line: range.start.line };
    return [
      lens(range, marksSentence(marks, document.getText()), "", []),
      lens(range, "Explain with marks", "promptlight.explainAgain", [place]),
      lens(range, "Clear marks", "promptlight.clearMarks", [place]),
    ];
  }

  dispose(): void {
    this.#fire.dispose();
    this.#changed.dispose();
  }
}

function kindOf({ id, state }: Run): string {
  const { progress, explanation, failure, isStale, isCancelled, classes } = state;
  const { shownMethod, shownBlock } = state;
  const isExplained = explanation !== undefined;
  const stands = [progress?.stage, isExplained, failure?.title, isStale, isCancelled];
  return JSON.stringify([id, ...stands, classes?.shown, classes?.versus, shownMethod, shownBlock]);
}

function runLenses({ state, subject, request }: Run, range: vscode.Range): vscode.CodeLens[] {
  const { uri } = subject;
  const link = (title: string, command: string) => lens(range, title, command, [{ uri }]);
  const again = (title = "Explain again") => link(title, "promptlight.explainAgain");
  const clear = link("Clear", "promptlight.clearExplanation");
  if (state.progress) {
    const { title, rest } = progressWords(
      state.progress,
      modelName(request.model.source),
      state.explanation !== undefined,
    );
    const said = rest === "" ? title : `${title}, ${rest}`;
    return [link(said, "promptlight.showPanel"), link("Cancel", "promptlight.cancel")];
  }
  if (state.failure) {
    const title = state.failure.title;
    const said = `Last run failed: ${uncapitalised(title)}`;
    return [
      again(whatExplains(state)),
      link(said, "promptlight.showPanel"),
      ...(state.explanation ? [clear] : []),
    ];
  }
  if (state.isStale)
    return [link("Stale: edited since this explanation", "promptlight.showPanel"), again(), clear];
  const shown = shownExplanation(state);
  if (!state.explanation || !shown) return [again(whatExplains(state))];
  if (withShownBlock(state))
    return [
      lens(range, `Interest at block ${state.shownBlock}`, "", []),
      link("Show panel", "promptlight.showPanel"),
      clear,
    ];
  const { partial } = state.explanation;
  if (state.classes && !partial) {
    const said = classFinding(state.explanation, state.classes);
    const others = link("Other classes", "promptlight.chooseClass");
    return [link(said, "promptlight.showPanel"), others, again(), clear];
  }
  const said = partial ? partialWords(state.explanation) : finding(shown, shownName(state));
  return [link(said, "promptlight.showPanel"), again(partial ? "Continue" : undefined), clear];
}

/** A file that names classes is one to classify. */
function lensOf(document: vscode.TextDocument): [title: string, command: string] {
  return namesClasses(document)
    ? ["Explain Classification", "promptlight.explainClassification"]
    : ["Explain Generation", "promptlight.explainGeneration"];
}

function whatExplains({ classes }: Run["state"]): string {
  return classes ? "Explain Classification" : "Explain Generation";
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function lens(
  range: vscode.Range,
  title: string,
  command: string,
  args: readonly unknown[],
): vscode.CodeLens {
  return new vscode.CodeLens(range, { title, command, arguments: [...args] });
}
