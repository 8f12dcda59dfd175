import { expect, test } from "vitest";
import { measuresOf, trackBand, trackPosition } from "../../webview/measures.ts";
import { masking } from "./sample.ts";

const [ratio, divergence, bleu, rouge] = measuresOf(masking);

test("a row for each measure that there is", () => {
  expect(measuresOf(masking).map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    "Probability ratio per token",
    "KL divergence nats",
    "BLEU-4 words",
    "ROUGE-L F1 words",
  ]);
  const scored = { ...masking, metrics: { probabilityRatio: 0.5, klDivergence: 0.2 } };
  expect(measuresOf(scored).map(({ id }) => id)).toEqual(["probabilityRatio", "klDivergence"]);
  expect(bleu?.value).toBe(0.29);
  expect(rouge?.value).toBe(0.61);
});

test("different is left on every track, so the divergence runs backwards", () => {
  expect(trackPosition(ratio!, 0.48)).toBe(0.48);
  expect(trackPosition(divergence!, 0.34)).toBeCloseTo(0.66);
});

test("what lies beyond the axis stands at its end", () => {
  expect(trackPosition(ratio!, 1.03)).toBe(1);
  expect(trackPosition(divergence!, 7)).toBe(0);
  expect(trackPosition(divergence!, -0.01)).toBe(1);
});

test("the band goes from left to right on either axis", () => {
  expect(trackBand(ratio!, { beaten: 20, mean: 0.96, low: 0.9, high: 1.03 })).toEqual([0.9, 1]);
  expect(trackBand(divergence!, { beaten: 20, mean: 0.01, low: 0, high: 0.25 })).toEqual([0.75, 1]);
});
