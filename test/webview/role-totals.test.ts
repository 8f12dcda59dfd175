import { describe, expect, test } from "vitest";
import type { Explanation, Role } from "#protocol/explanation";
import { roleTotals } from "../../webview/role-totals.ts";
import { explanation, featuresOf } from "./sample.ts";

function chat(text: string, words: readonly string[], roles: readonly Role[] = []): Explanation {
  const tokens = roles.map((role, id) => ({ id, text: "", role, start: 0, end: 0 }));
  const features = featuresOf(text, words);
  return {
    ...explanation,
    prompt: { text, tokens },
    features,
    seqAttribution: words.map((_, index) => index + 1),
  };
}

test("a prompt by itself is one part", () => {
  expect(roleTotals(explanation, "words")).toMatchObject([{ part: "Prompt", note: "11 words" }]);
});

test("what the model saw beside the prompt is named, also where it was kept as it is", () => {
  const totals = roleTotals(
    chat("a b", ["a", "b"], ["user", "user", "system", "template"]),
    "words",
  );
  expect(totals).toEqual([
    { part: "Prompt", total: 3, note: "2 words" },
    { part: "System prompt", total: undefined, note: "kept, not scored" },
    { part: "Template", total: undefined, note: "kept, not scored" },
  ]);
});

test("features of the template count for it", () => {
  const totals = roleTotals(chat("a b", ["a", "b"], ["special", "user"]), "words");
  expect(totals).toEqual([
    { part: "Prompt", total: 2, note: "1 word" },
    { part: "Template", total: 1, note: "1 word" },
  ]);
});

describe("examples", () => {
  test("are summed apart from the question", () => {
    const text = "Q: one\nA: eins\nQ: two\nA: zwei\nQ: three\nA:";
    const words = ["one", "eins", "two", "zwei", "three"];
    expect(roleTotals(chat(text, words), "words")).toEqual([
      { part: "Prompt", total: 5, note: "1 word" },
      { part: "Examples", total: 10, note: "2 examples, 4 words" },
    ]);
  });

  test("may be written with arrows", () => {
    const text = "good -> positive\nbad -> negative\nfine ->";
    const totals = roleTotals(chat(text, ["good", "positive", "bad", "negative", "fine"]), "words");
    expect(totals.map(({ part, total }) => [part, total])).toEqual([
      ["Prompt", 5],
      ["Examples", 10],
    ]);
  });
});
