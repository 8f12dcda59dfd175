import * as vscode from "vscode";
import { idleSentence } from "#protocol/joint-words";
import { progressWords } from "#protocol/progress-words";
import type { Span } from "#text/span";
import { type ComparedTexts, deleteIdleWords } from "./delete-idle.ts";
import type { DocumentMarks } from "./document-marks.ts";
import { editorFor, openDocument, type Place } from "./documents.ts";
import type { Explanations } from "./explanations.ts";
import { wordNames } from "./idle.ts";
import type { IdleWords } from "./idle-words.ts";
import { markedFeatures } from "./marks.ts";
import { changedRequest, granularityLabels, modelName } from "./run.ts";
import { subjectAgain, subjectAt } from "./selection.ts";
import type { Settings } from "./settings.ts";
import { showFailure } from "./show-failure.ts";

interface IdleParts {
  readonly explanations: Pick<Explanations, "of">;
  readonly marks: Pick<DocumentMarks, "of">;
  readonly idleWords: IdleWords;
  readonly settings: Settings;
  readonly comparedTexts: ComparedTexts;
}

/** The commands about the words that do nothing, by their names behind `promptlight.`. */
export function idleCommands(parts: IdleParts) {
  return {
    wordsThatDoNothing: async (place?: Place) =>
      findIdleWords(parts, await editorFor(place), place?.uri !== undefined),
    deleteIdleWords: async (place?: Place) => {
      const uri = place?.uri ?? vscode.window.activeTextEditor?.document.uri.toString();
      const found = uri === undefined ? undefined : parts.idleWords.of(uri)?.minimal;
      const document = found && uri !== undefined ? await openDocument(uri) : undefined;
      if (found && document)
        return deleteIdleWords(document, found, parts.idleWords, parts.comparedTexts);
      void vscode.window.showInformationMessage(
        "Promptlight: run Words That Do Nothing first: none are known for this text.",
      );
    },
  };
}

/**
 * Looks for the words that do nothing in what *Explain Generation* would explain, and says which they are; `isOfRun`:
 * in the text that is explained, wherever the cursor is.
 */
async function findIdleWords(
  { explanations, marks, idleWords, settings }: IdleParts,
  editor: vscode.TextEditor | undefined,
  isOfRun: boolean,
): Promise<void> {
  if (!editor) {
    void vscode.window.showInformationMessage("Promptlight: open the prompt first.");
    return;
  }
  const { document, selection } = editor;
  const uri = document.uri.toString();
  const explained = explanations.of(uri);
  const cursor = document.offsetAt(selection.active);
  const isWithin = (whole: Span) => whole.start <= cursor && cursor <= whole.end;
  const isMeant =
    isOfRun || (selection.isEmpty && explained && isWithin(explained.placement.whole));
  const run = isMeant ? explained : undefined;
  const subject = run
    ? subjectAgain(document, run.subject.kind, run.placement.whole)
    : subjectAt(document, selection);
  if (!("mapped" in subject)) return showFailure(subject);
  // What was chosen for a class, its model above all, is not meant for an answer.
  const change = run && !run.request.classes ? run.change : {};
  const asked = changedRequest(settings.request(subject), change);
  const marked = markedFeatures(marks.of(uri), subject.mapped);
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
      return idleWords.find(subject, request, plural, controller.signal, (at) => {
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
