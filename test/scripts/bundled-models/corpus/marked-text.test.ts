import { expect, it } from "vitest";
import {
  article,
  enumerate,
  fill,
  join,
  joinSentences,
  mark,
  plain,
} from "../../../../scripts/bundled-models/corpus/marked-text.ts";

it("fills slots, with articles, and marks what it put in", () => {
  expect(fill("{x} and {a:y}.", { x: mark("one", "n"), y: "apple" })).toEqual({
    text: "One and an apple.",
    spans: [
      { start: 0, end: 3, label: "n" },
      { start: 11, end: 16, label: "y" },
    ],
  });
  expect(() => fill("{missing}", {})).toThrow("no slot missing");
});

it("shifts marks when it joins", () => {
  expect(join([plain("ab"), mark("c", "l")], " ").spans).toEqual([
    { start: 3, end: 4, label: "l" },
  ]);
  expect(joinSentences([plain("Write it"), mark("Thanks", "l")])).toEqual({
    text: "Write it. Thanks",
    spans: [{ start: 10, end: 16, label: "l" }],
  });
  expect(enumerate(["a", "b", "c"].map(plain)).text).toBe("a, b and c");
});

it.each([
  ["apple", "an"],
  ["hourglass", "an"],
  ["umbrella", "an"],
  ["university", "a"],
  ["unicorn", "a"],
  ["purple hat", "a"],
  ["orange", "an"],
  ["bread", ""],
  ["red gloves", ""],
])("puts the right article before %s", (noun, expected) => {
  expect(article(noun)).toBe(expected);
});
