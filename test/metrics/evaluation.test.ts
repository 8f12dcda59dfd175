import { describe, expect, it } from "vitest";
import { bootstrapMean } from "#metrics/bootstrap";
import { curveMasks, describeStep } from "#metrics/class-curves";
import { decisiveAuc, foundLabels } from "#metrics/found-labels";

describe("bootstrap of a mean", () => {
  it("has no width where all are alike", () => {
    expect(bootstrapMean([2, 2, 2], 0)).toEqual({ mean: 2, low: 2, high: 2 });
  });

  it("is the normal interval of many numbers: mean ± 1.96 σ/√n", () => {
    const values = Array.from({ length: 400 }, (_, index) => index % 2);
    const { mean, low, high } = bootstrapMean(values, 7);
    expect(mean).toBe(0.5);
    expect(low).toBeCloseTo(0.5 - (1.96 * 0.5) / 20, 2);
    expect(high).toBeCloseTo(0.5 + (1.96 * 0.5) / 20, 2);
  });

  it("is the same for the same seed, and draws the same prompts for other numbers", () => {
    const values = [1, 4, 2, 8, 5, 7];
    expect(bootstrapMean(values, 3)).toEqual(bootstrapMean(values, 3));
    const one = bootstrapMean(values, 3);
    const tenfold = bootstrapMean(
      values.map((value) => 10 * value),
      3,
    );
    expect(tenfold.low).toBeCloseTo(10 * one.low, 9);
    expect(tenfold.high).toBeCloseTo(10 * one.high, 9);
  });
});

describe("the features that are there at each step", () => {
  const sizes = (masks: Uint8Array[]) => masks.map((mask) => mask.reduce((sum, bit) => sum + bit));

  it("activation: the most relevant come back first, by the signed score", () => {
    const masks = curveMasks("activation", [-5, 3, 1, 2, 0]);
    expect(sizes(masks)).toEqual([0, 1, 1, 2, 2, 3, 4, 4, 4, 5, 5]);
    expect([...masks[1]!]).toEqual([0, 1, 0, 0, 0]);
    expect([...masks[6]!]).toEqual([0, 1, 1, 1, 1]);
  });

  it("pruning: the least relevant go first, by magnitude", () => {
    const masks = curveMasks("pruning", [-5, 3, 1, 2, 0]);
    expect([...masks[1]!]).toEqual([1, 1, 1, 1, 0]);
    expect([...masks[6]!]).toEqual([1, 0, 0, 0, 0]);
    expect([...masks[10]!]).toEqual([0, 0, 0, 0, 0]);
  });

  it("what is kept is always there", () => {
    const masks = curveMasks("activation", [-5, 3, 1, 2, 0], [0]);
    expect(masks.every((mask) => mask[0] === 1)).toBe(true);
  });
});

it("a step: probabilities by softmax, errors summed over classes", () => {
  const whole = Float64Array.of(Math.log(3), 0);
  const step = describeStep(Float64Array.of(0, 0), whole, 0);
  expect(step.probability).toBeCloseTo(1 / 2, 12);
  expect(step.logit).toBe(0);
  expect(step.logitError).toBeCloseTo(Math.log(3) ** 2, 12);
  expect(step.probabilityError).toBeCloseTo(2 / 16, 12);
});

describe("labels that a set of features finds", () => {
  const features = ["The", "doctor", "and", "his", "old", "patient"].map((text, index, all) => {
    const start = all.slice(0, index).join(" ").length + (index > 0 ? 1 : 0);
    return { text, start, end: start + text.length, tokens: [index] };
  });
  const span = (from: number, to = from) => ({
    start: features[from]!.start,
    end: features[to]!.end,
  });
  const labels = { decisive: [span(1), span(4, 5)], redundant: [[span(1), span(4, 5)]] };

  it.each([
    ["all", [1, 4, 5], 1, 1],
    ["both members, one word of the second", [1, 2, 5], 2 / 3, 1],
    ["one member, two words of it", [2, 4, 5], 2 / 3, 0],
    ["none", [0, 2, 3], 0, 0],
    ["as many as the set can hold", [1, 5], 1, 1],
  ])("%s", (_, set, decisiveFound, pairsFound) => {
    expect(foundLabels(features, labels, set)).toEqual({ decisiveFound, pairsFound });
  });

  it("a set of one can hold no pair", () => {
    expect(foundLabels(features, labels, [1])).toEqual({ decisiveFound: 1 });
  });

  it("how well scores tell decisive words from distractors: of the pairs the share in order, ties half", () => {
    const scores = [9, 3, 1, 2, 2, 1];
    const beside = (distractors: (typeof labels)["decisive"]) =>
      decisiveAuc(features, { ...labels, distractors }, scores);
    // doctor 3, old 2, patient 1 against and 1, his 2: right, right, half; right, half, wrong
    expect(beside([span(2, 3)])).toBe(4 / 6);
    expect(beside([span(2), span(5)])).toBe(2.5 / 3);
    expect(beside([span(5)])).toBeUndefined();
    expect(decisiveAuc(features, labels, scores)).toBeUndefined();
  });

  it("nothing is said where nothing is labelled", () => {
    expect(foundLabels(features, { decisive: [], redundant: [] }, [1])).toEqual({});
  });
});
