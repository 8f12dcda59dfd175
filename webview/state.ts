import type { Masking } from "#protocol/masking";
import type {
  ComparisonState,
  MaskChoice,
  PanelMessage,
  PanelState,
  RunState,
  SavedPanel,
} from "#protocol/panel-methods";
import type { Pick } from "./answer-tokens.ts";
import { type HeatmapCell, keyOfFeature } from "./heatmap-rows.ts";
import type { ScoreColumn, ScoreOrder } from "./score-rows.ts";

export type Tab = "generation" | "heatmap" | "scores" | "joint" | "layers" | "classes" | "compare";

export interface Mask {
  readonly choice: MaskChoice;
  readonly masked: readonly number[];
}

/** All that the page is drawn from: the host's last state and what the user did on the page itself. */
export interface ViewState {
  readonly panel: PanelState | undefined;
  readonly tab: Tab;
  readonly order: ScoreOrder;
  readonly areDetailsShown: boolean;
  /** The feature that the editor's hover points at. */
  readonly lit: number | undefined;
  /** The word that the Tab key reaches; the arrows move it. */
  readonly wordStop: number;
  /** What the user has masked and the host has not yet confirmed. */
  readonly pendingMask: Mask | undefined;
  /** The part of the answer that is picked to ask about. */
  readonly pick: Pick | undefined;
  /** The cell of the heatmap under the pointer or the arrows, the last one where there is none now. */
  readonly cell: HeatmapCell | undefined;
  /** Sentences of the heatmap that are open. */
  readonly openSentences: readonly number[];
  /** The interaction whose sentence is shown, counted from the strongest. */
  readonly pair: number;
}

export type ViewEvent =
  | PanelMessage
  | { readonly kind: "open-tab"; readonly tab: Tab }
  | { readonly kind: "sort"; readonly column: ScoreColumn }
  | { readonly kind: "toggle-details" }
  | { readonly kind: "stop-at-word"; readonly feature: number }
  | { readonly kind: "mask"; readonly mask: Mask }
  | { readonly kind: "pick"; readonly pick: Pick | undefined }
  | { readonly kind: "point-at-cell"; readonly cell: HeatmapCell }
  | { readonly kind: "point-at-pair"; readonly pair: number }
  | { readonly kind: "toggle-sentence"; readonly sentence: number };

export const initialView: ViewState = {
  panel: undefined,
  tab: "generation",
  order: { column: "score", isDescending: true },
  areDetailsShown: false,
  lit: undefined,
  wordStop: 0,
  pendingMask: undefined,
  pick: undefined,
  cell: undefined,
  openSentences: [],
  pair: 0,
};

export function reduce(view: ViewState, event: ViewEvent): ViewState {
  switch (event.kind) {
    case "state":
      return receive(view, event.state);
    case "light":
      return { ...view, lit: event.feature, cell: litCell(view.cell, event.feature) };
    case "open-tab":
      return { ...view, tab: event.tab };
    case "sort":
      return { ...view, order: nextOrder(view.order, event.column) };
    case "toggle-details":
      return { ...view, areDetailsShown: !view.areDetailsShown };
    case "stop-at-word":
      return { ...view, wordStop: event.feature };
    case "mask":
      return { ...view, pendingMask: event.mask };
    case "pick":
      return { ...view, pick: event.pick };
    case "point-at-cell":
      return { ...view, cell: event.cell };
    case "point-at-pair":
      return { ...view, pair: event.pair };
    case "toggle-sentence": {
      const open = view.openSentences.filter((sentence) => sentence !== event.sentence);
      const isOpen = open.length < view.openSentences.length;
      return { ...view, openSentences: isOpen ? open : [...open, event.sentence] };
    }
  }
}

function receive(view: ViewState, received: PanelState): ViewState {
  const panel = withKnownExplanation(received, view.panel);
  const next = { ...view, panel };
  if (panel.run?.id !== view.panel?.run?.id)
    return {
      ...next,
      areDetailsShown: false,
      lit: undefined,
      wordStop: 0,
      pendingMask: undefined,
      pick: undefined,
      cell: undefined,
      openSentences: [],
      pair: 0,
    };
  const comparison = panel.run?.comparison;
  const isAnswered = comparison && (comparison.failure || isSameMask(comparison, view.pendingMask));
  return isAnswered ? { ...next, pendingMask: undefined } : next;
}

/** What was sent again without being changed stays the very same object, so that what was drawn of it is not drawn anew. */
function withKnownExplanation(panel: PanelState, before: PanelState | undefined): PanelState {
  const { run } = panel;
  const [found, known] = [run?.explanation, before?.run?.explanation];
  const isSame =
    known !== undefined &&
    run?.id === before?.run?.id &&
    found?.method === known.method &&
    found.evaluations === known.evaluations &&
    found.seconds === known.seconds &&
    found.partial === known.partial;
  return run && isSame ? { ...panel, run: { ...run, explanation: known } } : panel;
}

/** The row of a feature that the editor points at, in the same column. */
function litCell(cell: HeatmapCell | undefined, feature: number | undefined) {
  if (feature === undefined) return cell;
  return { row: keyOfFeature(feature), column: cell?.column ?? 0 };
}

/** A second sort by the same column turns it round; a new column begins with its largest, words with the first. */
function nextOrder(order: ScoreOrder, column: ScoreColumn): ScoreOrder {
  const isDescending =
    order.column === column ? !order.isDescending : column !== "word" && column !== "rank";
  return { column, isDescending };
}

function isSameMask(a: Mask, b: Mask | undefined): boolean {
  return a.choice === b?.choice && isSameSet(a.masked, b.masked);
}

/** Whether `masking` is of what is masked now, and of what is steered now. */
export function isAnswerTo(
  masking: Masking,
  { masked }: Mask,
  comparison: ComparisonState | undefined,
): boolean {
  const asked = comparison?.steering;
  const isSteered = JSON.stringify(masking.steering) === JSON.stringify(asked);
  return isSteered && isSameSet(masking.masked, masked);
}

export function isSameSet(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((index) => b.includes(index));
}

/** The mask that the page shows: the user's newest wish, else what the host compares. */
export function currentMask(view: ViewState, run: RunState): Mask {
  return view.pendingMask ?? run.comparison ?? { choice: "top", masked: [] };
}

/** `masked` with `feature` put in or taken out, in the prompt's order. */
export function toggled(masked: readonly number[], feature: number): number[] {
  return masked.includes(feature)
    ? masked.filter((index) => index !== feature)
    : [...masked, feature].sort((a, b) => a - b);
}

/** What `setState` keeps: enough to draw the page as it was. */
export interface SavedView extends SavedPanel {
  readonly tab: Tab;
  readonly order: ScoreOrder;
}

export function saved(view: ViewState): SavedView | undefined {
  if (!view.panel) return undefined;
  return { schema: 1, state: view.panel, tab: view.tab, order: view.order };
}

export function restored(kept: SavedView | undefined): ViewState {
  if (kept?.schema !== 1) return initialView;
  return { ...initialView, panel: kept.state, tab: kept.tab, order: kept.order };
}

/** The tab of model interest is open, and what its parts would cost is not known yet. */
export function isPriceWanted({ tab, panel }: ViewState): boolean {
  const run = panel?.run;
  const isOver = run?.explanation !== undefined && !run.progress && !run.isStale;
  return tab === "layers" && isOver && !run.interest?.layers;
}
