import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { gaussLegendre } from "#explain/gauss-legendre";
import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { workerInProcess } from "#worker/in-process";

const root = path.resolve(import.meta.dirname, "../..");
const call = workerInProcess(path.join(root, "media/models"));

/** The reference values of shared code in float64 PyTorch; README of the references names the fields. */
interface GoldenCase {
  readonly id: string;
  readonly prompt: string;
  readonly target_ids: number[];
  readonly gradient: Record<string, { seq_attr: number[]; token_attr: number[][] }>;
}

async function explain(
  model: string,
  { prompt, target_ids: ids }: GoldenCase,
  more: Partial<ExplainRequest>,
): Promise<Explanation> {
  const request: ExplainRequest = {
    model: { source: path.join(root, "test/fixtures/models", model), dtype: "auto", device: "cpu" },
    prompt: { text: prompt, frame: "raw" },
    tooLong: "fail",
    generation: { maxNewTokens: 6, temperature: 0, seed: 0 },
    features: { granularity: "token", rawTokens: true, includeSpecial: true },
    baseline: { kind: "token", id: 0 },
    target: { ids },
    value: "log-prob",
    seed: 0,
    perToken: true,
    method: "input-x-gradient",
    ...more,
  };
  let last: Explanation | undefined;
  for await (const { explanation } of call("explain", request, new AbortController().signal))
    last = explanation ?? last;
  return last!;
}

/** Gradients and products with them: within 1e-5 of the largest entry of the same array. */
function expectClose(actual: readonly number[], expected: readonly number[]) {
  const scale = Math.max(0.1, ...expected.map(Math.abs));
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries())
    expect(Math.abs(actual[index]! - value) / scale).toBeLessThan(2e-5);
}

describe.each(["tiny-gpt2", "tiny-llama"])("%s", (model) => {
  const file = path.join(root, `test/fixtures/goldens/${model}.json`);
  const { cases } = JSON.parse(fs.readFileSync(file, "utf8")) as { cases: GoldenCase[] };

  it.each(cases)("$id: the gradients of PyTorch", async (golden) => {
    const product = await explain(model, golden, {});
    const { gradient_x_input: gxi, saliency_l2: norm, saliency_l1: norm1 } = golden.gradient;
    expectClose(product.seqAttribution, gxi!.seq_attr);
    expectClose(product.tokenAttribution!.flat(), gxi!.token_attr.flat());
    const saliency = await explain(model, golden, { method: "saliency" });
    expectClose(saliency.seqAttribution, norm!.seq_attr);
    expectClose(saliency.tokenAttribution!.flat(), norm!.token_attr.flat());
    const absolute = await explain(model, golden, { method: "saliency", norm: "l1" });
    // There is no reference for each output token.
    expectClose(absolute.seqAttribution, norm1!.seq_attr);
  });

  const integrated = cases.filter(
    ({ gradient }) => gradient.layer_integrated_gradients_50_gausslegendre,
  );
  it.each(integrated)("$id: the integrated gradients of Captum", async (golden) => {
    const method = "integrated-gradients";
    const path50 = await explain(model, golden, { method, steps: 50 });
    const expected = golden.gradient.layer_integrated_gradients_50_gausslegendre!;
    expectClose(path50.seqAttribution, expected.seq_attr);
    expectClose(path50.tokenAttribution!.flat(), expected.token_attr.flat());
    const { full, none } = path50.values;
    const sum = path50.seqAttribution.reduce((total, score) => total + score, 0);
    expect(path50.trust!.completenessResidual).toBeCloseTo(sum - (full - none!), 10);
  });
});

describe("integrated gradients", () => {
  const golden: GoldenCase = {
    id: "own",
    prompt: "The capital of France is",
    target_ids: [347, 1],
    gradient: {},
  };

  it("takes more nodes until it is complete to 1 %", async () => {
    const { trust, values, evaluations } = await explain("tiny-llama", golden, {
      method: "integrated-gradients",
      baseline: { kind: "zero" },
    });
    const difference = Math.abs(values.full - values.none!);
    const isComplete = Math.abs(trust!.completenessResidual!) <= 0.01 * difference;
    expect(isComplete || evaluations > 256).toBe(true);
  });

  it("differentiates probabilities too: complete for their product", async () => {
    const { trust, values } = await explain("tiny-gpt2", golden, {
      method: "integrated-gradients",
      value: "prob",
      steps: 200,
    });
    expect(Math.abs(trust!.completenessResidual!)).toBeLessThan(
      1e-3 * Math.max(values.full, values.none!),
    );
  });

  it("refuses a baseline without embeddings", async () => {
    const method = "integrated-gradients";
    const asked = explain("tiny-gpt2", golden, { method, baseline: { kind: "remove" } });
    await expect(asked).rejects.toMatchObject({ failure: { kind: "invalid-option" } });
  });
});

describe.each(["tiny-gpt2", "tiny-llama"])("%s", (model) => {
  const golden: GoldenCase = {
    id: "own",
    prompt: "The capital of France is! Well",
    target_ids: [347, 1, 25],
    gradient: {},
  };
  const sum = (scores: readonly number[]) => scores.reduce((total, score) => total + score, 0);
  const parts = [
    { start: 0, end: 1 },
    { start: 1, end: 3 },
  ];
  const target = { ids: golden.target_ids, parts };

  it.each(["zero", "token"] as const)(
    "DeepLIFT from %s is complete, in every part",
    async (kind) => {
      const baseline = kind === "zero" ? ({ kind } as const) : ({ kind, id: 0 } as const);
      const found = await explain(model, golden, { method: "deep-lift", baseline, target });
      const { full, none } = found.values;
      expect(found.settings.pooling).toBe("sum");
      expect(Math.abs(full - none!)).toBeGreaterThan(1);
      expect(sum(found.seqAttribution)).toBeCloseTo(full - none!, 3);
      expect(Math.abs(found.trust!.completenessResidual!)).toBeLessThan(1e-3);
      for (const part of found.parts!)
        expect(sum(part.seqAttribution)).toBeCloseTo(part.values.full - part.values.none, 3);
      for (const [feature, score] of found.seqAttribution.entries())
        expect(sum(found.tokenAttribution!.map((row) => row[feature]!))).toBeCloseTo(score, 3);
      // What its baseline does not change has no part in the difference.
      for (const [feature, { tokens }] of found.features.entries())
        if (kind === "token" && tokens.every((token) => found.prompt.tokens[token]!.id === 0))
          expect(Math.abs(found.seqAttribution[feature]!)).toBeLessThan(1e-6);
      const chance = await explain(model, golden, { method: "deep-lift", baseline, value: "prob" });
      const difference = chance.values.full - chance.values.none!;
      const residual = Math.abs(chance.trust!.completenessResidual!);
      expect(residual).toBeLessThan(1e-3 * Math.abs(difference));
    },
  );

  it("gradient SHAP lies within its standard errors of integrated gradients", async () => {
    const method = "gradient-shap";
    const exact = await explain(model, golden, { method: "integrated-gradients", steps: 256 });
    const found = await explain(model, golden, { method, confidence: 0.9999 });
    expect(found.roundCount).toBe(found.evaluations - 1);
    expect(found.ended).toBe("budget");
    for (const [feature, score] of exact.seqAttribution.entries()) {
      const error = found.standardError![feature]!;
      expect(Math.abs(found.seqAttribution[feature]! - score)).toBeLessThan(5 * error + 1e-3);
    }
    const { full, none } = found.values;
    expect(found.trust!.completenessResidual).toBeCloseTo(
      sum(found.seqAttribution) - (full - none!),
      6,
    );
  });

  it("gradient SHAP draws baselines from the tokens of the texts", async () => {
    const baseline = { kind: "sampled", texts: ["house", "the doctor"] } as const;
    const asked = { method: "gradient-shap", baseline, evaluations: 65, target } as const;
    const found = await explain(model, golden, asked);
    expect(found.evaluations).toBe(65);
    expect(found.parts).toHaveLength(2);
    expect(Math.abs(found.trust!.completenessResidual!)).toBeLessThan(
      5 * Math.hypot(...found.standardError!) * Math.sqrt(found.features.length),
    );
    const wrong = explain(model, golden, { ...asked, baseline: { kind: "remove" } });
    await expect(wrong).rejects.toMatchObject({ failure: { kind: "invalid-option" } });
  });

  it("SmoothGrad with next to no noise is what it smooths, pooled alike", async () => {
    for (const base of ["input-x-gradient", "saliency"] as const) {
      const smoothing = { base, noise: 1e-5 };
      const smooth = await explain(model, golden, {
        method: "smooth-grad",
        smoothing,
        evaluations: 5,
        target,
      });
      const own = await explain(model, golden, { method: base, target });
      const scale = Math.max(...own.seqAttribution.map(Math.abs));
      for (const [feature, score] of own.seqAttribution.entries())
        expect(Math.abs(smooth.seqAttribution[feature]! - score)).toBeLessThan(1e-2 * scale);
      expect(smooth.settings).toMatchObject({ pooling: base === "saliency" ? "l2" : "sum", base });
      expect(smooth.parts).toHaveLength(2);
      expect(smooth.tokenAttribution).toHaveLength(3);
    }
  });

  it("averages over noise with an error, and ends when its ranking is settled", async () => {
    const slight = { method: "smooth-grad", evaluations: 201, smoothing: { noise: 1e-3 } } as const;
    const found = await explain(model, golden, { ...slight, perToken: false });
    expect(found).toMatchObject({ ended: "settled", partial: false });
    expect(found.evaluations).toBeLessThan(201);
    expect(found.standardError!.every((error) => error > 0)).toBe(true);
  });

  it.each(["gradient-shap", "smooth-grad", "deep-lift"] as const)(
    "%s: the same seed gives the same bytes",
    async (method) => {
      const bytes = async (seed: number) => {
        const options = { method, seed, evaluations: 33, smoothing: { noise: 0.1 } };
        const { seconds: _, ...found } = await explain(model, golden, options);
        return JSON.stringify(found.seqAttribution);
      };
      expect(await bytes(3)).toBe(await bytes(3));
      if (method !== "deep-lift") expect(await bytes(3)).not.toBe(await bytes(4));
    },
  );
});

describe("Gauss-Legendre nodes", () => {
  it.each([1, 2, 3, 16, 50, 256])("%i integrate polynomials exactly", (count) => {
    const { nodes, weights } = gaussLegendre(count);
    for (const degree of [0, 1, 2 * count - 1].filter((own) => own <= 40)) {
      const integral = nodes.reduce((sum, x, k) => sum + weights[k]! * x ** degree, 0);
      expect(integral).toBeCloseTo(1 / (degree + 1), 12);
    }
    expect([...nodes]).toEqual([...nodes].sort((a, b) => a - b));
  });
});
