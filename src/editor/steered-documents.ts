import * as vscode from "vscode";
import type { Call } from "#protocol/channel";
import { failureOf } from "#protocol/failure";
import type { SteeringState, WordingState } from "#protocol/panel-methods";
import type { Steering, SteeringWay } from "#protocol/request";
import type { WorkerMethods } from "#protocol/worker-methods";
import { mapSpan } from "#text/mapped-text";
import type { Span } from "#text/span";
import { rangeOf } from "./decorations.ts";
import type { DocumentMarks } from "./document-marks.ts";
import { openDocument } from "./documents.ts";
import type { Explanations } from "./explanations.ts";
import { failureView } from "./failure-view.ts";
import { steeredSpans } from "./marks.ts";
import type { Run } from "./run.ts";
import { type Subject, subjectAgain } from "./selection.ts";

/** A run's text as it stands now, and what is muted or boosted in it. */
interface Steered {
  readonly run: Run;
  readonly subject: Subject;
  readonly steering: Steering;
}

/**
 * The documents with muted and boosted words: their runs are generated again with every change of these marks, and
 * edits are looked for that do the same in words.
 */
export class SteeredDocuments implements vscode.Disposable {
  readonly #call: Call<WorkerMethods>;
  readonly #explanations: Explanations;
  readonly #marks: DocumentMarks;
  readonly #searches = new Map<string, { controller: AbortController; state: WordingState }>();
  readonly #changed = new vscode.EventEmitter<string>();
  #way: SteeringWay = "attention";

  /** Fires with the URI of a document whose search for edits came, changed or went. */
  readonly onDidChange = this.#changed.event;

  constructor(call: Call<WorkerMethods>, explanations: Explanations, marks: DocumentMarks) {
    this.#call = call;
    this.#explanations = explanations;
    this.#marks = marks;
  }

  /** What the panel shows of a document; undefined where nothing is muted or boosted. */
  of(uri: string): SteeringState | undefined {
    const spans = this.#marks
      .of(uri)
      .flatMap((mark) =>
        mark.kind === "steered" ? mark.spans.map((span) => ({ span, factor: mark.factor })) : [],
      )
      .sort((a, b) => a.span.start - b.span.start);
    const document = vscode.workspace.textDocuments.find((own) => own.uri.toString() === uri);
    if (spans.length === 0 || !document) return undefined;
    const words = spans.map(({ span, factor }) => ({
      text: document.getText(rangeOf(document, span)),
      span,
      factor,
    }));
    const wording = this.#searches.get(uri)?.state;
    return { way: this.#way, words, ...(wording ? { wording } : {}) };
  }

  /** Multiplies the influence of `spans` of the document by `factor` and generates again; 1: as it was. */
  async steer(uri: string, spans: readonly Span[], factor: number): Promise<void> {
    if (factor === 1) this.#marks.remove(uri, spans);
    else this.#marks.add(uri, { kind: "steered", spans, factor });
    await this.regenerate(uri);
  }

  async steerBy(uri: string, way: SteeringWay): Promise<void> {
    this.#way = way;
    await this.regenerate(uri);
  }

  /** The answer as it is steered now; where nothing is, the comparison that a new run has. */
  async regenerate(uri: string): Promise<void> {
    this.endSearch(uri);
    const found = await this.#steered(uri);
    if (found) return this.#explanations.mask(uri, "steered", [], found.steering);
    const run = this.#explanations.of(uri);
    if (run?.state.comparison?.choice === "steered") await this.#explanations.maskTop(run);
  }

  /** Looks for edits that do what is steered. */
  async findWording(uri: string): Promise<void> {
    const found = await this.#steered(uri);
    if (!found) return;
    this.endSearch(uri);
    const controller = new AbortController();
    const set = (state: WordingState) => {
      if (controller.signal.aborted) return;
      this.#searches.set(uri, { controller, state });
      this.#changed.fire(uri);
    };
    set({ progress: { stage: "loading", past: [], done: 0 } });
    const request = { ...found.run.request, steering: found.steering };
    try {
      let last: WordingState = {};
      for await (const { progress, wordings } of this.#call(
        "findWording",
        request,
        controller.signal,
      )) {
        last = wordings ? { found: wordings } : last;
        set({ ...last, progress });
      }
      set(last);
    } catch (error) {
      set({ failure: failureView(failureOf(error)) });
    }
  }

  /** Makes one of the edits that were found, in one step that *Undo* takes back; what was steered is in words now. */
  async applyWording(uri: string, index: number): Promise<void> {
    const wording = this.#searches.get(uri)?.state.found?.wordings[index];
    const found = await this.#steered(uri);
    if (!wording || !found) return;
    const document = await openDocument(uri);
    if (!document) return;
    const { mapped } = found.subject;
    if (found.subject.kind === "literal" && wording.edits.some(({ text }) => needsEscapes(text))) {
      await vscode.env.clipboard.writeText(wording.text);
      void vscode.window.showInformationMessage(
        "Promptlight: this text needs escapes in a string. It is in the clipboard instead.",
      );
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    for (const { text, ...span } of wording.edits)
      edit.replace(document.uri, rangeOf(document, mapSpan(mapped, span)), text);
    const steered = this.#marks.of(uri).filter(({ kind }) => kind === "steered");
    this.#marks.remove(
      uri,
      steered.flatMap(({ spans }) => spans),
    );
    this.endSearch(uri);
    await vscode.workspace.applyEdit(edit);
  }

  /** What was found holds no longer. */
  endSearch(uri: string): void {
    const search = this.#searches.get(uri);
    if (!search) return;
    search.controller.abort();
    this.#searches.delete(uri);
    this.#changed.fire(uri);
  }

  dispose(): void {
    for (const { controller } of this.#searches.values()) controller.abort();
    this.#changed.dispose();
  }

  /** Undefined where nothing is steered, no answer is explained, or the text is another than the explained one. */
  async #steered(uri: string): Promise<Steered | undefined> {
    const run = this.#explanations.of(uri);
    // A class is read off the prompt: there is no generation to steer.
    const isOfAnswer = run?.state.explanation !== undefined && run.request.classes === undefined;
    const document = isOfAnswer ? await openDocument(uri) : undefined;
    if (!run || !document) return undefined;
    const subject = subjectAgain(document, run.subject.kind, run.placement.whole);
    if (!("mapped" in subject) || subject.mapped.text !== run.state.explanation?.prompt.text)
      return undefined;
    const spans = steeredSpans(this.#marks.of(uri), subject.mapped);
    return spans.length > 0 ? { run, subject, steering: { way: this.#way, spans } } : undefined;
  }
}

/** Characters that mean something else between quotes. */
function needsEscapes(text: string): boolean {
  return /["'`\\$\r\n]/.test(text);
}
