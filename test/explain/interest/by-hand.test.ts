import { describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import { estimateRun } from "#explain/estimate";
import { methods } from "#explain/methods";
import { seededRandom } from "#explain/random";
import { buildTask, fitPrompt, givenTarget } from "#explain/task";
import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { lastOf, requestFor } from "../word-model.ts";
import { elementwise, linear, NoisyWords } from "./noisy-words.ts";

const method = "model-interest" as const;
const width = 12;
const text = "one two three four";

/** W_i of growing norm, at random. */
const matrices = (() => {
  const random = seededRandom(3);
  return [1, 4, 2, 0.5].map((size) =>
    Array.from({ length: 9 }, () =>
      Float64Array.from({ length: width }, () => size * random.normal()),
    ),
  );
})();
const squaredNorms = matrices.map((rows) =>
  rows.reduce((sum, row) => sum + row.reduce((own, w) => own + w * w, 0), 0),
);

/** So sure of its ranking that it spends its budget. */
const whole = { confidence: 1 - 1e-9 };

const ask = (model: NoisyWords, more: Partial<ExplainRequest> = {}, prompt = text) =>
  lastOf(model, requestFor(prompt, { method, perToken: false, ...more }));

/** ρ against its mean: what does not depend on λ and s². */
function relative(scores: readonly number[]): number[] {
  const mean = scores.reduce((sum, own) => sum + own, 0) / scores.length;
  return scores.map((own) => own / mean);
}

describe("a linear model", () => {
  const model = (options = {}) => new NoisyWords(width, () => linear(matrices, width), options);

  it("has σ in proportion to 1/‖W‖, at the size that λ says", async () => {
    const evaluations = 8000;
    const found = await ask(model(), { evaluations, ...whole });
    for (const [feature, share] of relative(found.seqAttribution).entries())
      expect(share / relative(squaredNorms)[feature]!).toBeCloseTo(1, 0.9);
    const { sigma, lambda, change } = found.interest!;
    // the minimum: σ_i² ‖W_i‖² is λ/2 of what σ_0 does to the mean token, as far as 32 draws tell
    const mean = squaredNorms.reduce((sum, own) => sum + own, 0) / squaredNorms.length;
    for (const [token, own] of sigma.entries()) {
      const size = (own / 0.15) ** 2 * (squaredNorms[token]! / mean);
      expect(Math.abs(size / (lambda / 2) - 1)).toBeLessThan(0.25);
    }
    expect(Math.abs(change / (lambda / 2) - 1)).toBeLessThan(0.25);
    expect(found.interest!.unbounded).toEqual([]);
  });

  it("is ranked with standard errors that hold, and ends when the ranking is settled", async () => {
    const found = await ask(model(), { evaluations: 100_000 });
    expect(found.ended).toBe("settled");
    expect(found.evaluations).toBeLessThan(4000);
    const order = [...found.seqAttribution.keys()].sort(
      (a, b) => found.seqAttribution[b]! - found.seqAttribution[a]!,
    );
    expect(order).toEqual([1, 2, 0, 3]);
    const scale = found.seqAttribution.reduce((sum, own) => sum + own, 0);
    const total = squaredNorms.reduce((sum, own) => sum + own, 0);
    for (const [feature, error] of found.standardError!.entries()) {
      const gap = Math.abs(
        found.seqAttribution[feature]! - (scale * squaredNorms[feature]!) / total,
      );
      expect(gap).toBeLessThan(6 * error + 0.06 * found.seqAttribution[feature]!);
    }
  });

  it("gives the same for the same seed, however runs are batched", async () => {
    const evaluations = 400;
    const [one, other, third] = [
      await ask(model(), { evaluations }),
      await ask(model({ batchSize: 5 }), { evaluations }),
      await ask(model(), { evaluations, seed: 1 }),
    ];
    expect(other.seqAttribution).toEqual(one.seqAttribution);
    expect(third.seqAttribution).not.toEqual(one.seqAttribution);
  });

  it("takes the largest interest of a feature's tokens, and leaves what is kept alone", async () => {
    const evaluations = 400;
    const features = {
      granularity: "word",
      keep: [{ start: 0, end: 3 }],
      groups: [[0, 1]],
    } as const;
    const found = await ask(model(), { evaluations, features });
    expect(found.features.map((own) => own.tokens)).toEqual([[1, 2], [3]]);
    const { sigma } = found.interest!;
    expect(sigma[0]).toBe(0);
    expect(found.seqAttribution[0]).toBeCloseTo(1 / Math.min(sigma[1]!, sigma[2]!) ** 2, -2);
    expect(found.settings.pooling).toBe("max");
  });

  it("ends without a failure when it is cancelled", async () => {
    const controller = new AbortController();
    const request = requestFor(text, { method, ...whole });
    const own = model();
    const ids = givenTarget(own, request)!;
    const task = buildTask(own, request, fitPrompt(own, request), ids, new CoalitionMemory());
    const seen: Explanation[] = [];
    for await (const explanation of methods[method](task, own, request, controller.signal)) {
      seen.push(explanation);
      controller.abort();
    }
    expect(seen).toHaveLength(1);
    expect(seen[0]!.partial).toBe(true);
  });
});

describe("two words over λ", () => {
  /** "did" answers to slight noise strongly, and to more of it hardly more; "year" answers in proportion. */
  const planted = () =>
    new NoisyWords(width, () =>
      elementwise((token, shift) => {
        if (token === 1) return { value: 2 * shift, slope: 2 };
        const reach = 0.02;
        const size = 4 * reach * Math.log1p(Math.abs(shift) / reach);
        return { value: Math.sign(shift) * size, slope: 4 / (1 + Math.abs(shift) / reach) };
      }, width),
    );

  it("the interest turns from the one to the other, and never back", async () => {
    const sweep = [1, 0.01, 0.1, 0.4];
    const found = await ask(planted(), { interest: { sweep }, evaluations: 6000 }, "did year");
    const swept = found.interest!.sweep!;
    expect(swept.map(({ lambda }) => lambda)).toEqual([0.01, 0.1, 0.4, 1]);
    const ratios = swept.map(({ scores }) => scores[0]! / scores[1]!);
    expect(ratios[0]).toBeGreaterThan(1.3);
    expect(ratios.at(-1)).toBeLessThan(0.7);
    expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
    const changes = swept.map(({ change }) => change);
    expect(changes).toEqual([...changes].sort((a, b) => a - b));
    for (const { scores } of swept.slice(1)) expect(scores[1]).toBeLessThan(swept[0]!.scores[1]!);
  });
});

describe("what has no minimum", () => {
  it("is said: a word whose noise is never noticed, or not beyond a bound", async () => {
    const model = new NoisyWords(width, () =>
      elementwise((token, shift) => {
        if (token === 0) return { value: shift, slope: 1 };
        if (token === 1) return { value: 0, slope: 0 };
        return { value: 0.1 * Math.tanh(10 * shift), slope: 1 - Math.tanh(10 * shift) ** 2 };
      }, width),
    );
    const found = await ask(model, { interest: { lambda: 1 }, evaluations: 8000 }, "a b c");
    expect(found.interest!.unbounded).toEqual([1, 2]);
    for (const size of found.interest!.sigma) expect(size).toBeLessThanOrEqual(8.001);
  });

  it.each([0, 1.5, Number.NaN])("a λ of %s is refused", async (lambda) => {
    const model = new NoisyWords(width, () => linear(matrices, width));
    await expect(ask(model, { interest: { lambda } })).rejects.toMatchObject({
      failure: { kind: "invalid-option" },
    });
  });
});

describe("layers", () => {
  const reversed = [...matrices].reverse();
  const model = () =>
    new NoisyWords(width, (representation) =>
      linear("state" in representation && representation.state === 1 ? reversed : matrices, width),
    );

  it("each have the interest of their own output", async () => {
    const found = await ask(model(), {
      interest: { layers: "all" },
      evaluations: 12_000,
      ...whole,
    });
    expect(found.layers!.map(({ layer }) => layer)).toEqual([0, 1]);
    const [first, second] = found.layers!.map(({ scores }) => relative(scores));
    for (const [feature, share] of relative(squaredNorms).entries()) {
      expect(first![feature]! / share).toBeCloseTo(1, 0.7);
      expect(second![3 - feature]! / share).toBeCloseTo(1, 0.7);
    }
    expect((await ask(model(), { interest: { layers: [1] } })).layers).toHaveLength(1);
    await expect(ask(model(), { interest: { layers: [2] } })).rejects.toMatchObject({
      failure: { kind: "invalid-option" },
    });
  });

  it("cost what was estimated, at most", async () => {
    const own = model();
    const request = requestFor(text, { method, interest: { layers: "all", sweep: [0.2] } });
    const ids = givenTarget(own, request)!;
    const task = buildTask(own, request, fitPrompt(own, request), ids, new CoalitionMemory());
    const estimate = await estimateRun(task, own, request);
    const found = await lastOf(own, request);
    expect(estimate!.evaluations).toBe(1 + 4 * 1024);
    expect(found.evaluations).toBeLessThanOrEqual(estimate!.evaluations);
    expect(found.partial).toBe(false);
  });
});
