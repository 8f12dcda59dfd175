import { expect, it } from "vitest";
import { MappedTextBuilder, mapSpan, textAt } from "#text/mapped-text";

const document = 'say("a\\u{1F600}b\\\n  c")';

it("maps a plain stretch by its origin", () => {
  const mapped = textAt("one 🍕 two", 4, 10);
  expect(mapped.text).toBe("🍕 two");
  expect(mapSpan(mapped, { start: 0, end: 2 })).toEqual({ start: 4, end: 6 });
  expect([mapped.place(0), mapped.place(6), mapped.placeEnd(6)]).toEqual([4, 10, 10]);
});

it("places an empty text at its origin", () => {
  const mapped = textAt("abc", 2, 2);
  expect(mapped.text).toBe("");
  expect(mapSpan(mapped, { start: 0, end: 0 })).toEqual({ start: 2, end: 2 });
  expect(mapped.placeEnd(0)).toBe(2);
});

it.each<[string, [number, number], string]>([
  ["plain", [0, 1], "a"],
  ["both halves of an escape", [1, 3], "\\u{1F600}"],
  ["half an escape is all of it", [1, 2], "\\u{1F600}"],
  ["its other half too", [2, 3], "\\u{1F600}"],
  ["up to what is left out", [3, 4], "b"],
  ["after what is left out", [4, 5], "c"],
  ["across what is left out", [3, 5], "b\\\n  c"],
  ["all", [0, 5], "a\\u{1F600}b\\\n  c"],
  ["nothing", [4, 4], ""],
])("maps %s", (_, [start, end], expected) => {
  const mapped = new MappedTextBuilder(document, 5)
    .plain(5, 6)
    .encoded("😀", 6, 15)
    .plain(15, 16)
    .plain(20, 21)
    .build();
  expect(mapped.text).toBe("a😀bc");
  const span = mapSpan(mapped, { start, end });
  expect(document.slice(span.start, span.end)).toBe(expected);
});

it("refuses an offset outside the text", () => {
  expect(() => textAt("abc", 0, 2).place(3)).toThrow("offset 3");
  expect(() => textAt("abc", 0, 2).placeEnd(-1)).toThrow("offset -1");
});
