import { describe, expect, test } from "vitest";
import { cutAt } from "../../webview/answer-columns.ts";
import {
  charsOfTokens,
  movedPick,
  spanOfPick,
  tokenName,
  tokensWithin,
} from "../../webview/answer-tokens.ts";
import { explanation } from "./sample.ts";

const { tokens, text } = explanation.target;
const textOf = (span: { start: number; end: number }) =>
  tokens
    .slice(span.start, span.end)
    .map((token) => token.text)
    .join("");

describe("what is dragged over", () => {
  const picked = (part: string) => {
    const start = text.indexOf(part);
    return tokensWithin(tokens, text, { start, end: start + part.length });
  };

  test("are the tokens that it touches", () => {
    expect(textOf(picked("sat by his bed")!)).toBe(" sat by his bed");
    expect(textOf(picked("eve")!)).toBe(" fever");
    expect(picked("Dr")).toEqual({ start: 0, end: 1 });
    expect(textOf(picked(text)!)).toBe(text);
  });

  test("white space at its ends picks nothing more", () => {
    expect(textOf(picked(" small ")!)).toBe(" small");
    expect(picked(" ")).toBeUndefined();
  });

  test("stands in the text where its tokens do", () => {
    const { start, end } = charsOfTokens(tokens, picked("Samuel Reed")!);
    expect(text.slice(start, end)).toBe(" Samuel Reed");
  });
});

describe("the arrows", () => {
  test("begin at the end that they point from", () => {
    expect(movedPick(undefined, 1, true, 34)).toEqual({ anchor: 0, focus: 0 });
    expect(movedPick(undefined, -1, true, 34)).toEqual({ anchor: 33, focus: 33 });
  });

  test("move one token, and with Shift the end of the pick, also past its start", () => {
    const moved = movedPick({ anchor: 4, focus: 4 }, 1, false, 34);
    expect(spanOfPick(moved)).toEqual({ start: 5, end: 6 });
    const grown = movedPick(moved, 1, true, 34);
    expect(spanOfPick(grown)).toEqual({ start: 5, end: 7 });
    const back = [-1, -1, -1].reduce((pick, step) => movedPick(pick, step, true, 34), grown);
    expect(spanOfPick(back)).toEqual({ start: 3, end: 6 });
  });

  test("stay within the answer", () => {
    expect(movedPick({ anchor: 33, focus: 33 }, 1, false, 34).focus).toBe(33);
    expect(movedPick({ anchor: 0, focus: 0 }, -1, true, 34).focus).toBe(0);
  });
});

test("a token of white space is named by marks", () => {
  const names = [" doctor", "\n\n", " "].map((own) => tokenName({ id: 0, text: own, logProb: 0 }));
  expect(names).toEqual(["doctor", "⏎⏎", "·"]);
});

test("a part is cut out of the stretches of an answer, whatever differs in them", () => {
  const stretches = [
    { text: "the doctor", isChanged: true },
    { text: " sat by", isChanged: false },
  ];
  expect(cutAt(stretches, { start: 4, end: 14 })).toEqual([
    { text: "the ", isChanged: true, isWithin: false },
    { text: "doctor", isChanged: true, isWithin: true },
    { text: " sat", isChanged: false, isWithin: true },
    { text: " by", isChanged: false, isWithin: false },
  ]);
});
