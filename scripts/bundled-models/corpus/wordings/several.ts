import { Wordings } from "../wordings.ts";

export const twoQuestions = new Wordings({
  train: [
    "{one} {two}",
    "{one}\n{two}",
    "{one} [And|Also|Then|Next|And then|And now]: {two}",
    "[Two questions|Two things|I have two questions|Please answer both|Answer both][.|:] {one} {two}",
    "1. {one}[ |\n]2. {two}",
    "1) {one}[ |\n]2) {two}",
    "[First|First question|One]: {one}[ |\n][Second|Second question|Two]: {two}",
  ],
  test: [
    "I want to know two things: {one} {two}",
    "{one} One more question: {two}",
    "My first question: {one} My last question: {two}",
  ],
  final: ["Here are two questions for you. {one} {two}", "{one} After that, {two}"],
});
