import { describe, expect, it } from "vitest";
import { dtypeOrder, fileNames } from "#model/model-folder";
import { type SuggestedModel, suggestedModels } from "#protocol/suggested-models";

describe("the suggested models", () => {
  it("are those that were asked for", () => {
    const ids = suggestedModels.map(({ id }) => id).join("\n");
    const families = [
      ...["SmolLM2-135M-Instruct", "SmolLM2-360M-Instruct", "Qwen2.5-0.5B", "Qwen3-0.6B"],
      ...["Llama-3.2-1B-Instruct", "gemma-3-1b", "Phi-4-mini", "gpt2"],
      ...["bert-base-uncased", "roberta-base", "ModernBERT"],
    ];
    for (const family of families) expect(ids).toContain(family);
  });

  it("are named once each", () => {
    for (const field of ["id", "name"] as const) {
      const values = suggestedModels.map((model) => model[field]);
      expect(new Set(values).size).toBe(values.length);
    }
  });
});

describe.each(suggestedModels)("$id", (model: SuggestedModel) => {
  it("has an id, and says in words what it is and how that is known", () => {
    expect(Object.keys(model).sort()).toEqual(
      ["established", "id", "kind", "licence", "name", "suits", "weights"].sort(),
    );
    expect(model.id).toMatch(/^[\w-][\w.-]*\/[\w.-]+$/);
    expect(["causal", "masked"]).toContain(model.kind);
    for (const sentence of [model.suits, model.established])
      expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(model.licence).toMatch(/\S/);
  });

  it("has weights by names that are looked for on the hub, most exact first", () => {
    const dtypes = model.weights.map(({ dtype }) => dtype);
    expect(dtypes).toEqual(dtypeOrder.filter((dtype) => dtypes.includes(dtype)));
    for (const { dtype, file } of model.weights)
      expect(fileNames(dtype).map((name) => `onnx/${name}`)).toContain(file);
  });

  it("has sizes that are whole bytes, or are marked as rounded", () => {
    const known = model.weights.filter((own) => own.bytes !== undefined);
    expect(known.length).toBeGreaterThan(0);
    for (const { bytes, isApproximate } of model.weights) {
      if (bytes === undefined) expect(isApproximate).toBeUndefined();
      else if (isApproximate) expect(bytes % 1e7).toBe(0);
      else {
        expect(Number.isInteger(bytes)).toBe(true);
        expect(bytes % 1000).not.toBe(0);
      }
    }
  });

  it("has smaller weights the fewer bits they have", () => {
    const bytesOf = (dtype: string) => model.weights.find((own) => own.dtype === dtype)?.bytes;
    for (const [larger, smaller] of [
      ["fp32", "fp16"],
      ["fp16", "q8"],
      ["fp16", "q4"],
      ["q4", "q4f16"],
    ] as const) {
      const [more, less] = [bytesOf(larger), bytesOf(smaller)];
      if (more !== undefined && less !== undefined) expect(more).toBeGreaterThan(less);
    }
  });
});
