import * as vscode from "vscode";
import type { Call } from "#protocol/channel";
import { failureOf } from "#protocol/failure";
import type { MinimalPrompt } from "#protocol/minimal";
import type { IdleState } from "#protocol/panel-methods";
import type { MinimalRequest } from "#protocol/request";
import type { Progress, WorkerMethods } from "#protocol/worker-methods";
import { rangeOf } from "./decorations.ts";
import { failureView } from "./failure-view.ts";
import { deletionTitle, type IdlePlaces, idleMessage, idlePlacement, idlePlaces } from "./idle.ts";
import { movePlacement, type Placement, type TextChange } from "./placement.ts";
import type { Subject } from "./selection.ts";

/** Of the diagnostics, by which the quick fix knows them. */
const code = "does-nothing";

/** The search for the words that do nothing in a document, or what it found there. */
interface Search {
  readonly controller: AbortController;
  readonly plural: string;
  readonly state: IdleState;
  /** From the end of the search on. */
  readonly placement?: Placement;
}

/**
 * The words of each document that can all go while the answer stays the same: faded where they stand and listed among
 * the problems, until the text is edited.
 */
export class IdleWords implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #call: Call<WorkerMethods>;
  readonly #searches = new Map<string, Search>();
  readonly #diagnostics = vscode.languages.createDiagnosticCollection("Promptlight");
  readonly #changed = new vscode.EventEmitter<string>();

  /** Fires with the URI of a document whose search came, changed or went. */
  readonly onDidChange = this.#changed.event;

  constructor(call: Call<WorkerMethods>) {
    this.#call = call;
  }

  of(uri: string): IdleState | undefined {
    return this.#searches.get(uri)?.state;
  }

  /** What the parts of its text are called: `words`. */
  pluralOf(uri: string): string {
    return this.#searches.get(uri)?.plural ?? "words";
  }

  /** Where they stand now; undefined where there are none. */
  placesOf(uri: string): IdlePlaces | undefined {
    const placement = this.#searches.get(uri)?.placement;
    return placement && idlePlaces(placement);
  }

  /**
   * Looks for them in `subject` and resolves to what was found; to nothing where `signal` aborts, the text is edited or
   * another search takes its place. Throws what the worker fails with.
   */
  async find(
    subject: Subject,
    request: MinimalRequest,
    plural: string,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<MinimalPrompt | undefined> {
    const { uri } = subject;
    this.clear(uri);
    const controller = new AbortController();
    signal.addEventListener("abort", () => controller.abort(), { once: true });
    const set = (state: IdleState, placement?: Placement) => {
      if (controller.signal.aborted) return;
      this.#set(uri, { controller, plural, state, ...(placement ? { placement } : {}) });
    };
    set({ progress: { stage: "loading", past: [], done: 0 } });
    try {
      let found: MinimalPrompt | undefined;
      for await (const { progress, minimal } of this.#call(
        "minimise",
        request,
        controller.signal,
      )) {
        if (minimal && !minimal.partial && minimal.isSame) found = minimal;
        set({ progress });
        onProgress(progress);
      }
      if (found) set({ minimal: found }, idlePlacement(subject, found));
    } catch (error) {
      set({ failure: failureView(failureOf(error)) });
      if (!controller.signal.aborted) throw error;
    }
    const state = this.of(uri);
    if (state?.progress && this.#searches.get(uri)?.controller === controller) this.clear(uri);
    return controller.signal.aborted ? undefined : state?.minimal;
  }

  /** An edit of the text ends a search, and what was found holds no longer; one beside it moves what was found. */
  edit(uri: string, changes: readonly TextChange[]): void {
    const search = this.#searches.get(uri);
    if (!search || changes.length === 0) return;
    const placement = search.placement && movePlacement(search.placement, changes);
    if (!placement || placement.isStale) this.clear(uri);
    else this.#set(uri, { ...search, placement });
  }

  clear(uri: string): void {
    const search = this.#searches.get(uri);
    if (!search) return;
    search.controller.abort();
    this.#searches.delete(uri);
    this.#diagnostics.delete(vscode.Uri.parse(uri, true));
    this.#changed.fire(uri);
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const uri = document.uri.toString();
    const search = this.#searches.get(uri);
    const diagnostics = context.diagnostics.filter((own) => own.code === code);
    if (!search?.state.minimal || diagnostics.length === 0) return [];
    const title = deletionTitle(search.state.minimal, search.plural);
    const action = new vscode.CodeAction(`${title}…`, vscode.CodeActionKind.QuickFix);
    action.command = { title, command: "promptlight.deleteIdleWords", arguments: [{ uri }] };
    action.diagnostics = diagnostics;
    action.isPreferred = true;
    return [action];
  }

  dispose(): void {
    for (const { controller } of this.#searches.values()) controller.abort();
    this.#diagnostics.dispose();
    this.#changed.dispose();
  }

  #set(uri: string, search: Search): void {
    this.#searches.set(uri, search);
    this.#diagnostics.set(vscode.Uri.parse(uri, true), diagnosticsOf(uri, search));
    this.#changed.fire(uri);
  }
}

function diagnosticsOf(uri: string, { state, placement }: Search): vscode.Diagnostic[] {
  const { minimal } = state;
  const document = vscode.workspace.textDocuments.find((own) => own.uri.toString() === uri);
  if (!minimal || !placement || !document) return [];
  return idlePlaces(placement).words.flatMap((spans, place) =>
    spans.map((span) => {
      const diagnostic = new vscode.Diagnostic(
        rangeOf(document, span),
        idleMessage(minimal, place),
        vscode.DiagnosticSeverity.Information,
      );
      diagnostic.source = "Promptlight";
      diagnostic.code = code;
      diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
      return diagnostic;
    }),
  );
}
