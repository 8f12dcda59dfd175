import { expect, test } from "vitest";
import { diffWords, type TextDiffPart } from "#text/diff";
import { answerColumns, type Stretch } from "../../webview/answer-columns.ts";
import { masking } from "./sample.ts";

const written = (stretches: readonly Stretch[]) =>
  stretches.map(({ text, isChanged }) => (isChanged ? `[${text}]` : text)).join("");

function columns(...parts: readonly (readonly [TextDiffPart["kind"], string])[]) {
  const { left, right } = answerColumns(parts.map(([kind, text]) => ({ kind, text })));
  return [written(left), written(right)];
}

test("left what was there, right what came instead", () => {
  const { left, right } = answerColumns(masking.diff!);
  expect(written(left)).toBe(
    "[Dr. Samuel Reed] had [run] the small [clinic] for thirty years. One night a [patient] came in with [a high fever,] and the [doctor] sat by [his bed] until morning.",
  );
  expect(left.map(({ text }) => text).join("")).toBe(masking.answer);
  expect(right.map(({ text }) => text).join("")).toBe(masking.maskedAnswer);
});

test("neighbours are one stretch, also over the space between them", () => {
  expect(
    columns(["removed", "a"], ["added", "x"], ["same", " "], ["removed", "b"], ["same", " c"]),
  ).toEqual(["[a b] c", "[x]  c"]);
  expect(columns(["removed", "a "], ["added", "x "], ["removed", "b "], ["same", "c"])).toEqual([
    "[a b] c",
    "[x] c",
  ]);
});

test("the space at the ends of a change is not coloured, a change of space alone is", () => {
  expect(columns(["same", "a"], ["removed", " b "], ["same", "c"])).toEqual(["a [b] c", "ac"]);
  expect(columns(["same", "a"], ["removed", "\n"], ["added", " "], ["same", "b"])).toEqual([
    "a[\n]b",
    "a[ ]b",
  ]);
});

test("an empty side is empty", () => {
  expect(columns(["removed", "all"])).toEqual(["[all]", ""]);
  expect(columns()).toEqual(["", ""]);
});

test.each([
  ["a clinic, and the name was Hugo", "a clinic, and the"],
  ["a clinic, and the", "a clinic, and the name was Hugo"],
  ["One  two\nthree", "One two three four"],
  [" the end", "the  end "],
])("each answer keeps its own white space: %j against %j", (before, after) => {
  const { left, right } = answerColumns(diffWords(before, after));
  expect(left.map(({ text }) => text).join("")).toBe(before);
  expect(right.map(({ text }) => text).join("")).toBe(after);
});
