import * as vscode from "vscode";
import type { Call } from "#protocol/channel";
import { shownClassIndex } from "#protocol/class-shown";
import type { NamedClasses } from "#protocol/classes";
import { failureOf } from "#protocol/failure";
import type { WorkerMethods } from "#protocol/worker-methods";
import { formatRatio } from "#text/numbers";
import {
  chooseClasses,
  chooseTemplate,
  classesAgain,
  classesOfFile,
  fittedClasses,
} from "./choose-classes.ts";
import { editorFor, type Place, selectionFor } from "./documents.ts";
import type { Explanations } from "./explanations.ts";
import { failureView } from "./failure-view.ts";
import { classChoice, type RequestChange } from "./run.ts";
import { type Subject, subjectAt } from "./selection.ts";
import type { Settings } from "./settings.ts";
import { showFailure, showFailureView } from "./show-failure.ts";

interface ClassParts {
  readonly explanations: Explanations;
  readonly settings: Settings;
  readonly call: Call<WorkerMethods>;
  explain(subject: Subject, change: RequestChange): Promise<void>;
  explainAgain(change: RequestChange): Promise<void>;
}

/** The commands about classes, by their names behind `promptlight.`. */
export function classCommands(parts: ClassParts) {
  const { explanations, settings } = parts;

  /** Explains a class of what *Explain Generation* would explain, among `given` or those that its file names. */
  const explainClassification = async (place?: Place, given?: NamedClasses) => {
    const editor = await editorFor(place);
    if (!editor)
      return showFailure({
        kind: "empty-prompt",
        message: "No text editor is active, so there is no text to classify.",
        remedy: "Open a file, select the text in it, and run Explain Classification again.",
      });
    const subject = subjectAt(editor.document, selectionFor(editor, place));
    if (!("mapped" in subject)) return showFailure(subject);
    const classes = given ?? (await classesOfFile(subject)) ?? (await chooseClasses(settings));
    if (classes) await parts.explain(subject, { classes });
  };

  return {
    explainClassification: async (place?: Place) =>
      sayingWhatIsWrong(() => explainClassification(place)),
    chooseClasses: async (given?: unknown) =>
      sayingWhatIsWrong(async () => {
        const from = typeof given === "string" ? given : undefined;
        const classes = await chooseClasses(settings, from);
        if (!classes) return;
        if (explanations.current?.state.classes) await parts.explainAgain({ classes });
        else await explainClassification(undefined, classes);
      }),
    chooseTemplate: async () =>
      sayingWhatIsWrong(async () => {
        const present = explanations.current?.state.classes;
        if (!present) return explainClassification();
        const classes = await chooseTemplate(present);
        if (classes) await parts.explainAgain({ classes });
      }),
    chooseClass: async (place?: Place) => {
      const run = place?.uri === undefined ? explanations.current : explanations.of(place.uri);
      const found = run?.state.explanation;
      if (!run?.state.classes || !found?.classes) {
        void vscode.window.showInformationMessage("Promptlight: run Explain Classification first.");
        return;
      }
      const shown = shownClassIndex(found, run.state.classes);
      const items = found.classes.map(({ label, probability }, index) => ({
        label,
        description: `${formatRatio(probability)}${index === shown ? " (now)" : ""}`,
        index,
      }));
      const chosen = await vscode.window.showQuickPick(items, { title: "Which class is shaded?" });
      if (chosen) explanations.showClass(run.subject.uri, chosen.index, undefined);
    },
  };
}

/** `change` as the model can be asked, with the classes as their file has them now. Throws ExplainError. */
export async function currentClasses(
  { settings, call }: Pick<ClassParts, "settings" | "call">,
  subject: Subject,
  change: RequestChange,
): Promise<RequestChange> {
  if (!change.classes) return change;
  const classes = await classesAgain(subject, change.classes);
  const model = change.model ?? settings.classRequest(subject, classChoice(classes)).model;
  return { ...change, classes: await fittedClasses(classes, model, call) };
}

async function sayingWhatIsWrong(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await showFailureView(failureView(failureOf(error), true));
  }
}
