import { describe, expect, test } from "vitest";
import type { Masking, RandomControl } from "#protocol/masking";
import { proofSentence } from "../../webview/proof-sentence.ts";
import { plainText } from "../../webview/words.ts";
import { masking } from "./sample.ts";

const sentence = (more: Partial<Masking>, plural = "words") =>
  plainText(proofSentence({ ...masking, ...more }, plural));

/** Every measure has this control: lower is more different for all but the divergence. */
function control(ratio: RandomControl, divergence: RandomControl): Partial<Masking> {
  return {
    random: { probabilityRatio: ratio, klDivergence: divergence, bleu: ratio, rougeL: ratio },
  };
}

test("the design's example", () => {
  expect(proofSentence(masking, "words")).toEqual([
    "Without ",
    { strong: "doctor" },
    " and ",
    { strong: "patient" },
    " the answer changes more than without any of 20 random pairs, by all four measures.",
  ]);
});

/** The sample's control, with so many random sets beaten by each measure, and by the divergence. */
function beating(beaten: number, byDivergence: number): Partial<Masking> {
  const random = Object.entries(masking.random!).map(([id, own]) => [
    id,
    { ...own, beaten: id === "klDivergence" ? byDivergence : beaten },
  ]);
  return { random: Object.fromEntries(random) };
}

test("as many random sets are named as every measure beats", () => {
  expect(sentence(beating(20, 19))).toContain(
    "without 19 of 20 random pairs, by all four measures",
  );
});

describe("the claim is as strong as the figures", () => {
  test("by some measures", () => {
    const { bleu: _, ...others } = masking.metrics;
    const metrics = { ...others, klDivergence: 0.02, bleu: 0.7 };
    expect(sentence({ metrics })).toBe(
      "Without doctor and patient the answer changes more than without any of 20 random pairs by probability ratio and ROUGE-L F1, but not by KL divergence and BLEU-4.",
    );
  });

  test("beyond the mean, within the band", () => {
    const wide = control(
      { beaten: 20, mean: 0.7, low: 0.1, high: 1 },
      { beaten: 20, mean: 0.2, low: 0, high: 0.9 },
    );
    expect(sentence(wide)).toBe(
      "Without doctor and patient the answer changes more than without 20 random pairs on average, but within their 5 to 95 %.",
    );
  });

  test("beyond some means only", () => {
    const mixed = control(
      { beaten: 20, mean: 0.5, low: 0.1, high: 1 },
      { beaten: 20, mean: 0.5, low: 0, high: 0.9 },
    );
    expect(sentence(mixed)).toBe(
      "Without doctor and patient the answer changes more than without 20 random pairs on average by probability ratio and BLEU-4, but not by KL divergence and ROUGE-L F1.",
    );
  });

  test("no better than chance", () => {
    const strong = control(
      { beaten: 20, mean: 0.2, low: 0.1, high: 0.6 },
      { beaten: 20, mean: 0.5, low: 0, high: 0.9 },
    );
    expect(sentence(strong)).toBe(
      "Without doctor and patient the answer changes no more than without 20 random pairs on average: chance does as well.",
    );
  });

  test("a figure at the band's edge is not beyond it", () => {
    const edge = control(
      { beaten: 20, mean: 1, low: 0.29, high: 1 },
      { beaten: 20, mean: 0, low: 0, high: 0.34 },
    );
    expect(
      sentence({ ...edge, metrics: { probabilityRatio: 0.29, klDivergence: 0.34 } }),
    ).toContain("on average, but within their 5 to 95 %");
  });
});

describe("what is compared", () => {
  test.each([
    [[6], "words", "Without doctor the answer", "any of 20 random words,"],
    [[3, 6, 9], "words", "Without story, doctor and patient the", "random sets of 3 words,"],
    [[0, 3, 6, 8, 9], "words", "Without these 5 words the", "random sets of 5 words,"],
    [[6], "sentences", "Without doctor the", "random sentences,"],
  ])("%j of the %s", (masked, plural, start, end) => {
    const text = sentence({ masked }, plural);
    expect(text).toContain(start);
    expect(text).toContain(end);
  });

  test("two measures only, where nothing was generated", () => {
    const { answer: _, maskedAnswer: __, diff: ___, ...scored } = masking;
    const metrics = { probabilityRatio: 0.48, klDivergence: 0.34 };
    expect(plainText(proofSentence({ ...scored, metrics }, "words"))).toMatch(
      /by both measures\.$/,
    );
  });
});

test("random sets that still run are counted so far", () => {
  expect(sentence({ ...beating(8, 8), randomSetCount: 8, partial: true })).toContain(
    "any of 8 random pairs so far,",
  );
  expect(sentence({ randomSetCount: 1, partial: true })).toContain(
    "without one random pair so far,",
  );
  expect(sentence({ randomSetCount: 0, random: {}, partial: true })).toBe(
    "Random pairs to compare with are being tried.",
  );
  expect(sentence({ randomSetCount: 0, random: {}, partial: false })).toBe(
    "No random pairs were tried, so nothing is proven yet.",
  );
});

test("an answer whose words stay is said to stay", () => {
  expect(sentence({ maskedAnswer: masking.answer! })).toMatch(/ Its words stay the same\.$/);
});

test("nothing masked, and everything masked", () => {
  expect(sentence({ masked: [] })).toBe("Mask a word to see what the answer loses.");
  expect(sentence({ masked: masking.features.map((_, index) => index) })).toBe(
    "Without these 11 words nothing is left, so there are no other words to compare with.",
  );
});
