import { describe, expect, it } from "vitest";
import { applyEdits, candidateWordings } from "#explain/steering/candidate-wordings";

const text = "Write a sad story about a doctor. Be brief.";
const at = (part: string, factor = 0) => {
  const start = text.indexOf(part);
  return { start, end: start + part.length, factor };
};
const texts = (...parts: string[]) =>
  candidateWordings(
    text,
    parts.map((part) => at(part)),
  ).map(({ kind, text }) => [kind, text]);

describe("candidate wordings", () => {
  it("delete, move, repeat and emphasise a word", () => {
    expect(texts("sad")).toEqual([
      ["delete", "Write a story about a doctor. Be brief."],
      ["move to the end", "Write a story about a doctor. Be brief. Sad."],
      ["repeat", "Write a sad story about a doctor. Be brief. Sad."],
      ["repeat", "Write a sad sad story about a doctor. Be brief."],
      ["emphasise", "Write a SAD story about a doctor. Be brief."],
      ["emphasise", "Write a **sad** story about a doctor. Be brief."],
      ["emphasise", "Write a very sad story about a doctor. Be brief."],
      ["emphasise", "Write a only sad story about a doctor. Be brief."],
    ]);
  });

  it("shorten a stretch of several words to either half", () => {
    const shortened = texts("sad story about").filter(([kind]) => kind === "shorten");
    expect(shortened.map(([, own]) => own)).toEqual([
      "Write a sad story a doctor. Be brief.",
      "Write a about a doctor. Be brief.",
    ]);
  });

  it("delete all of several stretches together", () => {
    expect(texts("sad", "Be brief.")).toContainEqual(["delete", "Write a story about a doctor."]);
  });

  it("say what they change: the edits make the text", () => {
    for (const { edits, text: changed } of candidateWordings(text, [at("sad"), at("a doctor")]))
      expect(applyEdits(text, edits)).toBe(changed);
  });

  it("leave out what leaves nothing", () => {
    const all = { start: 0, end: text.length, factor: 0 };
    expect(candidateWordings(text, [all]).every((wording) => wording.text.trim() !== "")).toBe(
      true,
    );
  });
});
