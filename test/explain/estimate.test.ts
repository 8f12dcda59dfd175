import { describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import { estimateRun } from "#explain/estimate";
import { buildTask, fitPrompt, givenTarget } from "#explain/task";
import { openLocalModel } from "#model/open-local-model";
import type { ExplainRequest } from "#protocol/request";
import { explain, lastOf, requestFor, WordModel } from "./word-model.ts";

const sentences = ["One two three four.", "Five six seven.", "Eight nine ten eleven twelve."];
const text = sentences.join(" ");
const model = () => new WordModel([...text.split(" "), "yes"], () => ({ yes: 0, rest: 0 }));

async function estimate(
  more: Partial<ExplainRequest>,
  { scorer = model(), memory = new CoalitionMemory() } = {},
) {
  const request = requestFor(text, { method: "shapley-value-sampling", ...more });
  const fitted = fitPrompt(scorer, request);
  const task = buildTask(scorer, request, fitted, givenTarget(scorer, request)!, memory);
  return { found: await estimateRun(task, scorer, request), scorer, memory, request };
}

describe("what a run would cost", () => {
  it("is the evaluations that it plans, at the speed of a few of them", async () => {
    const { found, scorer } = await estimate({});
    const { plannedEvaluations } = (
      await explain(model(), requestFor(text, { method: "shapley-value-sampling" }))
    )[0]!;
    expect(found?.evaluations).toBe(plannedEvaluations);
    expect(found?.ms).toBeGreaterThan(0);
    expect(scorer.scoredCount).toBe(2 + 8);
  });

  it("follows the budget that the request names", async () => {
    expect((await estimate({ evaluations: 500 })).found?.evaluations).toBe(500);
  });

  it("follows it for ablation coarse to fine, which otherwise takes all words of a short prompt", async () => {
    const features = { granularity: "word", coarseToFine: true } as const;
    const refined = { method: "feature-ablation", features } as const;
    expect((await estimate({ ...refined, evaluations: 5 })).found?.evaluations).toBe(5);
    const plain = await estimate({ method: "feature-ablation" });
    expect((await estimate(refined)).found?.evaluations).toBe(plain.found?.evaluations);
  });

  it("counts every draw of a sampled baseline, and both texts of a contrast", async () => {
    const one = (await estimate({ method: "feature-ablation" })).found!.evaluations;
    const noisy = { kind: "sampled", texts: ["a", "b", "c"] } as const;
    const drawn = await estimate({ method: "feature-ablation", baseline: noisy });
    expect(drawn.found!.evaluations % one).toBe(0);
    expect(drawn.found!.evaluations).toBeGreaterThan(one);
    const contrast = { value: "contrast", versus: "One" } as const;
    const both = await estimate({ method: "feature-ablation", ...contrast });
    expect(both.found!.evaluations).toBe(2 * one);
  });

  it("is spent on the run itself: what was tried is remembered", async () => {
    const { memory, request, scorer } = await estimate({});
    const last = await lastOf(scorer, request, memory);
    expect(last.rememberedEvaluations).toBeGreaterThanOrEqual(8);
  });

  it("tries others when it is asked again, and is nothing once all is known", async () => {
    const { memory, scorer, request } = await estimate({});
    expect((await estimate({}, { memory, scorer })).found?.ms).toBeGreaterThan(0);
    await lastOf(scorer, { ...request, confidence: 1 }, memory);
    const { scoredCount } = scorer;
    const again = await estimate({ method: "feature-ablation" }, { memory, scorer });
    expect(again.found?.ms).toBe(0);
    expect(scorer.scoredCount).toBe(scoredCount);
  });

  it("is not told for a method of a few passes", async () => {
    expect((await estimate({ method: "saliency" })).found).toBeUndefined();
  });

  it("counts the passes of methods that take many", async () => {
    const source = "test/fixtures/models/tiny-gpt2";
    const real = await openLocalModel({ source, dtype: "auto", device: "cpu" });
    const passes = async (more: Partial<ExplainRequest>) => {
      const request = requestFor("The doctor wrote", { target: { text: " a letter" }, ...more });
      const fitted = fitPrompt(real, request);
      const ids = givenTarget(real, request)!;
      const task = buildTask(real, request, fitted, ids, new CoalitionMemory());
      const found = await estimateRun(task, real, request);
      expect(found?.ms).toBeGreaterThan(0);
      return found?.evaluations;
    };
    try {
      expect(await passes({ method: "integrated-gradients" })).toBe(16 + 32 + 64 + 128 + 256);
      expect(await passes({ method: "integrated-gradients", steps: 50 })).toBe(50);
      expect(await passes({ method: "gradient-shap" })).toBe(257);
      expect(await passes({ method: "smooth-grad", evaluations: 33 })).toBe(33);
      // three words, and the whole, each in eight draws
      expect(await passes({ method: "noise" })).toBe(8 * (3 + 1));
    } finally {
      await real.release();
    }
  });
});

describe("the cheaper run that is offered", () => {
  it("takes sentences in place of words", async () => {
    const { found } = await estimate({});
    const [cheaper] = found!.cheaper;
    expect(cheaper?.change).toEqual({ granularity: "sentence" });
    expect(cheaper?.evaluations).toBe(2 ** sentences.length);
    expect(cheaper?.ms).toBeLessThan(found!.ms);
  });

  it("masks each part once where there are no larger ones", async () => {
    const { found } = await estimate({ features: { granularity: "sentence" } });
    expect(found?.cheaper).toMatchObject([
      { change: { method: "feature-ablation" }, evaluations: sentences.length + 1 },
    ]);
  });

  it("goes coarse to fine too, where a quarter of the words is worth it", async () => {
    const words = Array.from({ length: 80 }, (_, index) => `Word${index}`);
    const long = `${words.slice(0, 40).join(" ")}. ${words.slice(40).join(" ")}.`;
    const scorer = new WordModel([...long.split(" "), "yes"], () => ({ yes: 0, rest: 0 }));
    const changes = async (more: Partial<ExplainRequest>) => {
      const request = requestFor(long, more);
      const fitted = fitPrompt(scorer, request);
      const ids = givenTarget(scorer, request)!;
      const task = buildTask(scorer, request, fitted, ids, new CoalitionMemory());
      return (await estimateRun(task, scorer, request))!.cheaper.map(
        ({ change, evaluations }) => [change, evaluations] as const,
      );
    };
    const refined = [{ method: "feature-ablation", coarseToFine: true }, 32];
    expect(await changes({ method: "shapley-value-sampling" })).toEqual([
      [{ granularity: "sentence" }, expect.any(Number)],
      refined,
    ]);
    expect(await changes({ method: "feature-ablation" })).toEqual([
      [{ granularity: "sentence" }, 3],
      refined,
    ]);
    const features = { granularity: "word", coarseToFine: true } as const;
    expect(await changes({ method: "feature-ablation", features })).toEqual([
      [{ granularity: "sentence" }, 3],
    ]);
  });

  it("is none for the cheapest", async () => {
    const { found } = await estimate({
      method: "feature-ablation",
      features: { granularity: "paragraph" },
    });
    expect(found?.cheaper).toEqual([]);
  });
});
