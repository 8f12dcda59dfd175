import { describe, expect, test } from "vitest";
import { heatmapRows, heatmapScores, movedCell } from "../../webview/heatmap-rows.ts";
import { explanation, featuresOf } from "./sample.ts";

const sentence = "The cat sat on the red box. ";
const words = ["The", "cat", "sat", "on", "the", "red", "box", "."];
const count = 9;
const long = {
  ...explanation,
  prompt: { text: sentence.repeat(count), tokens: [] },
  features: featuresOf(sentence.repeat(count), Array.from({ length: count }, () => words).flat()),
  seqAttribution: Array.from({ length: count * words.length }, (_, i) => i),
  tokenAttribution: [
    Array.from({ length: count * words.length }, () => 1),
    Array.from({ length: count * words.length }, (_, i) => i),
  ],
};

test("a row for each word, with its scores for each token", () => {
  const rows = heatmapRows(explanation, []);
  expect(rows.map(({ label }) => label)).toEqual(explanation.features.map(({ text }) => text));
  const scores = heatmapScores(explanation, rows);
  // design/shots/dark-heatmap.png: doctor → fever.
  expect(scores[6]![22]).toBeCloseTo(0.95, 2);
});

describe("more than sixty words", () => {
  test("become sentences, which have the sums of their words", () => {
    const rows = heatmapRows(long, []);
    expect(rows).toHaveLength(count);
    expect(rows[0]).toMatchObject({ label: sentence.trim(), sentence: { isOpen: false } });
    const scores = heatmapScores(long, rows);
    expect(scores[0]).toEqual([words.length, 28]);
    expect(rows.flatMap(({ features }) => features)).toEqual(long.features.map((_, i) => i));
  });

  test("stand below their sentence when it is open", () => {
    const rows = heatmapRows(long, [1]);
    expect(rows.slice(1, 10).map(({ label }) => label)).toEqual([sentence.trim(), ...words]);
    expect(rows[2]?.features).toEqual([words.length]);
  });

  test("stay words where there is but one sentence", () => {
    const text = "word ".repeat(70).trim();
    const one = {
      ...long,
      prompt: { text, tokens: [] },
      features: featuresOf(text, text.split(" ")),
    };
    expect(heatmapRows(one, [])).toHaveLength(70);
  });
});

describe("keys", () => {
  const size = { rowCount: 5, columnCount: 8 };
  const press = (key: string, ctrlKey = false) =>
    movedCell({ row: 2, column: 3 }, { key, ctrlKey }, size);

  test.each([
    ["ArrowRight", { row: 2, column: 4 }],
    ["ArrowLeft", { row: 2, column: 2 }],
    ["ArrowDown", { row: 3, column: 3 }],
    ["ArrowUp", { row: 1, column: 3 }],
    ["PageDown", { row: 4, column: 3 }],
    ["PageUp", { row: 0, column: 3 }],
    ["Home", { row: 2, column: 0 }],
    ["End", { row: 2, column: 7 }],
    ["a", undefined],
  ])("%s", (key, cell) => expect(press(key)).toEqual(cell));

  test("Ctrl+Home and Ctrl+End go to the corners", () => {
    expect(press("Home", true)).toEqual({ row: 0, column: 0 });
    expect(press("End", true)).toEqual({ row: 4, column: 7 });
  });

  test("stay within the matrix", () => {
    expect(movedCell({ row: 0, column: 0 }, { key: "ArrowUp", ctrlKey: false }, size)).toEqual({
      row: 0,
      column: 0,
    });
  });
});
