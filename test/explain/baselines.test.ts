import { describe, expect, it } from "vitest";
import type { BaselineChoice, FeatureChoice } from "#protocol/request";
import { lastOf, requestFor, WordModel } from "./word-model.ts";

/** log p(yes) is not needed: the logit of `yes` is the sum of what the words are worth. */
const worth: Record<string, number> = { Dave: 5, Sarah: 1, Maria: 2, Tom: 3, his: 1, her: 0.5 };
const model = () =>
  new WordModel([...Object.keys(worth), "likes", "cat", "yes"], (words) => ({
    yes: words.reduce((sum, word) => sum + (worth[word] ?? 0), 0),
    rest: 0,
  }));

const text = "Dave likes his cat";
const slots: FeatureChoice = {
  granularity: "slot",
  template: {
    template: "{name} likes {whose} cat",
    values: { name: "Dave", whose: "his" },
    baselines: { name: ["Sarah", "Maria", "Tom"], whose: "her" },
  },
};

function ablate(baseline: BaselineChoice, features: FeatureChoice, seed = 0) {
  return lastOf(model(), requestFor(text, { baseline, features, value: "logit", seed }));
}

describe("baselines that are sampled", () => {
  it("a slot's list: the mean over its texts, with the standard error of that mean", async () => {
    const found = await ablate({ kind: "text", text: "" }, slots);
    // 5 − (1, 2, 3), and 1 − 0.5 whatever Dave becomes.
    expect(found.seqAttribution).toEqual([3, 0.5].map((score) => expect.closeTo(score, 6)));
    expect(found.standardError).toEqual(
      [1 / Math.sqrt(3), 0].map((each) => expect.closeTo(each, 6)),
    );
    // v(D) once, and each of the two others with three texts.
    expect(found.evaluations).toBe(7);
  });

  it("slots of one feature change together", async () => {
    const both = {
      ...slots,
      groups: [[0, 1]],
      template: {
        ...slots.template!,
        baselines: { name: ["Sarah", "Tom"], whose: ["her", "his"] },
      },
    };
    const found = await ablate({ kind: "text", text: "" }, both);
    // 6 − (1 + 0.5), 6 − (3 + 1): never Sarah with his.
    expect(found.seqAttribution).toEqual([expect.closeTo((4.5 + 2) / 2, 6)]);
    expect(found.standardError).toEqual([expect.closeTo(1.25, 6)]);
  });

  it("one list for every word, all of it used for each", async () => {
    const baseline = { kind: "sampled", texts: ["Sarah", "Maria", "Tom"] } as const;
    const found = await ablate(baseline, { granularity: "word" });
    expect(found.seqAttribution).toEqual([3, -2, -1, -2].map((score) => expect.closeTo(score, 6)));
    expect(await ablate(baseline, { granularity: "word" }, 1)).toMatchObject({
      seqAttribution: found.seqAttribution.map((score) => expect.closeTo(score, 6)),
    });
  });

  it("a stretch's own texts", async () => {
    const places = [{ span: { start: 0, end: 4 }, texts: ["Maria"] }];
    const found = await ablate({ kind: "text", text: "", places }, { granularity: "word" });
    expect(found.seqAttribution).toEqual([3, 0, 1, 0].map((score) => expect.closeTo(score, 6)));
    expect(found).not.toHaveProperty("standardError");
  });

  it("the same seed gives the same numbers, with Shapley values too", async () => {
    const run = async (seed: number) => {
      const request = requestFor(text, {
        baseline: { kind: "text", text: "" },
        features: slots,
        value: "prob",
        method: "shapley-values",
        seed,
      });
      const { seconds: _, ...found } = await lastOf(model(), request);
      return JSON.stringify(found);
    };
    expect(await run(1)).toBe(await run(1));
  });
});
