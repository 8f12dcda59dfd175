import * as vscode from "vscode";
import { idleSentence } from "#protocol/joint-words";
import { progressWords } from "#protocol/progress-words";
import type { DocumentMarks } from "./document-marks.ts";
import type { Explanations } from "./explanations.ts";
import { wordNames } from "./idle.ts";
import type { IdleWords } from "./idle-words.ts";
import { markedFeatures } from "./marks.ts";
import { changedRequest, granularityLabels, modelName } from "./run.ts";
import { subjectAgain, subjectAt } from "./selection.ts";
import type { Settings } from "./settings.ts";
import { showFailure } from "./show-failure.ts";

/** Looks for the words that do nothing in what *Explain Generation* would explain, and says which they are. */
export async function findIdleWords(
  parts: {
    readonly explanations: Pick<Explanations, "of">;
    readonly marks: Pick<DocumentMarks, "of">;
    readonly idleWords: IdleWords;
    readonly settings: Settings;
  },
  editor: vscode.TextEditor | undefined,
): Promise<void> {
  if (!editor) {
    void vscode.window.showInformationMessage("Promptlight: open the prompt first.");
    return;
  }
  const { document, selection } = editor;
  const uri = document.uri.toString();
  const run = parts.explanations.of(uri);
  const subject = run
    ? subjectAgain(document, run.subject.kind, run.placement.whole)
    : subjectAt(document, selection);
  if (!("mapped" in subject)) return showFailure(subject);
  const asked = changedRequest(parts.settings.request(subject), run?.change ?? {});
  const marked = markedFeatures(parts.marks.of(uri), subject.mapped);
  const request = { ...asked, features: { ...asked.features, ...marked } };
  const plural = granularityLabels[request.features.granularity];
  const minimal = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `${plural[0]!.toUpperCase()}${plural.slice(1)} that do nothing`,
      cancellable: true,
    },
    (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return parts.idleWords.find(subject, request, plural, controller.signal, (at) => {
        const { title, rest } = progressWords(at, modelName(request.model.source), true);
        progress.report({ message: rest === "" ? title : `${title}, ${rest}` });
      });
    },
  );
  if (!minimal) return;
  const names = wordNames(minimal);
  const said = idleSentence(minimal, (feature) => names[minimal.idle.indexOf(feature)]!);
  const compare = "Compare and delete";
  const buttons = minimal.idle.length > 0 ? [compare] : [];
  void vscode.window.showInformationMessage(said, ...buttons).then((chosen) => {
    if (chosen === compare)
      void vscode.commands.executeCommand("promptlight.deleteIdleWords", { uri });
  });
}
