import * as vscode from "vscode";
import type { Call } from "#protocol/channel";
import { ExplainError } from "#protocol/failure";
import type { SuggestRequest } from "#protocol/request";
import type { Suggestion, WorkerMethods } from "#protocol/worker-methods";
import { mapSpan } from "#text/mapped-text";
import { formatScore } from "#text/numbers";
import type { Span } from "#text/span";
import { type DocumentMarks, marked } from "./document-marks.ts";
import type { Explanations } from "./explanations.ts";
import { stretchIn } from "./marks.ts";
import { isPromptFile, type Subject, subjectAgain, subjectAt } from "./selection.ts";
import type { Settings } from "./settings.ts";

export interface SuggestParts {
  readonly call: Call<WorkerMethods>;
  readonly settings: Settings;
  readonly explanations: Explanations;
  readonly marks: DocumentMarks;
}

const suggestionCount = 12;

/**
 * Asks the model for words in the place of the selected one, and lets the user pick some: the word is then marked as
 * a slot that becomes one of them. Throws ExplainError where there is no prompt, or no word.
 */
export async function suggestBaselines(
  { call, settings, explanations, marks }: SuggestParts,
  editor: vscode.TextEditor,
): Promise<void> {
  const { document } = editor;
  const [place, ...others] = marked(editor);
  if (!place || others.length > 0) {
    void vscode.window.showInformationMessage(
      "Promptlight: put the cursor on a word of the prompt, or select one.",
    );
    return;
  }
  const subject = subjectAround(explanations, document, place);
  const [span] = stretchIn(subject.mapped, place);
  if (!span) return;
  const word = subject.mapped.text.slice(span.start, span.end);
  const { model, prompt } = settings.request(subject);
  const suggestions = await ask(call, word, { model, prompt, span, count: suggestionCount });
  if (!suggestions) return;
  if (suggestions.length === 0) {
    void vscode.window.showInformationMessage(
      `Promptlight: the model has no other word for “${word}” here.`,
    );
    return;
  }
  const chosen = await vscode.window.showQuickPick(
    suggestions.map(({ text, logProb }) => ({
      label: text,
      description: `${formatScore(logProb)} nats`,
    })),
    {
      title: `What does “${word}” become when it is absent?`,
      placeHolder: "One word or several; with their log-probability and that of the words after it",
      canPickMany: true,
    },
  );
  if (!chosen || chosen.length === 0) return;
  const texts = chosen.map(({ label }) => label);
  const spans = [mapSpan(subject.mapped, span)];
  marks.add(document.uri.toString(), { kind: "slot", spans, texts });
}

/** *Suggest Baselines…* on a selected word of a prompt. */
export function baselineActions(explanations: Explanations): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range) {
      const word = document.getText(range);
      const isPrompt = isPromptFile(document) || explanations.of(document.uri.toString());
      if (!isPrompt || !/^[\p{L}\p{N}][\p{L}\p{N}'’-]*$/u.test(word)) return [];
      const title = `Suggest Baselines for “${word}”…`;
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
      action.command = { title, command: "promptlight.suggestBaselines" };
      return [action];
    },
  };
}

/** The text that `place` is a word of: that of the document's run, else what would be explained there. */
function subjectAround(
  explanations: Explanations,
  document: vscode.TextDocument,
  place: Span,
): Subject {
  const run = explanations.of(document.uri.toString());
  const whole = run?.placement.whole;
  const isInside = whole && whole.start <= place.start && whole.end >= place.end;
  const start = document.positionAt(place.start);
  const subject = isInside
    ? subjectAgain(document, run.subject.kind, whole)
    : subjectAt(document, new vscode.Selection(start, start));
  if (!("mapped" in subject)) throw new ExplainError(subject);
  return subject;
}

/** The suggestions; nothing where the user cancelled. */
async function ask(
  call: Call<WorkerMethods>,
  word: string,
  request: SuggestRequest,
): Promise<readonly Suggestion[] | undefined> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: `Promptlight: words for “${word}”`, cancellable: true },
    async (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      let found: readonly Suggestion[] | undefined;
      for await (const { suggestions } of call("suggestBaselines", request, controller.signal))
        found = suggestions;
      return controller.signal.aborted ? undefined : found;
    },
  );
}
