import { describe, expect, test } from "vitest";
import type { RunState } from "#protocol/panel-methods";
import { answerParts, partRequest, partsNamed, withPart } from "../../src/editor/answer-parts.ts";
import type { Run } from "../../src/editor/run.ts";
import { explanation, finishedRun } from "../webview/sample.ts";

const whole = { ...explanation, settings: { value: "log-prob" } };
const state: RunState = { ...finishedRun, explanation: whole };
const [bed, name, fever] = [
  { start: 27, end: 31 },
  { start: 0, end: 4 },
  { start: 22, end: 23 },
];

function runOf(of: RunState, request: object = {}): Run {
  return { state: of, request: { target: {}, perToken: true, ...request } } as Run;
}

function asking(span: { start: number; end: number }, isKept = true, of = state): RunState {
  return { ...of, ...answerParts(of, span, isKept) };
}

describe("parts that are asked about", () => {
  test("are found by their text, whole tokens each", () => {
    expect(partsNamed(["Dr. Samuel Reed", "by his", "nowhere"], whole)).toEqual([
      name,
      { start: 28, end: 30 },
    ]);
  });

  test("stay beside each other, and the last one is shown", () => {
    const both = asking(bed, true, asking(name));
    expect(both.parts?.map(({ text }) => text)).toEqual(["Dr. Samuel Reed", " sat by his bed"]);
    expect(both.shownPart).toBe(1);
    const again = asking(name, true, both);
    expect(again.parts?.map(({ text }) => text)).toEqual(["Dr. Samuel Reed", " sat by his bed"]);
    expect(again.shownPart).toBe(0);
  });

  test("that were only clicked give way to the next", () => {
    const clicked = asking(fever, false, asking(name));
    expect(clicked).toMatchObject({ shownPart: 1 });
    expect(asking({ start: 5, end: 6 }, false, clicked).parts).toHaveLength(2);
    expect(asking(bed, true, clicked).parts?.map(({ span }) => span)).toEqual([name, bed]);
    expect(asking(fever, true, clicked).parts?.[1]?.isKept).toBe(true);
  });
});

describe("the worker", () => {
  test("is asked for a part of the whole answer's own evaluations", () => {
    const request = partRequest(runOf(asking(bed)), bed);
    expect(request).toMatchObject({ perToken: false, target: { parts: [bed] } });
    expect(request?.target.ids).toHaveLength(34);
  });

  test("is asked for a gradient of the part itself", () => {
    const gradient = { ...whole, settings: { value: "log-prob", pooling: "l2" } };
    const request = partRequest(runOf(asking(bed, true, { ...state, explanation: gradient })), bed);
    expect(request?.target).toMatchObject({ span: bed });
  });

  test("counts tokens from the start of the answer where a run explains only some", () => {
    const span = { start: 10, end: 44 };
    const request = partRequest(runOf(asking(bed), { target: { span } }), bed);
    expect(request?.target).toEqual({ span, parts: [{ start: 37, end: 41 }] });
  });

  test("is not asked about a single token that was clicked, nor twice", () => {
    expect(partRequest(runOf(asking(fever, false)), fever)).toBeUndefined();
    expect(partRequest(runOf(asking(fever, true)), fever)).toBeDefined();
    const progress = { stage: "loading", past: [], done: 0 } as const;
    const busy = { ...state, ...withPart(asking(bed), bed, { progress }) };
    expect(partRequest(runOf(busy), bed)).toBeUndefined();
  });

  test("has the last word, when it is done", () => {
    const part = { span: bed, text: "", values: { full: -2, none: -6 }, seqAttribution: [1] };
    const partial = { ...whole, parts: [part], partial: true };
    const before = asking(bed);
    const during = withPart(before, bed, { explanation: partial });
    expect(during.parts?.[0]?.finding).toEqual(before.parts?.[0]?.finding);
    const after = withPart(before, bed, { explanation: { ...partial, partial: false } });
    expect(after.parts?.[0]?.finding).toEqual({ values: part.values, seqAttribution: [1] });
  });
});
