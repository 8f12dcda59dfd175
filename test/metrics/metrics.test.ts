import { describe, expect, it } from "vitest";
import { bleu } from "#metrics/bleu";
import { cosine } from "#metrics/cosine";
import { klDivergence } from "#metrics/kl-divergence";
import { probabilityRatio } from "#metrics/probability-ratio";
import { rougeL, rougeN } from "#metrics/rouge";

const logs = (...probabilities: number[]) => Float64Array.from(probabilities, Math.log);
const words = (text: string) => text.split(" ");

describe("probability ratio", () => {
  it.each([
    ["nothing changed", [0.5, 0.2], [0.5, 0.2], 1],
    ["every token half as likely", [0.5, 0.2], [0.25, 0.1], 0.5],
    ["a geometric mean: 1/4 and 1", [0.8, 0.1], [0.2, 0.1], 0.5],
  ])("%s", (_, full, masked, expected) => {
    expect(probabilityRatio(logs(...full), logs(...masked))).toBeCloseTo(expected, 12);
  });
});

describe("KL divergence over positions", () => {
  it.each([
    ["nothing changed", [0.5, 0.2], [0.5, 0.2], 0],
    ["all in proportion", [0.5, 0.2], [0.25, 0.1], 0],
    [
      "(1/2, 1/2) against (3/4, 1/4): ½ ln(2/3) + ½ ln 2",
      [0.3, 0.3],
      [0.3, 0.1],
      0.5 * Math.log(4 / 3),
    ],
  ])("%s", (_, full, masked, expected) => {
    expect(klDivergence(logs(...full), logs(...masked))).toBeCloseTo(expected, 12);
  });
});

describe("BLEU-4", () => {
  const reference = words("the cat is on the mat today");
  it.each([
    ["equal", reference, reference, 1],
    ["equal and short", words("Sports"), words("Sports"), 1],
    ["nothing in common", words("a b c d"), words("e f g h"), 0],
    ["nothing against something", words("a b c d"), [], 0],
    // 1-grams 5/6, 2-grams 3/5, 3-grams 2/4, 4-grams 1/3, no brevity penalty.
    [
      "one word changed of six",
      words("a b c d e f"),
      words("a x c d e f"),
      (((((((5 / 6) * 3) / 5) * 2) / 4) * 1) / 3) ** 0.25,
    ],
    // Papineni 2002, example 2: "the" seven times counts twice; no bigram matches.
    ["clipped", words("the cat is on the mat"), words("the the the the the the the"), 0],
    ["shorter: e^(1 − 7/5)", reference, reference.slice(0, 5), Math.exp(1 - 7 / 5)],
  ])("%s", (_, wanted, given, expected) => {
    expect(bleu(wanted, given)).toBeCloseTo(expected, 12);
  });
});

describe("ROUGE-L", () => {
  // Lin 2004, section 3.1: the sentences S1 to S3 and their F1 with β = 1.
  const police = words("police killed the gunman");
  it.each([
    ["equal", police, police, 1, 1, 1],
    ["police kill the gunman", police, words("police kill the gunman"), 0.75, 0.75, 0.75],
    ["the gunman kill police", police, words("the gunman kill police"), 0.5, 0.5, 0.5],
    ["longer", words("a b"), words("a x b y"), 0.5, 1, 2 / 3],
    ["nothing in common", words("a"), words("b"), 0, 0, 0],
  ])("%s", (_, wanted, given, precision, recall, f1) => {
    const rouge = rougeL(wanted, given);
    expect(rouge.precision).toBeCloseTo(precision, 12);
    expect(rouge.recall).toBeCloseTo(recall, 12);
    expect(rouge.f1).toBeCloseTo(f1, 12);
  });
});

describe("BLEU-4 over characters", () => {
  it("counts runs of characters, as the code of XPrompt does", () => {
    // "abcdef" against "abxdef": 5/6, 3/5, 1/4, 0/3: no run of four is shared.
    expect(bleu([..."abcdef"], [..."abxdef"])).toBe(0);
    // "abcdefgh" against "abcdefgx": 7/8, 6/7, 5/6, 4/5.
    expect(bleu([..."abcdefgh"], [..."abcdefgx"])).toBeCloseTo((4 / 8) ** 0.25, 12);
  });
});

describe("ROUGE-N", () => {
  const reference = words("the cat sat on the mat");
  it.each([
    ["equal", reference, reference, 1, 1, 1, 1],
    // Unigrams the, cat, the of 4: 3; bigrams the cat: 1 of 3; the reference has 6 and 5.
    ["shared words", reference, words("the cat loves the"), 3 / 4, 3 / 6, 1 / 3, 1 / 5],
    ["as often as both have it", words("a a a"), words("a a b b"), 2 / 4, 2 / 3, 1 / 3, 1 / 2],
    ["nothing in common", words("a b"), words("c d"), 0, 0, 0, 0],
  ])("%s", (_, wanted, given, precision1, recall1, precision2, recall2) => {
    const [one, two] = [rougeN(wanted, given, 1), rougeN(wanted, given, 2)];
    expect(one.precision).toBeCloseTo(precision1, 12);
    expect(one.recall).toBeCloseTo(recall1, 12);
    expect(two.precision).toBeCloseTo(precision2, 12);
    expect(two.recall).toBeCloseTo(recall2, 12);
    const sum = one.precision + one.recall;
    expect(one.f1).toBeCloseTo(sum === 0 ? 0 : (2 * one.precision * one.recall) / sum, 12);
  });

  it("two texts without pairs of words are equal", () => {
    expect(rougeN(["a"], ["b"], 2).f1).toBe(1);
  });
});

describe("cosine", () => {
  it.each([
    ["equal", [1, 2], [1, 2], 1],
    ["in proportion", [1, 2], [2, 4], 1],
    ["at right angles", [1, 0], [0, 3], 0],
    ["opposed", [1, 1], [-1, -1], -1],
    ["of nothing", [0, 0], [1, 1], 0],
    ["with no numbers at all, as of an empty answer", [1, 2], [], 0],
    ["(1, 2) and (2, 1): 4/5", [1, 2], [2, 1], 0.8],
  ])("%s", (_, a, b, expected) => {
    expect(cosine(a, b)).toBeCloseTo(expected, 12);
  });
});
