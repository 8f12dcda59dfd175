import * as vscode from "vscode";
import type { MinimalPrompt } from "#protocol/minimal";
import { rangeOf } from "./decorations.ts";
import { columnOf } from "./documents.ts";
import { deletionQuestion, deletionTitle, promptAndAnswer, sameAnswer } from "./idle.ts";
import type { IdleWords } from "./idle-words.ts";

export const comparisonScheme = "promptlight-compare";

/** What the two sides of the comparison hold, by their URI. */
export class ComparedTexts implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();

  put(uri: vscode.Uri, text: string): void {
    this.#texts.set(uri.toString(), text);
  }

  clear(): void {
    this.#texts.clear();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }
}

/**
 * Shows prompt and answer with and without the words that do nothing, asks, and deletes them in one step that *Undo*
 * takes back.
 */
export async function deleteIdleWords(
  document: vscode.TextDocument,
  minimal: MinimalPrompt,
  idleWords: IdleWords,
  texts: ComparedTexts,
): Promise<void> {
  const uri = document.uri.toString();
  const plural = idleWords.pluralOf(uri);
  const side = (name: string, prompt: string, answer: string) => {
    const own = vscode.Uri.from({
      scheme: comparisonScheme,
      path: `${document.uri.path} (${name})`,
      query: String(Date.now()),
    });
    texts.put(own, promptAndAnswer(prompt, answer));
    return own;
  };
  const viewColumn = columnOf(document);
  const name = document.uri.path.split("/").at(-1) ?? "prompt";
  await vscode.commands.executeCommand(
    "vscode.diff",
    side("as it is", minimal.prompt.text, minimal.answer),
    side("without", minimal.text, minimal.minimalAnswer ?? minimal.answer),
    `${name}: without the ${plural} that do nothing`,
    { preview: true, viewColumn },
  );
  const button = deletionTitle(minimal, plural).replace(/ that .*/, "");
  const chosen = await vscode.window.showInformationMessage(
    deletionQuestion(minimal, plural),
    { modal: true, detail: sameAnswer(minimal) },
    button,
  );
  await closeComparison();
  texts.clear();
  await vscode.window.showTextDocument(document, viewColumn);
  if (chosen !== button) return;
  const removed = idleWords.placesOf(uri)?.removed ?? [];
  const edit = new vscode.WorkspaceEdit();
  for (const span of removed) edit.delete(document.uri, rangeOf(document, span));
  await vscode.workspace.applyEdit(edit);
}

async function closeComparison(): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputTextDiff && input.original.scheme === comparisonScheme,
    );
  await vscode.window.tabGroups.close(tabs, true);
}
