import { describe, expect, it } from "vitest";
import {
  deletionQuestion,
  deletionTitle,
  idleMessage,
  idlePlacement,
  idlePlaces,
  promptAndAnswer,
  sameAnswer,
} from "#editor/idle";
import { movePlacement } from "#editor/placement";
import type { Subject } from "#editor/selection";
import type { MinimalPrompt } from "#protocol/minimal";
import { deleteSpans } from "#text/delete-spans";
import { textAt } from "#text/mapped-text";
import { featuresOf } from "../webview/sample.ts";

const before = "system: x\n";
const text = "Write about the doctor and patient.";
const features = featuresOf(text, ["Write", "about", "the", "doctor", "and", "patient", "."]);
const idle = [1, 2, 4];
const deletion = deleteSpans(
  text,
  idle.map((index) => features[index]!),
);
const minimal: MinimalPrompt = {
  schema: 1,
  model: "story-chat",
  device: "cpu",
  seed: 0,
  settings: {},
  prompt: { text, tokens: [] },
  features,
  target: { text: "Once upon a time", tokens: [] },
  answer: " Once upon a time",
  idle,
  certificate: "locally optimal",
  setCount: 30,
  probabilityRatio: 0.99,
  removed: deletion.removed,
  text: deletion.text,
  minimalAnswer: " Once upon a time",
  isSame: true,
  evaluations: 31,
  plannedEvaluations: 31,
  generations: 1,
  seconds: 1,
  partial: false,
};
const document = before + text;
const subject: Subject = {
  uri: "file:///story.prompt",
  fileName: "story.prompt",
  kind: "block",
  mapped: textAt(document, before.length, document.length),
  fileSettings: {},
  problems: [],
};

describe("The words that do nothing", () => {
  const placement = idlePlacement(subject, minimal);
  const textOf = ({ start, end }: { start: number; end: number }) => document.slice(start, end);

  it("stand where the document has them, and go with the space before them", () => {
    const { words, removed } = idlePlaces(placement);
    expect(words.map((spans) => spans.map(textOf))).toEqual([["about"], ["the"], ["and"]]);
    expect(removed.map(textOf)).toEqual([" about the", " and"]);
    expect(deleteSpans(document, removed).text).toBe(`${before}Write doctor patient.`);
  });

  it("move with an edit above them, and are none after one among them", () => {
    const above = idlePlaces(movePlacement(placement, [{ start: 0, end: 0, insertedLength: 3 }]));
    expect(above.removed).toEqual(
      idlePlaces(placement).removed.map(({ start, end }) => ({ start: start + 3, end: end + 3 })),
    );
    const at = before.length + 7;
    const among = movePlacement(placement, [{ start: at, end: at, insertedLength: 1 }]);
    expect(idlePlaces(among)).toEqual({ words: [], removed: [] });
  });

  it("are named with their company", () => {
    expect(idleMessage(minimal, 1)).toBe(
      "“the” does nothing: without it and 2 others the answer stays the same.",
    );
    expect(idleMessage({ ...minimal, idle: [1, 4] }, 0)).toBe(
      "“about” does nothing: without it and 1 other the answer stays the same.",
    );
    expect(idleMessage({ ...minimal, idle: [4] }, 0)).toBe(
      "“and” does nothing: without it the answer stays the same.",
    );
  });

  it("are deleted after a question that shows the answer", () => {
    expect(deletionTitle(minimal, "words")).toBe("Delete the 3 words that do nothing");
    expect(deletionTitle({ ...minimal, idle: [1] }, "words")).toBe(
      "Delete the word that does nothing",
    );
    expect(deletionQuestion(minimal, "words")).toBe(
      "Without “about”, “the” and “and” the answer stays the same.",
    );
    expect(sameAnswer(minimal)).toMatch(
      /^The answer, with them and without:\n\nOnce upon a time\n/,
    );
    expect(sameAnswer({ ...minimal, answer: "a".repeat(2000) }).length).toBeLessThan(800);
    expect(promptAndAnswer(` ${text}`, " Once")).toBe(`Prompt\n\n${text}\n\nAnswer\n\nOnce\n`);
  });
});
