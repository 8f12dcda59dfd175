import { expect, test } from "vitest";
import type { Feature } from "#protocol/explanation";
import { promptPieces } from "../../webview/prompt-pieces.ts";
import { featuresOf } from "./sample.ts";

const written = (text: string, features: readonly Feature[]) =>
  promptPieces(text, features).map((piece) =>
    piece.feature === undefined ? piece.text : `${piece.feature}:${piece.text}`,
  );

test("features and what lies between them are the whole text", () => {
  const text = "  Two words. ";
  expect(written(text, featuresOf(text, ["Two", "words", "."]))).toEqual([
    "  ",
    "0:Two",
    " ",
    "1:words",
    "2:.",
    " ",
  ]);
});

test("a feature of several stretches stands in each, and is reached by the first", () => {
  const group = { start: 0, end: 5, text: "a b c", tokens: [], spans: [] as Feature["spans"] & [] };
  const features = [
    {
      ...group,
      spans: [
        { start: 0, end: 1 },
        { start: 4, end: 5 },
      ],
    },
    { start: 2, end: 3, text: "b", tokens: [] },
  ];
  expect(written("a b c", features)).toEqual(["0:a", " ", "1:b", " ", "0:c"]);
  expect(promptPieces("a b c", features).map(({ isFirst }) => isFirst)).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
});

test("a feature outside the text has no place in it", () => {
  expect(written("a", [{ start: 0, end: 0, text: "<bos>", tokens: [0] }])).toEqual(["a"]);
});
