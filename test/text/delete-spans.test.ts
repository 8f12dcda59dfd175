import { expect, it } from "vitest";
import { deleteSpans } from "#text/delete-spans";

it.each([
  ["a word with the space before it", "one two three", ["two"], "one three"],
  ["the first word with the space after it", "one two three", ["one"], "two three"],
  ["the last word", "one two three", ["three"], "one two"],
  ["neighbours", "one two three four", ["one", "two"], "three four"],
  ["a full stop", "one two.", ["."], "one two"],
  ["the word before a full stop", "one two.", ["two"], "one."],
  ["the first word of an indented line", "one\n  two three", ["two"], "one\n  three"],
  ["a whole line leaves it empty", "one\ntwo\nthree", ["two"], "one\n\nthree"],
  ["everything", "one two", ["one", "two"], ""],
  ["nothing", " one ", [], " one "],
  ["inside a word", "unhappy", ["un"], "happy"],
])("%s", (_, text, words, expected) => {
  const spans = words.map((word) => {
    const start = text.indexOf(word);
    return { start, end: start + word.length };
  });
  const { text: left, removed } = deleteSpans(text, spans);
  expect(left).toBe(expected);
  const kept = removed.reduceRight(
    (all, { start, end }) => all.slice(0, start) + all.slice(end),
    text,
  );
  expect(kept).toBe(expected);
});
