import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ScoringModel } from "#explain/scoring-model";
import { suggestBaselines } from "#explain/suggest-baselines";
import type { LocalModel } from "#model/local-model";
import { openLocalModel } from "#model/open-local-model";
import type { Explanation } from "#protocol/explanation";
import type { MethodId } from "#protocol/methods";
import type { ExplainRequest } from "#protocol/request";
import { fixturesFolder } from "../cli/support.ts";
import { lastOf, requestFor } from "./word-model.ts";

const names = ["tiny-gpt2", "tiny-llama"] as const;
/** With `!`, which is token 0 of tiny-gpt2: as a baseline it changes nothing there. */
const text = "The doctor ! wrote to the doctor";
const perturbing = [
  "feature-ablation",
  "shapley-value-sampling",
  "shapley-values",
  "lime",
  "kernel-shap",
  "rise",
  "noise",
] as const satisfies readonly MethodId[];

describe.each(names)("%s", (name) => {
  let model: LocalModel;
  beforeAll(async () => {
    const source = join(fixturesFolder, "models", name);
    model = await openLocalModel({ source, dtype: "auto", device: "cpu" });
  });
  afterAll(() => model.release());

  const ask = (more: Partial<ExplainRequest>, own: ScoringModel = model) =>
    lastOf(own, requestFor(text, { target: { text: " to the house" }, ...more }));
  const sum = (scores: readonly number[]) => scores.reduce((total, score) => total + score, 0);
  const gap = (a: Explanation, b: Explanation) =>
    Math.max(...a.seqAttribution.map((score, j) => Math.abs(score - b.seqAttribution[j]!)));

  it.each(["shapley-value-sampling", "shapley-values", "kernel-shap"] as const)(
    "%s is complete, for the whole and for each token",
    async (method) => {
      for (const evaluations of [40, 1024]) {
        if (method === "shapley-values" && evaluations < 100) continue;
        const found = await ask({ method, evaluations });
        const { full, none } = found.values;
        expect(sum(found.seqAttribution)).toBeCloseTo(full - none!, 4);
        expect(sum(found.tokenAttribution!.flat())).toBeCloseTo(full - none!, 4);
      }
    },
  );

  it.each(perturbing)("%s is linear: the tokens' scores add up to the whole's", async (method) => {
    const surrogate = { model: "least-squares" } as const;
    const found = await ask({ method, surrogate, evaluations: 256 });
    for (const [j, score] of found.seqAttribution.entries())
      expect(sum(found.tokenAttribution!.map((row) => row[j]!))).toBeCloseTo(score, 3);
  });

  it.each(perturbing)("%s: batches of 1, 2 and 3 give the same", async (method) => {
    const sized = (size: number): ScoringModel =>
      new Proxy(model, {
        get: (target, key) => {
          if (key === "scoringBatchSize") return () => size;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    const request = { method, evaluations: method === "shapley-values" ? 256 : 128 };
    const [one, two, three] = [
      await ask(request, sized(1)),
      await ask(request, sized(2)),
      await ask(request, sized(3)),
    ];
    expect(gap(one, two)).toBeLessThan(1e-3);
    expect(gap(one, three)).toBeLessThan(1e-3);
  });

  it.each(perturbing)("%s: the same seed gives the same bytes", async (method) => {
    const request = { method, evaluations: method === "shapley-values" ? 256 : 100 };
    const bytes = async (seed: number) => {
      const { seconds: _, ...found } = await ask({ ...request, seed });
      return JSON.stringify(found);
    };
    expect(await bytes(5)).toBe(await bytes(5));
  });

  it.each(["feature-ablation", "shapley-values", "lime", "kernel-shap", "rise"] as const)(
    "%s does not depend on the order in which groups are named",
    async (method) => {
      const grouped = (groups: number[][]) =>
        ask({ method, evaluations: 256, features: { granularity: "word", groups } });
      const [one, other] = [
        await grouped([
          [0, 1],
          [3, 4],
        ]),
        await grouped([
          [4, 3],
          [1, 0],
        ]),
      ];
      expect(one.features).toEqual(other.features);
      expect(gap(one, other)).toBeLessThan(1e-5);
    },
  );

  it("values other than log-probabilities: entropies are within their bounds, logits differ as contrasts", async () => {
    const entropy = await ask({ value: "entropy" });
    const { tokens } = entropy.target;
    expect(entropy.values.full).toBeGreaterThan(0);
    expect(entropy.values.full).toBeLessThan(tokens.length * Math.log(model.vocabularySize));
    const target = { ids: [5] };
    const [a, b] = [
      await ask({ value: "logit", target }),
      await ask({ value: "logit", target: { ids: [9] } }),
    ];
    const other = model.decode([9]).join("");
    expect(a.values.full).not.toBeCloseTo(b.values.full, 2);
    if (model.encodeText(other).join() !== "9") return;
    const contrast = await ask({ value: "contrast", target, versus: other });
    expect(contrast.values.full).toBeCloseTo(a.values.full - b.values.full, 3);
    for (const [j, score] of contrast.seqAttribution.entries())
      expect(score).toBeCloseTo(a.seqAttribution[j]! - b.seqAttribution[j]!, 3);
  });

  it("noise of no size to speak of costs nothing, of the usual size something, with an error", async () => {
    const still = await ask({ method: "noise", baseline: { kind: "noise", size: 1e-4, draws: 2 } });
    for (const score of still.seqAttribution) expect(Math.abs(score)).toBeLessThan(0.05);
    const noisy = await ask({ method: "noise" });
    expect(Math.max(...noisy.seqAttribution.map(Math.abs))).toBeGreaterThan(0.1);
    expect(noisy.standardError!.every((error) => error > 0)).toBe(true);
    expect(noisy.evaluations).toBe(8 * noisy.features.length + 1);
    expect(noisy.settings.baseline).toBe("noise:1");
  });

  it("suggests whole words that are not the word itself", async () => {
    const prompt = model.encode({ text, frame: "raw" });
    const span = { start: 4, end: 10 };
    const { signal } = new AbortController();
    const suggestions = await suggestBaselines(model, prompt, { span, count: 5 }, signal);
    expect(suggestions.length).toBeLessThanOrEqual(5);
    for (const { text: word } of suggestions) expect(word).toMatch(/^\p{L}+(?:['’-]\p{L}+)*$/u);
    expect(suggestions.map(({ text: word }) => word)).not.toContain("doctor");
    const logProbs = suggestions.map(({ logProb }) => logProb);
    expect(logProbs).toEqual([...logProbs].sort((a, b) => b - a));
    const comma = { span: { start: 11, end: 12 }, count: 5 };
    await expect(suggestBaselines(model, prompt, comma, signal)).rejects.toMatchObject({
      failure: { kind: "invalid-option" },
    });
  });
});

describe("tiny-gpt2", () => {
  it("a token that its baseline does not change is a dummy", async () => {
    const source = join(fixturesFolder, "models", "tiny-gpt2");
    const model = await openLocalModel({ source, dtype: "auto", device: "cpu" });
    for (const method of perturbing.filter((each) => each !== "noise" && each !== "rise")) {
      const request = requestFor("The!house", {
        method,
        features: { granularity: "token" },
        baseline: { kind: "token", id: 0 },
        target: { text: " to" },
        evaluations: 4096,
      });
      const found = await lastOf(model, request);
      const dummies = found.features.flatMap(({ tokens }, j) =>
        tokens.every((token) => found.prompt.tokens[token]!.id === 0) ? [j] : [],
      );
      expect(dummies).toHaveLength(1);
      expect(Math.abs(found.seqAttribution[dummies[0]!]!)).toBeLessThan(1e-4);
    }
    await model.release();
  });
});
