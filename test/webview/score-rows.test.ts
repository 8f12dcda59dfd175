import { describe, expect, test } from "vitest";
import {
  barOf,
  barScale,
  type ScoreColumn,
  scoreRows,
  sortedRows,
} from "../../webview/score-rows.ts";
import { explanation } from "./sample.ts";

const rows = scoreRows(explanation);

test("a row has rank, share and what the feature costs alone", () => {
  // design/shots/dark-scores.png, but for the shares: there the sum has a system prompt in it.
  expect(rows[6]).toMatchObject({ rank: 1, score: 13.4283, alone: 1.15, aloneRank: 4 });
  expect(rows[2]).toMatchObject({ rank: 11, aloneRank: 11 });
  expect(rows.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1);
});

test("there are no shares of a sum that is not positive", () => {
  const [row] = scoreRows({ ...explanation, seqAttribution: [1, -2] });
  expect(row?.share).toBeUndefined();
});

describe("sorting", () => {
  const order = (column: ScoreColumn, isDescending: boolean) =>
    sortedRows(rows, { column, isDescending }).map(({ feature }) => feature);

  test("by score as in the picture", () => {
    expect(order("score", true)).toEqual([6, 9, 3, 8, 0, 10, 4, 5, 1, 7, 2]);
    expect(order("rank", false)).toEqual(order("score", true));
    expect(order("share", true)).toEqual(order("score", true));
  });

  test("by what each costs alone", () => {
    expect(order("alone", true).slice(0, 4)).toEqual([3, 8, 9, 6]);
    expect(order("aloneRank", false)).toEqual(order("alone", true));
  });

  test("by the prompt's order, both ways", () => {
    expect(order("word", false)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(order("word", true)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  test("equal scores keep the prompt's order", () => {
    const equal = scoreRows({ ...explanation, seqAttribution: [1, 2, 1, 2] });
    const sorted = sortedRows(equal, { column: "score", isDescending: true });
    expect(sorted.map(({ feature }) => feature)).toEqual([1, 3, 0, 2]);
  });
});

describe("bars", () => {
  test.each([
    ["the mock's", explanation.seqAttribution],
    ["opposing only", [-3, -1]],
    ["mostly opposing", [1, -9]],
    ["supporting only", [2, 1]],
    ["nothing", [0, 0]],
  ])("%s fit into their width", (_, scores) => {
    const scale = barScale(scores, 180);
    expect(scale.zero).toBeGreaterThanOrEqual(180 * 0.12);
    for (const score of scores) {
      const { x, width } = barOf(score, scale);
      expect(x).toBeGreaterThanOrEqual(4 - 1e-9);
      expect(x + width).toBeLessThanOrEqual(176 + 1);
    }
  });

  test("zero stands at 12 % as in the mock, and the longest bar ends at the margin", () => {
    const scale = barScale(explanation.seqAttribution, 180);
    expect(scale.zero).toBeCloseTo(21.6);
    const { x, width } = barOf(13.4283, scale);
    expect(x + width).toBeCloseTo(176);
  });
});
