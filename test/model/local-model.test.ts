import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, Variant } from "#explain/scoring-model";
import type { LocalModel } from "#model/local-model";
import { openLocalModel } from "#model/open-local-model";
import type { GenerationOptions } from "#protocol/request";
import { bundledFolder, fixtureModel, type GoldenCase, goldenCases } from "./fixtures.ts";

const open = (source: string) =>
  openLocalModel({ source, dtype: "auto", device: "auto" }, { bundledFolder });
const greedy = (maxNewTokens: number): GenerationOptions => ({
  maxNewTokens,
  temperature: 0,
  seed: 0,
});
const sum = (row: Float64Array) => row.reduce((total, value) => total + value, 0);

async function finish(
  model: LocalModel,
  variant: Variant,
  options: GenerationOptions,
): Promise<Answer> {
  let last: Answer | undefined;
  for await (last of model.generate(variant, options, new AbortController().signal));
  if (!last) throw new Error("no answer");
  return last;
}

/** Each single token taken away in one of the reference's ways. */
function without(golden: GoldenCase, way: "embed_zero" | "attention_hidden" | "delete"): Variant[] {
  const ids = golden.input_ids;
  return ids.map((_, gone) => {
    const mask = ids.map((__, i) => (i === gone ? 0 : 1));
    if (way === "embed_zero") return { ids, embeddingMask: mask };
    if (way === "attention_hidden") return { ids, attentionMask: mask };
    return { ids: ids.filter((__, i) => i !== gone) };
  });
}

describe.each(["tiny-gpt2", "tiny-llama"])("%s against the reference", (name) => {
  let model: LocalModel;
  beforeAll(async () => {
    model = await open(fixtureModel(name));
  }, 60_000);
  afterAll(() => model.release());

  it.each(goldenCases(name))("generates and scores: $prompt", async (golden) => {
    const ids = golden.input_ids;
    const answer = await finish(model, { ids }, greedy(golden.greedy.ids.length));
    expect(answer.tokens.map((token) => token.id)).toEqual(golden.greedy.ids);
    expect(answer.text).toBe(golden.greedy.text);
    expect(answer.finish).toBe("length");
    answer.tokens.forEach((token, i) => {
      expect(Math.abs(token.logProb - golden.greedy.logp[i]!)).toBeLessThan(1e-4);
    });
    const [scores] = await model.score([{ ids }], golden.target_ids);
    golden.target_logp.forEach((logProb, i) => {
      expect(Math.abs(scores![i]! - logProb)).toBeLessThan(1e-4);
    });
  });

  it.each(["embed_zero", "attention_hidden", "delete"] as const)("%s", async (way) => {
    for (const golden of goldenCases(name)) {
      const reference = golden.ablation_other_ways[way];
      if (!reference) continue;
      const scores = await model.score(without(golden, way), golden.target_ids);
      scores.forEach((row, gone) => {
        const lost = golden.target_sum_logp - sum(row);
        expect(Math.abs(lost - reference.seq_attr[gone]!)).toBeLessThan(1e-3);
        row.forEach((logProb, t) => {
          const lostHere = golden.target_logp[t]! - logProb;
          expect(Math.abs(lostHere - reference.token_attr[t]![gone]!)).toBeLessThan(1e-3);
        });
      });
    }
  });

  it("scores a batch of unequal lengths as it scores each alone", async () => {
    const cases = goldenCases(name);
    const target = cases[0]!.target_ids;
    const variants: Variant[] = cases.flatMap((golden, i) => {
      const ids = golden.input_ids;
      const mask = ids.map((_, at) => (at % 3 === i % 3 ? 0 : 1));
      mask[0] = 1;
      return [{ ids }, { ids, embeddingMask: mask }, { ids, attentionMask: mask }, { ids: [] }];
    });
    const together = await model.score(variants, target);
    for (const [i, variant] of variants.entries()) {
      const [alone] = await model.score([variant], target);
      expect(alone).toHaveLength(target.length);
      alone!.forEach((logProb, t) => {
        expect(Math.abs(logProb - together[i]![t]!)).toBeLessThan(2e-5);
      });
    }
  });

  it("generates under masks what scoring under masks finds likeliest", async () => {
    const golden = goldenCases(name)[1]!;
    for (const key of ["embeddingMask", "attentionMask"] as const) {
      const variant = {
        ids: golden.input_ids,
        [key]: golden.input_ids.map((_, i) => (i === 3 || i === 5 ? 0 : 1)),
      };
      const { tokens } = await finish(model, variant, greedy(8));
      const target = tokens.map((token) => token.id);
      const [scores] = await model.score([variant], target);
      tokens.forEach((token, t) => {
        expect(Math.abs(token.logProb - scores![t]!)).toBeLessThan(1e-4);
      });
      const plain = await finish(model, { ids: golden.input_ids }, greedy(8));
      expect(plain.tokens[0]!.logProb).not.toBeCloseTo(tokens[0]!.logProb, 4);
    }
  });

  it("samples the same with any number of threads", async () => {
    const { input_ids: ids } = goldenCases(name)[0]!;
    const options = { maxNewTokens: 24, temperature: 0.8, topK: 50, topP: 0.95, seed: 3 };
    const source = fixtureModel(name);
    const texts: string[] = [];
    for (const threadCount of [1, 2, 3]) {
      const own = await openLocalModel({ source, dtype: "auto", device: "cpu", threadCount });
      texts.push((await finish(own, { ids }, options)).text);
      await own.release();
    }
    expect(new Set(texts).size).toBe(1);
  });

  it("samples by the seed, and stops when told to", async () => {
    const { input_ids: ids } = goldenCases(name)[0]!;
    const sampled = (seed: number) =>
      finish(model, { ids }, { maxNewTokens: 12, temperature: 1, seed });
    const first = await sampled(1);
    expect(await sampled(1)).toEqual(first);
    expect((await sampled(2)).text).not.toBe(first.text);
    const abort = new AbortController();
    const seen: Answer[] = [];
    for await (const answer of model.generate({ ids }, greedy(100), abort.signal)) {
      seen.push(answer);
      if (seen.length === 3) abort.abort();
    }
    expect(seen).toHaveLength(3);
    expect(seen.at(-1)?.finish).toBeUndefined();
  });

  it("ends at the context's end", async () => {
    const ids = Array.from({ length: model.contextTokenCount - 3 }, (_, i) => 5 + (i % 50));
    const answer = await finish(model, { ids }, greedy(50));
    expect(answer.tokens.length).toBeLessThanOrEqual(3);
    const full = await finish(model, { ids: [...ids, 5, 5, 5] }, greedy(5));
    expect(full).toEqual({ tokens: [], text: "", finish: "length" });
  });
});

describe("the bundled chat model", () => {
  let model: LocalModel;
  beforeAll(async () => {
    model = await open("story-chat");
  }, 60_000);
  afterAll(() => model.release());

  it("answers in its chat template and stops by itself", async () => {
    const text = "Write a story about a doctor and his patient.";
    const prompt = model.encode({ text, frame: "auto" });
    expect(prompt.isChat).toBe(true);
    const user = prompt.tokens.filter((token) => token.role === "user");
    expect(user.map((token) => text.slice(token.start, token.end)).join("")).toBe(text);
    expect(prompt.tokens[0]).toMatchObject({
      text: "<|im_start|>",
      role: "special",
      start: 0,
      end: 0,
    });
    const ids = prompt.tokens.map((token) => token.id);
    const answer = await finish(model, { ids }, greedy(150));
    expect(answer.finish).toBe("stop");
    expect(answer.text).toMatch(/doctor/i);
    expect(answer.text).not.toContain("<|im_end|>");
    const [scores] = await model.score(
      [{ ids }],
      answer.tokens.map((token) => token.id),
    );
    answer.tokens.forEach((token, t) => {
      expect(Math.abs(token.logProb - scores![t]!)).toBeLessThan(2e-3);
    });
  });

  it("keeps a run of a batch short", async () => {
    const { tokens } = model.encode({ text: "Tell me about a king. ".repeat(8), frame: "auto" });
    const ids = tokens.map((token) => token.id);
    const target = Array.from({ length: 60 }, (_, i) => 10 + i);
    const times: number[] = [];
    for (let round = 0; round < 6; round++) {
      const size = model.scoringBatchSize(ids.length + target.length);
      const start = performance.now();
      await model.score(
        Array.from({ length: size }, () => ({ ids })),
        target,
      );
      times.push(performance.now() - start);
    }
    expect(Math.min(...times.slice(2))).toBeLessThan(250);
  });

  it("names itself", () => {
    expect(model.name).toBe("story-chat");
    expect(model.device).toBe("cpu");
    expect(model.contextTokenCount).toBe(1024);
    expect(model.specialIds).toEqual({ pad: 0, eos: 2 });
    expect(model.vocabularySize).toBe(4096);
  });
});
