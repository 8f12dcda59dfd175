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
    const { gradient_x_input: gxi, saliency_l2: norm } = golden.gradient;
    expectClose(product.seqAttribution, gxi!.seq_attr);
    expectClose(product.tokenAttribution!.flat(), gxi!.token_attr.flat());
    const saliency = await explain(model, golden, { method: "saliency" });
    expectClose(saliency.seqAttribution, norm!.seq_attr);
    expectClose(saliency.tokenAttribution!.flat(), norm!.token_attr.flat());
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
