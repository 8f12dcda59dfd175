import { describe, expect, test } from "vitest";
import { addsUp, isFlat, sumSentence } from "../../webview/scores-sentence.ts";
import { plainText } from "../../webview/words.ts";
import { explanation } from "./sample.ts";

const sentence = (more: object) => plainText(sumSentence({ ...explanation, ...more }, "words"));

describe("what the scores sum to", () => {
  test("the whole difference, where they add up", () => {
    expect(addsUp(explanation)).toBe(true);
    expect(sentence({})).toBe(
      "The scores sum to +35.45 nats: the answer’s log-probability with the whole prompt (−18.8) less that with every part masked (−54.2).",
    );
  });

  test("less than it, where words stand in for each other", () => {
    const ablation = { method: "feature-ablation", seqAttribution: explanation.maskedAlone };
    expect(sentence(ablation)).toBe(
      "The scores sum to +7.01 nats, but the answer’s log-probability with the whole prompt (−18.8) less that with every part masked (−54.2) is +35.45 nats: some words stand in for each other or need each other.",
    );
  });

  test("without the masked value there is nothing to compare with", () => {
    expect(sentence({ values: { full: -18.79 } })).toBe(
      "The scores sum to +35.45 nats; the answer’s log-probability with the whole prompt is −18.8.",
    );
  });

  test("scores without a unit are not summed", () => {
    expect(sentence({ method: "random" })).toBe(
      "These scores have no unit. Compare them with one another, and with the even share of 9\u00a0%.",
    );
  });
});

test("a prompt is flat where masking any one word changes the likelihood by less than 5 %", () => {
  const flat = explanation.features.map(() => 0.048);
  const { maskedAlone: _, ...rest } = explanation;
  expect(isFlat({ ...explanation, maskedAlone: flat })).toBe(true);
  expect(isFlat({ ...rest, method: "feature-ablation", seqAttribution: flat })).toBe(true);
  expect(isFlat({ ...rest, seqAttribution: flat })).toBe(false);
  expect(isFlat(explanation)).toBe(false);
});
