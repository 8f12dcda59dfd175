import * as vscode from "vscode";
import type { Failure } from "#protocol/failure";
import { failureOf } from "#protocol/failure";
import { progressWords } from "#protocol/progress-words";
import { partsNamed } from "./answer-parts.ts";
import { chooseModel, givenModel } from "./choose-model.ts";
import { classCommands, currentClasses } from "./class-commands.ts";
import { compareMethods } from "./compare-methods.ts";
import type { ComparedMethods } from "./compared-methods.ts";
import type { ComparedTexts } from "./delete-idle.ts";
import { type DocumentMarks, marked } from "./document-marks.ts";
import { editorFor, keepInSight, openDocument, type Place, selectionFor } from "./documents.ts";
import type { Explanations } from "./explanations.ts";
import type { HubToken } from "./hub-token.ts";
import { idleCommands } from "./idle-commands.ts";
import type { IdleWords } from "./idle-words.ts";
import { installCudaSupport } from "./install-cuda.ts";
import type { InterestParts } from "./interest-parts.ts";
import { askBeforeLongRun } from "./long-run.ts";
import { openExample } from "./open-example.ts";
import type { Panel } from "./panel.ts";
import { panelActions } from "./panel-actions.ts";
import { pickBaseline, pickGranularity, pickMethod, pickValue } from "./quick-picks.ts";
import { modelName, type RequestChange, type Run, sameChange } from "./run.ts";
import { type Subject, subjectAgain, subjectAt } from "./selection.ts";
import type { Settings } from "./settings.ts";
import { logFailure, showFailure, showFailureView } from "./show-failure.ts";
import type { SteeredDocuments } from "./steered-documents.ts";
import { steeringCommands } from "./steering-commands.ts";
import { suggestBaselines } from "./suggest-baselines.ts";
import type { WorkerProcess } from "./worker-process.ts";

export interface CommandParts {
  readonly explanations: Explanations;
  readonly comparedMethods: ComparedMethods;
  readonly interestParts: InterestParts;
  readonly marks: DocumentMarks;
  readonly idleWords: IdleWords;
  readonly steered: SteeredDocuments;
  readonly comparedTexts: ComparedTexts;
  readonly settings: Settings;
  readonly panel: Panel;
  readonly worker: WorkerProcess;
  readonly hubToken: HubToken;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
  /** Lights features of the current run in the editor, or none. */
  light(features: readonly number[]): void;
}

/** Every command by its name behind `promptlight.`; a command that cannot run says why. */
export function commands(parts: CommandParts) {
  const { explanations, settings, panel, log, worker, hubToken, extensionUri } = parts;

  const explain = async (subject: Subject | Failure, wish: RequestChange = {}) => {
    if (!("mapped" in subject)) return showFailure(subject);
    const change = await currentClasses({ settings, call: worker.call }, subject, wish);
    for (const problem of subject.problems)
      void vscode.window.showWarningMessage(`${subject.fileName}: ${problem}`);
    panel.show();
    await keepInSight(subject.uri, panel.column);
    const run = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: "Promptlight", cancellable: true },
      (progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        const report = ({ state, request }: Run) => {
          if (!state.progress) return;
          const hasColours = state.explanation !== undefined;
          const name = modelName(request.model.source);
          const { title, rest } = progressWords(state.progress, name, hasColours);
          progress.report({ message: rest === "" ? title : `${title}, ${rest}` });
        };
        return explanations.explain(subject, change, controller.signal, report, askBeforeLongRun);
      },
    );
    if (!run) return;
    const { failure, explanation } = run.state;
    if (explanation)
      log.info([`Ran on ${explanation.device}.`, ...(explanation.deviceNotes ?? [])].join(" "));
    if (failure) {
      logFailure(log, failure.failure);
      await showFailureView(failure, run.subject.uri);
    } else if (!run.state.isCancelled && explanation) {
      for (const part of partsNamed(subject.fileSettings.parts ?? [], explanation))
        if (explanations.of(subject.uri)?.id === run.id)
          await explanations.explainPart(subject.uri, part, true, false);
      if (parts.steered.of(subject.uri)) await parts.steered.regenerate(subject.uri);
      else await explanations.maskTop(run);
    }
  };

  const explainGeneration = async (place?: Place) => {
    const editor = await editorFor(place);
    if (!editor) {
      await showFailure({
        kind: "empty-prompt",
        message: "No text editor is active, so there is no prompt to explain.",
        remedy: "Open a file, select the prompt in it, and run Explain Generation again.",
      });
      return;
    }
    await explain(subjectAt(editor.document, selectionFor(editor, place)));
  };

  /** The run's text again, as it stands now; with `change` differently asked. */
  const explainAgain = async (place?: Place & RequestChange) => {
    const run = place?.uri === undefined ? explanations.current : explanations.of(place.uri);
    if (!run) return explainGeneration(place);
    const document = await openDocument(run.subject.uri);
    if (!document) return;
    const subject = subjectAgain(document, run.subject.kind, run.placement.whole);
    const { uri: _uri, line: _line, feature: _feature, ...change } = place ?? {};
    return explain(subject, sameChange(run, change));
  };

  /** A choice made for the run that is shown goes before what the run's file says. */
  const chosen = async (isChosen: boolean, runsAgain: boolean, change: () => RequestChange) => {
    panel.update();
    if (isChosen && runsAgain && explanations.current) await explainAgain(change());
  };

  /** Marks the selections, or the word at each cursor. */
  const mark = (kind: "fixed" | "group") => {
    const editor = vscode.window.activeTextEditor;
    const spans = editor ? marked(editor) : [];
    if (!editor || spans.length === 0)
      void vscode.window.showInformationMessage(
        "Promptlight: select the text to mark, or put the cursor on a word.",
      );
    else parts.marks.add(editor.document.uri.toString(), { kind, spans });
  };

  const classes = classCommands({ ...parts, call: worker.call, explain, explainAgain });
  const isOfClasses = () => explanations.current?.request.classes !== undefined;

  const all = {
    explainGeneration,
    explainAgain,
    cancel: async (place?: Place) => {
      const uri = place?.uri ?? explanations.current?.subject.uri;
      if (uri === undefined) return;
      explanations.cancel(uri);
      parts.comparedMethods.cancel(uri);
      parts.interestParts.cancel(uri);
    },
    clearExplanation: async (place?: Place) => {
      const uri = place?.uri ?? vscode.window.activeTextEditor?.document.uri.toString();
      const own = uri !== undefined && explanations.of(uri) ? uri : undefined;
      const isIdle = uri !== undefined && parts.idleWords.of(uri) !== undefined;
      const target = own ?? (isIdle ? uri : explanations.current?.subject.uri);
      if (target !== undefined) parts.idleWords.clear(target);
      if (target === undefined)
        void vscode.window.showInformationMessage("Promptlight: nothing is explained.");
      else explanations.clear(target);
    },
    chooseModel: async (argument?: unknown, asked?: boolean) => {
      const given = givenModel(argument);
      const runsAgain = asked ?? given?.runsAgain ?? given !== undefined;
      const parts = { settings, call: worker.call, log };
      const isOfClass = isOfClasses();
      const isChosen = await chooseModel(parts, given && { ...given, runsAgain }, isOfClass);
      const source = isOfClass ? settings.classModel : settings.model;
      await chosen(isChosen, runsAgain, () => ({ model: settings.modelChoice(source) }));
    },
    /** `argument`: the model that the hub refused without it, which is then chosen. */
    setHubToken: async (argument?: unknown) => {
      if (!(await hubToken.ask())) return;
      worker.restart();
      void vscode.window.showInformationMessage("The hub token is kept. It counts from now on.");
      if (givenModel(argument)) await all.chooseModel(argument);
    },
    ...idleCommands(parts),
    ...classes,
    ...steeringCommands({ ...parts, explain: () => explainGeneration() }),
    markFixed: async () => mark("fixed"),
    markGroup: async () => mark("group"),
    suggestBaselines: async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor) await suggestBaselines({ ...parts, call: worker.call }, editor);
    },
    clearMarks: async (place?: Place) => {
      const uri = place?.uri ?? vscode.window.activeTextEditor?.document.uri.toString();
      if (uri === undefined) return;
      parts.marks.clear(uri);
      await parts.steered.regenerate(uri);
    },
    chooseMethod: async (id?: unknown, runsAgain = id !== undefined) => {
      const isOfClass = isOfClasses();
      await chosen(await pickMethod(settings, isOfClass, asText(id)), runsAgain, () =>
        isOfClass
          ? { method: settings.classMethod }
          : { method: settings.method, coarseToFine: settings.coarseToFine },
      );
    },
    chooseGranularity: async (name?: unknown, runsAgain = name !== undefined) =>
      chosen(await pickGranularity(settings, asText(name)), runsAgain, () => ({
        granularity: settings.granularity,
      })),
    chooseBaseline: async (name?: unknown, runsAgain = name !== undefined) =>
      chosen(await pickBaseline(settings, asText(name)), runsAgain, () => ({
        baseline: settings.baselineChoice,
      })),
    chooseValue: async (name?: unknown, runsAgain = name !== undefined) => {
      const current = explanations.current?.request.value ?? settings.value;
      const change = await pickValue(settings, current, asText(name));
      await chosen(change !== undefined, runsAgain || change?.versus !== undefined, () => change!);
    },
    compareMethods: async (ids?: unknown) => compareMethods(parts, ids),
    showPanel: async (place?: Place) => {
      if (place?.uri !== undefined) explanations.showDocument(place.uri);
      panel.show();
    },
    installCudaSupport: async () => installCudaSupport(worker.call, settings.cudaRequest),
    showLog: async () => log.show(),
    openExample: async (name?: unknown) => openExample(extensionUri, asText(name)),
    /** From the hover's link: masks that word and shows what comes of it. */
    maskFeature: async ({ uri, feature }: Place) => {
      if (uri === undefined || feature === undefined) return;
      explanations.showDocument(uri);
      panel.show();
      await explanations.mask(uri, "mine", [feature]);
    },
    showFeature: async ({ uri, feature }: Place) => {
      if (uri !== undefined) explanations.showDocument(uri);
      panel.show();
      panel.light(feature);
    },
  };

  return { all, act: panelActions(parts, { ...all, explainAgain }) };
}

/** Runs a command's work; an error that is a bug is shown as one, and nothing is left unhandled. */
export async function guarded(work: () => unknown, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await work();
  } catch (error) {
    const failure = failureOf(error);
    logFailure(log, failure);
    await showFailure(failure);
  }
}

function asText(argument: unknown): string | undefined {
  return typeof argument === "string" ? argument : undefined;
}
