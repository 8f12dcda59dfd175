import { describe, expect, test } from "vitest";
import { findingFromTokens, quoted, shownExplanation, shownName } from "#protocol/answer-parts";
import { explanation, finishedRun } from "../webview/sample.ts";

const asked = { ...explanation, settings: { value: "log-prob" } };
const fever = { start: 22, end: 23 };

describe("a part's scores", () => {
  test("are those of its tokens, summed, where the method adds up", () => {
    const finding = findingFromTokens(asked, { start: 22, end: 24 });
    const [first, second] = explanation.tokenAttribution!.slice(22, 24);
    expect(finding?.seqAttribution[6]).toBeCloseTo(first![6]! + second![6]!);
    expect(finding?.values.full).toBeCloseTo((2 * -18.79) / 34);
  });

  test("are not summed for methods and values that do not add up", () => {
    expect(findingFromTokens({ ...asked, method: "lime" }, { start: 0, end: 2 })).toBeUndefined();
    expect(findingFromTokens({ ...asked, method: "saliency" }, fever)).toBeDefined();
    expect(findingFromTokens({ ...asked, settings: { value: "prob" } }, fever)).toBeUndefined();
    const { tokenAttribution: _, ...bare } = asked;
    expect(findingFromTokens(bare, fever)).toBeUndefined();
  });
});

describe("what is shaded", () => {
  const finding = findingFromTokens(asked, fever)!;
  const part = { span: fever, text: " fever", isKept: false };

  test("is the part that is shown, without the errors of the whole answer", () => {
    const shown = shownExplanation({ ...finishedRun, parts: [{ ...part, finding }], shownPart: 0 });
    expect(shown?.seqAttribution).toEqual(explanation.tokenAttribution![22]);
    expect(shown).not.toHaveProperty("standardError");
    expect(shown).not.toHaveProperty("maskedAlone");
  });

  test("is the whole answer until the part's scores are there", () => {
    const waiting = { ...finishedRun, parts: [part], shownPart: 0 };
    expect(shownExplanation(waiting)).toBe(finishedRun.explanation);
    expect(shownName(waiting)).toBe("the answer");
    expect(shownName({ ...waiting, parts: [{ ...part, finding }] })).toBe("“fever”");
  });
});

test("a part is quoted in one line, shortened", () => {
  expect(quoted(" sat by\nhis bed")).toBe("“sat by his bed”");
  expect(quoted("a".repeat(50))).toBe(`“${"a".repeat(39)}…”`);
});
