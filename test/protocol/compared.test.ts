import { expect, test } from "vitest";
import { comparedRequest, withCompared } from "#protocol/compared";
import { explainRequest, explanation } from "../cli/support.ts";

const jointRequest = {
  ...explainRequest,
  method: "joint-prompt",
  joint: { k: 2 },
  perToken: true,
  target: { parts: [{ start: 0, end: 1 }] },
} as const;

test("the other method is asked about the very tokens that were answered, without what was the first one's", () => {
  const asked = comparedRequest(jointRequest, explanation, "lrp");
  expect(asked).toMatchObject({ method: "lrp", perToken: false, target: { ids: [1, 2] } });
  expect(asked).not.toHaveProperty("joint");
  expect(asked.target).not.toHaveProperty("parts");
  const features = { granularity: "word", coarseToFine: true } as const;
  const refined = { ...explainRequest, features };
  expect(comparedRequest(refined, explanation, "lime").features).toEqual({ granularity: "word" });
});

test("a part of the answer stays the part that is asked about", () => {
  const span = { start: 1, end: 2 };
  const asked = comparedRequest({ ...jointRequest, target: { span } }, explanation, "lrp");
  expect(asked.target).toEqual({ span });
});

test("others are told by their scores and how far they agree", () => {
  const other = { ...explanation, method: "lrp", seqAttribution: [3, 2, 1] } as const;
  const { compared } = withCompared(explanation, [other]);
  expect(compared).toHaveLength(1);
  expect(compared![0]).toMatchObject({ method: "lrp", seqAttribution: [3, 2, 1] });
  expect(compared![0]!.agreement).toEqual({ rankCorrelation: 0.5, topShared: 0, topCount: 1 });
  expect(compared![0]).not.toHaveProperty("prompt");
});
