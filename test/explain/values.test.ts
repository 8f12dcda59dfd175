import { describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import { alignTokens } from "#explain/contrast";
import { registerValue } from "#explain/targets";
import { explain, lastOf, requestFor, WordModel } from "./word-model.ts";

/** `yes` is e times as likely as each of `no` and `well` for every `good`; after `yes` comes `sir` by half. */
const model = () =>
  new WordModel(["good", "dog", "yes", "no", "well", "sir"], (words) =>
    words.at(-1) === "yes"
      ? { sir: 0, no: 0 }
      : { yes: words.filter((word) => word === "good").length, no: 0, well: 0 },
  );

const e = Math.E;
/** log p(yes) after no, one and two times `good`. */
const p = [1 / 3, e / (e + 2), e ** 2 / (e ** 2 + 2)];
const entropyOf = (...probabilities: number[]) =>
  -probabilities.reduce((sum, each) => sum + each * Math.log(each), 0);
const entropies = p.map((yes) => entropyOf(yes, (1 - yes) / 2, (1 - yes) / 2));

function checkScores(actual: readonly number[] | undefined, expected: readonly number[]) {
  expect(actual?.length).toBe(expected.length);
  for (const [index, score] of expected.entries()) expect(actual![index]).toBeCloseTo(score, 6);
}

describe("values", () => {
  it.each([
    ["log-prob", Math.log(p[2]!), Math.log(p[2]! / p[1]!)],
    ["prob", p[2]!, p[2]! - p[1]!],
    ["entropy", entropies[2]!, entropies[2]! - entropies[1]!],
    ["logit", 2, 1],
  ] as const)("%s", async (value, full, drop) => {
    const found = await lastOf(model(), requestFor("good dog good", { value }));
    expect(found.values.full).toBeCloseTo(full, 6);
    checkScores(found.seqAttribution, [drop, 0, drop]);
    checkScores(found.tokenAttribution?.[0], [drop, 0, drop]);
    expect(found.target.tokens[0]!.logProb).toBeCloseTo(Math.log(p[2]!), 6);
    expect(found.evaluations).toBe(4);
  });

  it("contrast: log p(yes) − log p(no) is the logit's difference", async () => {
    const request = requestFor("good dog good", { value: "contrast", versus: "no" });
    const found = await lastOf(model(), request);
    expect(found.values).toEqual({ full: expect.closeTo(2, 6), none: expect.closeTo(0, 6) });
    checkScores(found.seqAttribution, [1, 0, 1]);
    expect(found.target.versus).toEqual({
      text: " no",
      tokens: [expect.objectContaining({ text: " no", alignedWith: 0 })],
    });
    // Each coalition takes a run for each text.
    expect(found.evaluations).toBe(8);
  });

  it("a contrast of longer texts adds up over the target's tokens", async () => {
    const request = requestFor("good dog", {
      target: { text: "yes sir" },
      value: "contrast",
      versus: "yes no",
    });
    const found = await lastOf(model(), request);
    // The same first token, and then an even chance for both.
    checkScores(found.seqAttribution, [0, 0]);
    expect(found.target.versus?.tokens.map(({ alignedWith }) => alignedWith)).toEqual([0, 1]);
  });

  it("a registered function of the logits", async () => {
    registerValue(
      "lead",
      (logits, id) => logits[id]! - Math.max(...logits.filter((_, i) => i !== id)),
    );
    const request = requestFor("good dog good", { value: "custom:lead" });
    checkScores((await lastOf(model(), request)).seqAttribution, [1, 0, 1]);
    await expect(lastOf(model(), { ...request, value: "custom:none" })).rejects.toMatchObject({
      failure: { kind: "invalid-option" },
    });
  });
});

describe("alignment", () => {
  it.each<[string, string, number[]]>([
    ["a b c", "a x c", [0, 1, 2]],
    ["a b c", "a x y c", [0, 1, 1, 2]],
    ["a b b c", "a x c", [0, 1, 3]],
    ["a c", "a x c", [0, 0, 1]],
    ["a", "x a", [0, 0]],
    ["a b", "x y z", [0, 1, 1]],
  ])("%s against %s", (target, versus, expected) => {
    const ids = (text: string) => text.split(" ").map((letter) => letter.charCodeAt(0));
    expect(alignTokens(ids(target), ids(versus))).toEqual(expected);
  });
});

describe("one set of evaluations", () => {
  const spans = [
    { start: 0, end: 1 },
    { start: 1, end: 2 },
  ];
  const request = requestFor("good dog good", { target: { text: "yes sir" } });

  it("serves the whole answer and several parts of it", async () => {
    const found = await lastOf(model(), { ...request, target: { text: "yes sir", parts: spans } });
    expect(found.parts?.map(({ text }) => text)).toEqual([" yes", " sir"]);
    const drop = Math.log(p[2]! / p[1]!);
    checkScores(found.parts?.[0]?.seqAttribution, [drop, 0, drop]);
    checkScores(found.parts?.[1]?.seqAttribution, [0, 0, 0]);
    expect(found.parts?.[1]?.values.full).toBeCloseTo(Math.log(0.5), 6);
    checkScores(found.seqAttribution, [drop, 0, drop]);
    expect(found.evaluations).toBe(4);
  });

  it("answers another part, probabilities and what other methods share without the model", async () => {
    const memory = new CoalitionMemory();
    const hand = model();
    const exact = { ...request, method: "shapley-values" } as const;
    const first = await lastOf(hand, exact, memory);
    expect(first).not.toHaveProperty("rememberedEvaluations");
    const { scoredCount } = hand;
    const again = await lastOf(
      hand,
      { ...exact, target: { ...exact.target, span: spans[1]! } },
      memory,
    );
    expect(again).toMatchObject({ evaluations: 8, rememberedEvaluations: 8 });
    await explain(hand, { ...exact, value: "prob" }, memory);
    await explain(hand, { ...exact, method: "kernel-shap", seed: 3 }, memory);
    await explain(hand, { ...exact, method: "feature-ablation", target: { ids: [3, 6] } }, memory);
    expect(hand.scoredCount).toBe(scoredCount);
    await explain(hand, { ...exact, baseline: { kind: "remove" } }, memory);
    expect(hand.scoredCount).toBeGreaterThan(scoredCount);
    const {
      rememberedEvaluations: _,
      seconds: __,
      ...fresh
    } = await lastOf(model(), {
      ...exact,
      target: { ...exact.target, span: spans[1]! },
    });
    expect(again).toMatchObject(fresh);
  });
});
