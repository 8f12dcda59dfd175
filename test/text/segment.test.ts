import { describe, expect, it } from "vitest";
import { diffWords } from "#text/diff";
import { mapSpan } from "#text/mapped-text";
import { type SegmentKind, segments } from "#text/segment";
import { filledAt, fillTemplate, replaceSpans } from "#text/template";

function checkSegments(text: string, kind: SegmentKind, expected: string[]) {
  const spans = segments(text, kind);
  expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  expect(spans.map((span) => span.start)).toEqual(
    [0, ...spans.map((span) => span.end)].slice(0, -1),
  );
}

describe("segments cover the text", () => {
  it.each<[SegmentKind, string, string[]]>([
    ["word", "Write a story.", ["Write", " ", "a", " ", "story", "."]],
    ["word", "don't… stop?!", ["don't", "…", " ", "stop", "?!"]],
    ["word", "a  b\n\tc", ["a", "  ", "b", "\n\t", "c"]],
    ["word", "I 🍕👩‍👩‍👧!", ["I", " ", "🍕", "👩‍👩‍👧", "!"]],
    ["word", "Cafe\u0301 мир", ["Cafe\u0301", " ", "мир"]],
    ["sentence", "One. Two!\n- three\n- four", ["One. ", "Two!\n", "- three\n", "- four"]],
    ["line", "a\r\nb\nc", ["a\r\n", "b\n", "c"]],
    ["paragraph", "a\nb\n\nc\r\n \r\nd", ["a\nb\n\n", "c\r\n \r\n", "d"]],
    ["paragraph", "\n\na", ["\n\n", "a"]],
  ])("%s of %j", (kind, text, expected) => checkSegments(text, kind, expected));
});

describe("template", () => {
  it("fills slots and says where", () => {
    const filled = fillTemplate("{name} lives in {city}; {name}!", { name: "Dave", city: "Oslo" });
    expect(filled.text).toBe("Dave lives in Oslo; Dave!");
    expect(filled.slots).toEqual([
      {
        name: "name",
        spans: [
          { start: 0, end: 4 },
          { start: 20, end: 24 },
        ],
      },
      { name: "city", spans: [{ start: 14, end: 18 }] },
    ]);
  });

  it("numbers slots without a name, and names what does not fit", () => {
    const filled = fillTemplate("{} and {}", { 0: "a", extra: "b" });
    expect(filled).toMatchObject({ missing: ["1"], unused: ["extra"] });
  });

  it("fills slots in a document, each value from its whole slot", () => {
    const document = "---\n{name} in {city}, {state}.";
    const mapped = filledAt(
      document,
      { start: 4, end: document.length - 1 },
      { name: "Dave", city: "Palm Coast" },
    );
    expect(mapped.text).toBe("Dave in Palm Coast, {state}");
    const shown = (start: number, end: number) => {
      const span = mapSpan(mapped, { start, end });
      return document.slice(span.start, span.end);
    };
    expect(shown(0, 4)).toBe("{name}");
    expect(shown(8, 12)).toBe("{city}");
    expect(shown(4, 8)).toBe(" in ");
    expect(shown(20, 27)).toBe("{state}");
  });

  it("replaces stretches in any order", () => {
    const edits = [
      { span: { start: 4, end: 5 }, replacement: "" },
      { span: { start: 0, end: 1 }, replacement: "xy" },
    ];
    expect(replaceSpans("a b c", edits)).toBe("xy b ");
  });
});

describe("word diff", () => {
  it.each([
    ["a b c", "a b c", [["same", "a b c"]]],
    [
      "the cat sat.",
      "the dog sat.",
      [
        ["same", "the "],
        ["removed", "cat "],
        ["added", "dog "],
        ["same", "sat."],
      ],
    ],
    ["one  two", "one two", [["same", "one  two"]]],
    ["", "new", [["added", "new"]]],
  ])("%j against %j", (before, after, expected) => {
    expect(diffWords(before, after).map(({ kind, text }) => [kind, text])).toEqual(expected);
  });
});
