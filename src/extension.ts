import * as vscode from "vscode";
import { CodeLenses } from "#editor/code-lenses";
import { commands, guarded } from "#editor/commands";
import { ComparedMethods } from "#editor/compared-methods";
import { Decorations, paintOf } from "#editor/decorations";
import { ComparedTexts, comparisonScheme } from "#editor/delete-idle";
import { DocumentMarks } from "#editor/document-marks";
import { Explanations } from "#editor/explanations";
import { hoverProvider } from "#editor/hover-provider";
import { HubToken } from "#editor/hub-token";
import { IdleWords } from "#editor/idle-words";
import { InterestParts } from "#editor/interest-parts";
import { mutedSpans } from "#editor/marks";
import type { ContributedColor } from "#editor/palette";
import { Panel, panelType } from "#editor/panel";
import type { Placement } from "#editor/placement";
import { restorePanel } from "#editor/restore";
import { modelName, panelState } from "#editor/run";
import { fileNameOf, isPromptFile, subjectAgain } from "#editor/selection";
import { bundledModels, Settings } from "#editor/settings";
import { StatusBar } from "#editor/status";
import { SteeredDocuments } from "#editor/steered-documents";
import { steeringActions } from "#editor/steering-commands";
import { baselineActions } from "#editor/suggest-baselines";
import { WorkerProcess } from "#editor/worker-process";

/** Builds the objects, hands them to each other, registers; nothing else. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const { extensionUri, subscriptions } = context;
  const log = vscode.window.createOutputChannel("Promptlight", { log: true });
  const settings = new Settings(
    context.workspaceState,
    vscode.Uri.joinPath(context.globalStorageUri, "models").fsPath,
  );
  const hubToken = new HubToken(context.secrets);
  const worker = new WorkerProcess({
    scriptPath: vscode.Uri.joinPath(extensionUri, "dist", "worker.js").fsPath,
    modelsPath: vscode.Uri.joinPath(extensionUri, "media", "models").fsPath,
    idleMs: () => settings.idleMs,
    environment: async () => ({ ...settings.hubEnvironment, ...(await hubToken.environment()) }),
    log: (line) => log.info(line),
  });
  const marks = new DocumentMarks();
  const explanations = new Explanations(worker.call, settings, marks);
  const comparedMethods = new ComparedMethods(worker.call, explanations);
  const interestParts = new InterestParts(worker.call, explanations);
  const idleWords = new IdleWords(worker.call);
  const steered = new SteeredDocuments(worker.call, explanations, marks);
  const comparedTexts = new ComparedTexts();
  const colors: ContributedColor[] = context.extension.packageJSON.contributes.colors;
  const mediaUri = vscode.Uri.joinPath(extensionUri, "media");
  const decorations = new Decorations(colors, mediaUri, settings.palette);
  const codeLenses = new CodeLenses(explanations, marks);
  const status = new StatusBar();

  const modelShown = () => {
    const run = explanations.current;
    const isNamedByFile = run?.subject.fileSettings.model !== undefined;
    const isOfRun = isNamedByFile || run?.request.classes !== undefined;
    const source = isOfRun ? run.request.model.source : settings.model;
    return {
      name: modelName(source),
      device: run?.state.explanation?.device.toUpperCase() ?? "",
      isBundled: Object.values<string>(bundledModels).includes(source),
    };
  };
  const promptFile = () => {
    const document = vscode.window.activeTextEditor?.document;
    return document && isPromptFile(document) ? fileNameOf(document) : undefined;
  };
  const panel: Panel = new Panel(extensionUri, {
    state: () => {
      const run = explanations.current;
      const found = run && {
        idle: idleWords.of(run.subject.uri),
        steering: steered.of(run.subject.uri),
      };
      return panelState(run, modelShown(), promptFile(), settings.palette, found);
    },
    act: (action) => void guarded(() => act(action), log),
  });

  /** The features under the pointer: they stay lit while their run goes on, until its text is edited. */
  let lit: { placement?: Placement | undefined; features: readonly number[] } = { features: [] };
  const paintUri = (uri: string) => {
    const run = explanations.of(uri);
    const own = run?.placement === lit.placement ? lit.features : [];
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() !== uri) continue;
      if (run) decorations.paint(editor, paintOf(run, own, mutedSpans(marks.of(uri))));
      else decorations.clear(editor);
    }
  };
  const light = (uri: string, features: readonly number[]) => {
    lit = { placement: explanations.of(uri)?.placement, features };
    paintUri(uri);
  };
  const paintAll = () => {
    for (const editor of vscode.window.visibleTextEditors) {
      paintUri(editor.document.uri.toString());
      marks.paint(editor);
    }
  };
  const rebuild = () => {
    decorations.rebuild(settings.palette);
    paintAll();
  };
  const showContext = () => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const hasMarks = uri !== undefined && marks.of(uri).length > 0;
    void vscode.commands.executeCommand("setContext", "promptlight.hasMarks", hasMarks);
  };
  const showStatus = () => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const run = (uri === undefined ? undefined : explanations.of(uri)) ?? explanations.current;
    status.show(run, modelShown());
  };

  const { all, act } = commands({
    explanations,
    comparedMethods,
    interestParts,
    marks,
    idleWords,
    steered,
    comparedTexts,
    settings,
    panel,
    worker,
    hubToken,
    log,
    extensionUri,
    light: (features) => {
      const uri = explanations.current?.subject.uri;
      if (uri !== undefined) light(uri, features);
    },
  });

  subscriptions.push(
    log,
    worker,
    comparedMethods,
    interestParts,
    explanations,
    marks,
    idleWords,
    steered,
    decorations,
    codeLenses,
    status,
    panel,
    ...Object.entries(all).map(([name, run]) =>
      vscode.commands.registerCommand(`promptlight.${name}`, (...args: unknown[]) =>
        guarded(() => (run as (...given: unknown[]) => unknown)(...args), log),
      ),
    ),
    vscode.languages.registerCodeLensProvider({ scheme: "*" }, codeLenses),
    vscode.languages.registerCodeActionsProvider({ scheme: "*" }, baselineActions(explanations)),
    vscode.languages.registerCodeActionsProvider({ scheme: "*" }, steeringActions(explanations)),
    vscode.languages.registerHoverProvider({ scheme: "*" }, hoverProvider(explanations, light)),
    vscode.languages.registerCodeActionsProvider({ scheme: "*" }, idleWords, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.workspace.registerTextDocumentContentProvider(comparisonScheme, comparedTexts),
    vscode.window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: (webviewPanel, state) =>
        restorePanel(webviewPanel, state, panel, explanations),
    }),
    settings.onDidRemember(showStatus),
    marks.onDidChange((uri) => {
      paintUri(uri);
      for (const editor of vscode.window.visibleTextEditors)
        if (editor.document.uri.toString() === uri) marks.paint(editor);
      codeLenses.refresh(uri);
      showContext();
      panel.update();
    }),
    idleWords.onDidChange(() => panel.update()),
    steered.onDidChange(() => panel.update()),
    explanations.onDidChange((uri) => {
      paintUri(uri);
      codeLenses.refresh(uri);
      panel.update();
      showStatus();
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const uri = document.uri.toString();
      const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
        start: rangeOffset,
        end: rangeOffset + rangeLength,
        insertedLength: text.length,
      }));
      marks.edit(uri, changes);
      idleWords.edit(uri, changes);
      if (changes.length > 0) steered.endSearch(uri);
      explanations.edit(uri, changes);
    }),
    vscode.workspace.onDidOpenTextDocument((document) => {
      const uri = document.uri.toString();
      const run = explanations.of(uri);
      if (!run) return;
      const found = subjectAgain(document, run.subject.kind, run.placement.whole);
      explanations.reopen(uri, "mapped" in found ? found.mapped.text : undefined);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      explanations.cancel(uri.toString());
      comparedMethods.cancel(uri.toString());
      interestParts.cancel(uri.toString());
      marks.clear(uri.toString());
      idleWords.clear(uri.toString());
    }),
    // What the hover lit goes when the cursor does something else.
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      const uri = textEditor.document.uri.toString();
      if (explanations.of(uri)) light(uri, []);
    }),
    vscode.window.onDidChangeVisibleTextEditors(paintAll),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor) explanations.showDocument(editor.document.uri.toString());
      showContext();
      panel.update();
      showStatus();
    }),
    vscode.window.onDidChangeActiveColorTheme(rebuild),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("promptlight.hubEndpoint")) worker.restart();
      if (event.affectsConfiguration("promptlight")) {
        rebuild();
        panel.update();
        showStatus();
      }
    }),
  );
  showStatus();
  return { worker, explanations };
}

/** What the tests inside VS Code look at. */
export interface ExtensionApi {
  readonly worker: WorkerProcess;
  readonly explanations: Explanations;
}
