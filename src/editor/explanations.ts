import * as vscode from "vscode";
import { shownExplanation } from "#protocol/answer-parts";
import type { Call } from "#protocol/channel";
import { failureOf } from "#protocol/failure";
import type { MaskChoice, RunState } from "#protocol/panel-methods";
import type { ExplainRequest, Steering } from "#protocol/request";
import type { Estimate, WorkerMethods } from "#protocol/worker-methods";
import type { Span } from "#text/span";
import { answerParts, partRequest, withPart } from "./answer-parts.ts";
import { compareMasked } from "./comparison.ts";
import type { DocumentMarks } from "./document-marks.ts";
import { failureView } from "./failure-view.ts";
import { markedRequest } from "./marks.ts";
import { movePlacement, type TextChange } from "./placement.ts";
import { restoredRun } from "./restored-run.ts";
import { Rivals } from "./rivals.ts";
import {
  changedRequest,
  classChoice,
  placeFeatures,
  type RequestChange,
  type Run,
  startRun,
  topFeatures,
} from "./run.ts";
import type { Subject } from "./selection.ts";
import type { Settings } from "./settings.ts";

/** What is wished instead of a long run: nothing else (`{}`), another one, or no run at all. */
export type AskBeforeLongRun = (estimate: Estimate) => Promise<RequestChange | undefined>;

/**
 * All explanations of this window, one a document: what was asked, where it stands, what came of it.
 * A new run of a document ends and replaces the one before; results of an ended run are dropped.
 */
export class Explanations implements vscode.Disposable {
  readonly #call: Call<WorkerMethods>;
  readonly #settings: Settings;
  readonly #marks: Pick<DocumentMarks, "of">;
  readonly #rivals: Rivals;
  readonly #runs = new Map<string, Run>();
  readonly #controllers = new Map<string, AbortController>();
  readonly #maskControllers = new Map<string, AbortController>();
  readonly #partControllers = new Map<string, AbortController>();
  readonly #changed = new vscode.EventEmitter<string>();
  #currentUri: string | undefined;
  #lastId = 0;

  /** Fires with the URI of a document whose run came, changed or went. */
  readonly onDidChange = this.#changed.event;

  constructor(call: Call<WorkerMethods>, settings: Settings, marks: Pick<DocumentMarks, "of">) {
    this.#call = call;
    this.#rivals = new Rivals(call);
    this.#marks = marks;
    this.#settings = settings;
  }

  /** The run of a document. */
  of(uri: string): Run | undefined {
    return this.#runs.get(uri);
  }

  /** The run that the panel shows: the document's that was explained or looked at last. */
  get current(): Run | undefined {
    return this.#currentUri === undefined ? undefined : this.#runs.get(this.#currentUri);
  }

  showDocument(uri: string): void {
    if (!this.#runs.has(uri) || this.#currentUri === uri) return;
    this.#currentUri = uri;
    this.#changed.fire(uri);
  }

  /**
   * Explains `subject` and resolves when the run is over, however it ends: to nothing where another
   * run took its place, or *Clear*. `onUpdate` is called at every step; `ask` before a long run. Aborting
   * `signal` keeps what is there.
   */
  async explain(
    subject: Subject,
    change: RequestChange,
    signal: AbortSignal,
    onUpdate: (run: Run) => void = () => {},
    ask: AskBeforeLongRun = async () => ({}),
  ): Promise<Run | undefined> {
    const { uri } = subject;
    this.#end(uri);
    this.#lastId += 1;
    const id = `${Date.now()}-${this.#lastId}`;
    const asked = changedRequest(this.#requestOf(subject, change), change);
    const request = markedRequest(asked, this.#marks.of(uri), subject.mapped);
    const controller = new AbortController();
    signal.addEventListener("abort", () => controller.abort(), { once: true });
    this.#controllers.set(uri, controller);
    this.#currentUri = uri;
    const begun = startRun(id, subject, request, change);
    this.#set(begun);
    onUpdate(begun);
    const follow = (asked: ExplainRequest) =>
      this.#follow(begun, asked, controller.signal, onUpdate);
    const askAboveMs = this.#settings.longRunMs;
    try {
      const estimate = await follow(askAboveMs > 0 ? { ...request, askAboveMs } : request);
      const wish = estimate && (await ask(estimate));
      if (estimate && this.#runs.get(uri)?.id !== id) return undefined;
      if (estimate && !wish) controller.abort();
      else if (wish && Object.keys(wish).length > 0)
        return await this.explain(subject, { ...change, ...wish }, signal, onUpdate);
      else if (wish && !controller.signal.aborted) await follow(request);
      this.#finish(uri, id, controller.signal.aborted ? { isCancelled: true } : {});
    } catch (error) {
      this.#finish(uri, id, {
        failure: failureView(failureOf(error), change.classes !== undefined),
      });
    }
    const run = this.#runs.get(uri);
    return run?.id === id ? run : undefined;
  }

  /** Shows what the worker says to `request` as it comes; resolves to an estimate where it ended with one. */
  async #follow(
    { id, subject }: Run,
    request: ExplainRequest,
    signal: AbortSignal,
    onUpdate: (run: Run) => void,
  ): Promise<Estimate | undefined> {
    for await (const { estimate, ...update } of this.#call("explain", request, signal)) {
      const run = this.#runs.get(subject.uri);
      if (run?.id !== id || signal.aborted) return undefined;
      const { explanation } = update;
      const isNew = explanation && run.placement.features.length === 0;
      this.#set({
        ...run,
        placement: isNew
          ? { ...run.placement, features: placeFeatures(subject, explanation) }
          : run.placement,
        state: { ...run.state, ...update },
      });
      onUpdate(this.#runs.get(subject.uri)!);
      if (estimate) return estimate;
    }
    return undefined;
  }

  /**
   * Shades for output tokens `[start, end)` alone: at once where the tokens' scores add up, then as the worker has it,
   * from what it remembers of the run. A part that is not kept is replaced by the next one; one that is not shown is only
   * known of.
   */
  async explainPart(uri: string, span: Span, isKept: boolean, isShown = true): Promise<void> {
    const run = this.#runs.get(uri);
    if (!run?.state.explanation) return;
    const { id } = run;
    const { parts, shownPart } = answerParts(run.state, span, isKept);
    this.#setState(run, isShown ? { parts, shownPart } : { parts });
    const request = partRequest(this.#runs.get(uri)!, span);
    if (!request) return;
    const controller = this.#partController(uri);
    const change = (part: Parameters<typeof withPart>[2]) => {
      const now = this.#runs.get(uri);
      if (now?.id === id) this.#setState(now, withPart(now.state, span, part));
    };
    try {
      for await (const { progress, explanation } of this.#call(
        "explain",
        request,
        controller.signal,
      )) {
        if (controller.signal.aborted) break;
        change({ progress, explanation });
      }
      change({});
    } catch (error) {
      change({ failure: failureView(failureOf(error)) });
    }
  }

  /** Shades for a part that was asked about before, or for the whole answer. */
  showPart(uri: string, part: number | undefined): void {
    const run = this.#runs.get(uri);
    if (!run) return;
    const { shownPart: _, ...state } = run.state;
    this.#set({ ...run, state: part === undefined ? state : { ...state, shownPart: part } });
  }

  cancel(uri: string): void {
    this.#controllers.get(uri)?.abort();
    this.#maskControllers.get(uri)?.abort();
    this.#partControllers.get(uri)?.abort();
    this.#partControllers.delete(uri);
  }

  clear(uri: string): void {
    this.#end(uri);
    this.#runs.delete(uri);
    if (this.#currentUri === uri) this.#currentUri = [...this.#runs.keys()].at(-1);
    this.#changed.fire(uri);
  }

  /**
   * Masks features, or mutes and boosts what `steering` says, and regenerates: what the panel shows beside the answer.
   * Replaces an earlier one.
   */
  async mask(
    uri: string,
    choice: MaskChoice,
    masked: readonly number[],
    steering?: Steering,
  ): Promise<void> {
    const run = this.#runs.get(uri);
    if (!run?.state.explanation) return;
    this.#maskControllers.get(uri)?.abort();
    const controller = new AbortController();
    this.#maskControllers.set(uri, controller);
    const parts = { call: this.#call, rivals: this.#rivals };
    const count = this.#settings.randomSetCount;
    const states = compareMasked(parts, run, choice, masked, steering, count, controller.signal);
    for await (const comparison of states) {
      const now = this.#runs.get(uri);
      if (this.#maskControllers.get(uri) !== controller) return;
      if (now?.id === run.id) this.#setState(now, { comparison });
    }
  }

  /** The first comparison of a finished run: its joint set masked, or its highest scores. A class has no answer to compare. */
  async maskTop(run: Run): Promise<void> {
    if (run.request.classes) return;
    const explanation = shownExplanation(run.state);
    const { uri } = run.subject;
    if (!explanation || this.#runs.get(uri)?.id !== run.id) return;
    if (explanation.joint) await this.mask(uri, "joint", explanation.joint.indices);
    else await this.mask(uri, "top", topFeatures(explanation));
  }

  /** Shows the joint set of `size` words: outlined in the editor, and masked. */
  async showSize(uri: string, size: number): Promise<void> {
    const run = this.#runs.get(uri);
    if (!run?.state.explanation?.joint) return;
    this.#setState(run, { shownSize: size });
    await this.maskTop(this.#runs.get(uri)!);
  }

  /** Shades for a class of the run, or for its difference from another. */
  showClass(uri: string, shown: number, versus: number | undefined): void {
    const run = this.#runs.get(uri);
    if (!run?.state.classes) return;
    const { versus: _, ...classes } = run.state.classes;
    const isOther = versus !== undefined && versus !== shown;
    this.#setState(run, { classes: { ...classes, shown, ...(isOther ? { versus } : {}) } });
  }

  /** Follows an edit: the shading moves with the text, and is stale once the text itself is edited. */
  edit(uri: string, changes: readonly TextChange[]): void {
    const run = this.#runs.get(uri);
    if (!run || changes.length === 0) return;
    const placement = movePlacement(run.placement, changes);
    this.#set({
      ...run,
      placement,
      state: { ...run.state, isStale: placement.isStale, span: placement.whole },
    });
  }

  /**
   * A document was opened again, and its run's text is `found` where it stood: what was changed on
   * disk in between makes it stale.
   */
  reopen(uri: string, found: string | undefined): void {
    const run = this.#runs.get(uri);
    const explained = run?.state.explanation?.prompt.text;
    if (!run || run.placement.isStale || explained === undefined || explained === found) return;
    this.#set({
      ...run,
      placement: { ...run.placement, features: [], isStale: true },
      state: { ...run.state, isStale: true },
    });
  }

  /** Brings back a run that a panel kept over a reload; stale when its text is no longer there. */
  restore(state: RunState, subject: Subject | undefined): void {
    if (this.#runs.has(state.uri) || !state.explanation) return;
    this.#currentUri = state.uri;
    this.#set(restoredRun(state, subject, (known, change) => this.#requestOf(known, change)));
  }

  #requestOf(subject: Subject, { classes, granularity }: RequestChange): ExplainRequest {
    return classes
      ? this.#settings.classRequest(subject, classChoice(classes), granularity)
      : this.#settings.request(subject, granularity);
  }

  dispose(): void {
    for (const uri of this.#runs.keys()) this.#end(uri);
    this.#changed.dispose();
  }

  #end(uri: string): void {
    this.cancel(uri);
    this.#controllers.delete(uri);
    this.#maskControllers.delete(uri);
  }

  /** Ends the parts of a document that are still asked about, together: none is replaced by another. */
  #partController(uri: string): AbortController {
    const controller = this.#partControllers.get(uri) ?? new AbortController();
    this.#partControllers.set(uri, controller);
    return controller;
  }

  #finish(uri: string, id: string, end: Partial<RunState>): void {
    const run = this.#runs.get(uri);
    if (run?.id !== id) return;
    const { progress: _, ...state } = run.state;
    this.#set({ ...run, state: { ...state, ...end } });
  }

  /** Changes what is shown of a run, as long as no other took its place. */
  change({ id, subject }: Run, changed: (state: RunState) => RunState): void {
    const run = this.#runs.get(subject.uri);
    if (run?.id === id) this.#set({ ...run, state: changed(run.state) });
  }

  #setState(run: Run, change: Partial<RunState>): void {
    this.#set({ ...run, state: { ...run.state, ...change } });
  }

  #set(run: Run): void {
    this.#runs.set(run.subject.uri, run);
    this.#changed.fire(run.subject.uri);
  }
}
