import { describe, expect, test } from "vitest";
import { partAround, partsTogether, refinementSentence } from "#protocol/refinement-words";
import { formatScore } from "#text/numbers";

const parts = [
  { start: 0, end: 30, score: 5, together: 0.001 },
  { start: 0, end: 12, score: 3, together: -0.5 },
  { start: 4, end: 12, score: 2, together: 1.5 },
];
const refinement = { isMeasured: [true, false, true], parts };

describe("coarse to fine in words", () => {
  test("says how many were masked alone, and what the others have", () => {
    expect(refinementSentence(refinement, "word")).toBe(
      "2 of 3 words were masked alone. The score of each other one is its share of what is left of its part.",
    );
    expect(refinementSentence({ isMeasured: [true, true], parts: [] }, "sentence")).toBe(
      "2 of 2 sentences were masked alone.",
    );
  });

  test("names the parts that do something only together, the strongest first", () => {
    expect(partsTogether(refinement, formatScore)).toEqual([parts[2], parts[1]]);
  });

  test("finds the smallest part around a word that was not masked alone", () => {
    const features = [
      { text: "Ann", start: 0, end: 3, tokens: [0] },
      { text: "gave", start: 4, end: 8, tokens: [1] },
      { text: "it", start: 9, end: 11, tokens: [2] },
    ];
    expect(partAround({ refinement, features }, 1)).toBe(parts[2]);
    expect(partAround({ refinement, features }, 0)).toBeUndefined();
    expect(partAround({ features }, 1)).toBeUndefined();
  });
});
