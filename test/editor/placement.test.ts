import { describe, expect, it } from "vitest";
import { movePlacement, type Placement, type TextChange } from "#editor/placement";

/** "see [Write a story] end": the explained text at 4..17, its words at 4..9, 10..11, 12..17. */
const placement: Placement = {
  whole: { start: 4, end: 17 },
  features: [[{ start: 4, end: 9 }], [{ start: 10, end: 11 }], [{ start: 12, end: 17 }]],
  isStale: false,
};

const insert = (at: number, insertedLength: number): TextChange => ({
  start: at,
  end: at,
  insertedLength,
});
const remove = (start: number, end: number): TextChange => ({ start, end, insertedLength: 0 });

describe("a placement after an edit", () => {
  it.each<[string, TextChange[], [number, number], ([number, number] | undefined)[], boolean]>([
    [
      "far before",
      [insert(0, 3)],
      [7, 20],
      [
        [7, 12],
        [13, 14],
        [15, 20],
      ],
      false,
    ],
    [
      "far behind",
      [insert(19, 3)],
      [4, 17],
      [
        [4, 9],
        [10, 11],
        [12, 17],
      ],
      false,
    ],
    ["inside a word", [insert(14, 2)], [4, 19], [[4, 9], [10, 11], undefined], true],
    [
      "between two words",
      [insert(10, 4)],
      [4, 21],
      [
        [4, 9],
        [14, 15],
        [16, 21],
      ],
      true,
    ],
    [
      "right behind the text",
      [insert(17, 1)],
      [4, 18],
      [
        [4, 9],
        [10, 11],
        [12, 17],
      ],
      true,
    ],
    [
      "right before the text",
      [insert(4, 1)],
      [4, 18],
      [
        [5, 10],
        [11, 12],
        [13, 18],
      ],
      true,
    ],
    ["a word removed", [remove(10, 12)], [4, 15], [[4, 9], undefined, [10, 15]], true],
    ["over the end", [remove(15, 19)], [4, 15], [[4, 9], [10, 11], undefined], true],
    ["over everything", [remove(0, 20)], [0, 0], [undefined, undefined, undefined], true],
    ["two cursors", [insert(0, 1), insert(14, 1)], [5, 19], [[5, 10], [11, 12], undefined], true],
  ])("%s", (_, changes, [start, end], features, isStale) => {
    const moved = movePlacement(placement, changes);
    expect(moved.whole).toEqual({ start, end });
    expect(moved.features).toEqual(
      features.map((span) => (span ? [{ start: span[0], end: span[1] }] : [])),
    );
    expect(moved.isStale).toBe(isStale);
  });

  it("stays stale", () => {
    const stale = movePlacement(placement, [insert(14, 1)]);
    expect(movePlacement(stale, [insert(0, 1)]).isStale).toBe(true);
  });
});
