import { Wordings } from "../wordings.ts";

export const twoQuestions = new Wordings({
  train: [
    "{one} {two}",
    "{one}\n{two}",
    "{one} [And|Also|Then|Next|And then|And now][: |, ]{two}",
    "[Two questions|Two things|I have two questions|Please answer both|Answer both][.|:] {one} {two}",
    "[1. |1) |First: |One: |A: ]{one}[ |\n][2. |2) |Second: |Two: |B: ]{two}",
  ],
  test: [
    "I want to know two things: {one} {two}",
    "{one} One more question: {two}",
    "First question: {one} Last question: {two}",
  ],
  final: ["Here are two questions for you. {one} {two}", "{one} After that, {two}"],
});
