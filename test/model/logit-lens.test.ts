import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LocalModel } from "#model/local-model";
import { openLocalModel } from "#model/open-local-model";
import { bundledFolder, fixtureModel } from "./fixtures.ts";

describe.each([
  ["tiny-gpt2", fixtureModel("tiny-gpt2"), "any"],
  ["tiny-llama", fixtureModel("tiny-llama"), "any"],
  ["tiny-roberta", fixtureModel("tiny-roberta"), "masked"],
  ["story-chat", "story-chat", "causal"],
] as const)("the logit lens of %s", (_name, source, kind) => {
  let model: LocalModel;
  beforeAll(async () => {
    model = await openLocalModel({ source, dtype: "auto", device: "cpu" }, { bundledFolder, kind });
  });
  afterAll(() => model.release());

  it("predicts after the last block what the model predicts, and something at every place", async () => {
    const ids = model.encode({ text: "The doctor wrote to the patient", frame: "auto" }).tokens;
    const variant = { ids: ids.map(({ id }) => id) };
    const layers = await model.logitLens(variant);
    expect(layers.length).toBe(await model.blockCount());
    for (const row of layers) {
      expect(row.length).toBe(variant.ids.length);
      for (const { probability } of row) {
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThanOrEqual(1 + 1e-6);
      }
    }
    const vocabulary = Array.from({ length: model.vocabularySize }, (_, id) => id);
    const [logits] = await model.labelLogits([variant], vocabulary);
    for (const [at, { id, probability }] of layers.at(-1)!.entries()) {
      const row = [...logits!.subarray(at * vocabulary.length, (at + 1) * vocabulary.length)];
      const most = Math.max(...row);
      expect(row[id]).toBeCloseTo(most, 3);
      const total = row.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
      expect(probability).toBeCloseTo(1 / total, 3);
    }
  });
});
