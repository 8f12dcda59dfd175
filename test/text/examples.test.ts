import { describe, expect, it } from "vitest";
import { segments } from "#text/segment";

function checkExamples(text: string, expected: readonly string[]) {
  const cuts = segments(text, "example").map(({ start, end }) => text.slice(start, end));
  expect(cuts.join("")).toBe(text);
  expect(cuts.map((cut) => cut.trim()).filter((cut) => cut !== "")).toEqual(expected);
}

describe("few-shot examples", () => {
  it.each<[string, string, string[]]>([
    [
      "of the Captum paper",
      `Decide if the review is Positive or Negative. Output only either:
'I really liked the Avengers!' -> Positive
'I hated it -- so bad' -> Negative
'Won't recommend' ->`,
      [
        "Decide if the review is Positive or Negative. Output only either:",
        "'I really liked the Avengers!' -> Positive",
        "'I hated it -- so bad' -> Negative",
        "'Won't recommend' ->",
      ],
    ],
    [
      "with their arrows on lines of their own",
      "Classify.\n\nIt was long,\nbut good.\n-> Positive\n\nBad!\n=> Negative\n\nSo so.\n→",
      ["Classify.", "It was long,\nbut good.\n-> Positive", "Bad!\n=> Negative", "So so.\n→"],
    ],
    [
      "as questions and answers",
      "Answer briefly.\r\n\r\nQ: 1 + 1?\r\nA: 2\r\n\r\nQ: Is it: red?\r\nA: no\r\n\r\nQ: 2 + 2?\r\nA:",
      ["Answer briefly.", "Q: 1 + 1?\r\nA: 2", "Q: Is it: red?\r\nA: no", "Q: 2 + 2?\r\nA:"],
    ],
    [
      "with other labels, after a label that comes once",
      "Task: label it\nText: good\nLabel: +\nText: bad\nLabel: -\nText: well",
      ["Task: label it", "Text: good\nLabel: +", "Text: bad\nLabel: -", "Text: well"],
    ],
    [
      "numbered",
      "Example 1:\nInput: a\nOutput: b\nExample 2:\nInput: c\nOutput: d",
      ["Example 1:\nInput: a\nOutput: b", "Example 2:\nInput: c\nOutput: d"],
    ],
    [
      "in Markdown's bold",
      "**Input:** a\n**Output:** b\n**Input:** c\n**Output:** d",
      ["**Input:** a\n**Output:** b", "**Input:** c\n**Output:** d"],
    ],
    [
      "divided by lines",
      "Intro\n###\nx is y\n###\nz is\n###\n",
      ["Intro\n###", "x is y\n###", "z is\n###"],
    ],
    [
      "that are none: paragraphs",
      "One thing.\n\nAnother -> thing.",
      ["One thing.", "Another -> thing."],
    ],
    ["of an empty text", "", []],
  ])("%s", (_, text, expected) => checkExamples(text, expected));
});
