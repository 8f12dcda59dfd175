import { describe, expect, test } from "vitest";
import type { PanelState } from "#protocol/panel-methods";
import {
  currentMask,
  initialView,
  reduce,
  restored,
  saved,
  toggled,
  type ViewEvent,
  type ViewState,
} from "../../webview/state.ts";
import { comparison, finishedRun, panelState } from "./sample.ts";

const finished = panelState(finishedRun);

function viewAfter(events: readonly ViewEvent[], view: ViewState = initialView): ViewState {
  return events.reduce(reduce, view);
}

function answered(choice: "top" | "mine", masked: number[]): PanelState {
  return panelState({ ...finishedRun, comparison: { ...comparison, choice, masked } });
}

const state = (panel: PanelState): ViewEvent => ({ kind: "state", state: panel });
const mask = (...masked: number[]): ViewEvent => ({
  kind: "mask",
  mask: { choice: "mine", masked },
});

describe("a mask that the user sets", () => {
  test("is shown before the host has answered", () => {
    const view = viewAfter([state(finished), mask(3, 6, 9)]);
    expect(currentMask(view, finishedRun).masked).toEqual([3, 6, 9]);
  });

  test("is not undone by the answer to an earlier one", () => {
    const view = viewAfter([state(finished), mask(3, 6), mask(3), state(answered("mine", [3, 6]))]);
    expect(view.pendingMask?.masked).toEqual([3]);
  });

  test("is settled by its own answer, in whatever order the host names it", () => {
    const view = viewAfter([state(finished), mask(6, 3), state(answered("mine", [3, 6]))]);
    expect(view.pendingMask).toBeUndefined();
  });

  test("is dropped when it failed, or when another run begins", () => {
    const failure = {
      title: "",
      failure: { kind: "out-of-memory", message: "", remedy: "" },
      buttons: [],
    } as const;
    const failed = panelState({ ...finishedRun, comparison: { ...comparison, failure } });
    expect(viewAfter([state(finished), mask(3), state(failed)]).pendingMask).toBeUndefined();
    const other = panelState({ ...finishedRun, id: "2" });
    expect(viewAfter([state(finished), mask(3), state(other)]).pendingMask).toBeUndefined();
  });
});

test("another run forgets what was lit and opened, but keeps the tab and the order", () => {
  const view = viewAfter([
    state(finished),
    { kind: "open-tab", tab: "scores" },
    { kind: "sort", column: "word" },
    { kind: "light", feature: 3 },
    { kind: "toggle-details" },
    { kind: "stop-at-word", feature: 5 },
    state(panelState({ ...finishedRun, id: "2" })),
  ]);
  expect(view).toMatchObject({ lit: undefined, areDetailsShown: false, wordStop: 0 });
  expect(view).toMatchObject({ tab: "scores", order: { column: "word", isDescending: false } });
});

test("what was sent again unchanged stays the same object, and what changed does not", () => {
  const copy = () => structuredClone(finished);
  const view = viewAfter([state(copy()), state(copy())]);
  const again = reduce(view, state(copy()));
  expect(again.panel?.run?.explanation).toBe(view.panel?.run?.explanation);
  const more = { ...finishedRun.explanation!, evaluations: 500 };
  const changed = reduce(view, state(panelState({ ...finishedRun, explanation: more })));
  expect(changed.panel?.run?.explanation).toBe(more);
});

test("the editor's hover moves the heatmap to that word's row, in the same column", () => {
  const view = viewAfter([
    state(finished),
    { kind: "point-at-cell", cell: { row: "feature 2", column: 7 } },
    { kind: "light", feature: 5 },
  ]);
  expect(view.cell).toEqual({ row: "feature 5", column: 7 });
});

test("a sentence of the heatmap opens and closes", () => {
  const open = viewAfter([{ kind: "toggle-sentence", sentence: 3 }]);
  expect(open.openSentences).toEqual([3]);
  expect(reduce(open, { kind: "toggle-sentence", sentence: 3 }).openSentences).toEqual([]);
});

test("sorting twice by a column turns it round", () => {
  const once = viewAfter([{ kind: "sort", column: "alone" }]);
  expect(once.order).toEqual({ column: "alone", isDescending: true });
  expect(reduce(once, { kind: "sort", column: "alone" }).order.isDescending).toBe(false);
  expect(viewAfter([{ kind: "sort", column: "rank" }]).order.isDescending).toBe(false);
});

test("a toggled feature comes or goes in the prompt's order", () => {
  expect(toggled([6, 9], 3)).toEqual([3, 6, 9]);
  expect(toggled([3, 6, 9], 6)).toEqual([3, 9]);
  expect(toggled([9], 10)).toEqual([9, 10]);
});

test("what is saved restores the page as it was", () => {
  const view = viewAfter([state(finished), { kind: "open-tab", tab: "scores" }]);
  const kept = JSON.parse(JSON.stringify(saved(view)));
  expect(restored(kept)).toEqual(view);
  expect(saved(initialView)).toBeUndefined();
});

test("a page without a past, or with one of another version, begins anew", () => {
  expect(restored(undefined)).toEqual(initialView);
  expect(restored({ schema: 0 } as never)).toEqual(initialView);
});
