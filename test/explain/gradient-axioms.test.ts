import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LocalModel } from "#model/local-model";
import { openLocalModel } from "#model/open-local-model";
import type { Explanation } from "#protocol/explanation";
import type { MethodId } from "#protocol/methods";
import type { ExplainRequest } from "#protocol/request";
import { fixturesFolder } from "../cli/support.ts";
import { GameModel, type SmoothGame } from "./gradient-by-hand.ts";
import { lastOf, requestFor } from "./word-model.ts";

interface Solved extends SmoothGame {
  /** Of `a b c` at (1, 1, 1) from (0, 0, 0): x · ∂v/∂x, ∫ ∂v/∂x along the diagonal. */
  readonly product: readonly number[];
  readonly integral: readonly number[];
}

/** The smooth forms of the games; c does nothing in all but the first. */
const games: Record<string, Solved> = {
  linear: {
    value: ([a, b, c]) => 2 * a! - 3 * b! + 0.5 * c!,
    slopes: () => [2, -3, 0.5],
    product: [2, -3, 0.5],
    integral: [2, -3, 0.5],
  },
  "a AND b": {
    value: ([a, b]) => a! * b!,
    slopes: ([a, b]) => [b!, a!, 0],
    product: [1, 1, 0],
    integral: [1 / 2, 1 / 2, 0],
  },
  "a OR b": {
    value: ([a, b]) => a! + b! - a! * b!,
    slopes: ([a, b]) => [1 - b!, 1 - a!, 0],
    product: [0, 0, 0],
    integral: [1 / 2, 1 / 2, 0],
  },
  "a XOR b": {
    value: ([a, b]) => a! + b! - 2 * a! * b!,
    slopes: ([a, b]) => [1 - 2 * b!, 1 - 2 * a!, 0],
    product: [-1, -1, 0],
    integral: [0, 0, 0],
  },
};

const words = ["yes", "a", "b", "c"];
const ask = (game: SmoothGame, more: Partial<ExplainRequest>) =>
  lastOf(new GameModel(words, game), requestFor("a b c", { perToken: false, ...more }));

describe.each(Object.entries(games))("%s, solved by hand", (_, game) => {
  const expectScores = (found: Explanation, expected: readonly number[], digits = 6) => {
    for (const [feature, score] of expected.entries())
      expect(found.seqAttribution[feature]).toBeCloseTo(score, digits);
  };

  it("input × gradient, and SmoothGrad of it where there is next to no noise", async () => {
    expectScores(await ask(game, { method: "input-x-gradient" }), game.product);
    const smoothing = { noise: 1e-7 };
    expectScores(await ask(game, { method: "smooth-grad", smoothing }), game.product, 5);
  });

  it("saliency: the slopes without their sign", async () => {
    const expected = game.product.map(Math.abs);
    expectScores(await ask(game, { method: "saliency" }), expected);
    expectScores(await ask(game, { method: "saliency", norm: "l1" }), expected);
  });

  it("integrated gradients, complete", async () => {
    const found = await ask(game, { method: "integrated-gradients" });
    expectScores(found, game.integral);
    expect(found.trust!.completenessResidual).toBeCloseTo(0, 6);
  });

  it("gradient SHAP: integrated gradients on average, within four standard errors", async () => {
    const found = await ask(game, { method: "gradient-shap", confidence: 0.9999 });
    for (const [feature, score] of game.integral.entries()) {
      const error = found.standardError![feature]!;
      const gap = Math.abs(found.seqAttribution[feature]! - score);
      expect(gap).toBeLessThanOrEqual(4 * error + 1e-6);
    }
  });

  it("words that play the same part have the same scores, and a useless one none", async () => {
    const isSymmetric = game.product[0] === game.product[1];
    for (const method of ["input-x-gradient", "integrated-gradients", "gradient-shap"] as const) {
      const [a, b, c] = (await ask(game, { method })).seqAttribution;
      if (isSymmetric) expect(a).toBeCloseTo(b!, 6);
      if (isSymmetric) expect(c).toBeCloseTo(0, 12);
    }
  });
});

const gradients = [
  "input-x-gradient",
  "saliency",
  "integrated-gradients",
  "gradient-shap",
  "smooth-grad",
  "deep-lift",
  "lrp",
] as const satisfies readonly MethodId[];

describe.each(["tiny-gpt2", "tiny-llama"])("%s", (name) => {
  let model: LocalModel;
  beforeAll(async () => {
    const source = join(fixturesFolder, "models", name);
    model = await openLocalModel({ source, dtype: "auto", device: "cpu" });
  });
  afterAll(() => model.release());

  const text = "The doctor wrote to the house";
  const asked = (more: Partial<ExplainRequest>, own: LocalModel = model) =>
    lastOf(own, requestFor(text, { target: { text: " to the sea" }, evaluations: 33, ...more }));

  /** Both within rounding of the largest score. */
  const expectSame = (a: Explanation, b: Explanation) => {
    const scale = Math.max(...a.seqAttribution.map(Math.abs));
    for (const [feature, score] of a.seqAttribution.entries())
      expect(Math.abs(b.seqAttribution[feature]! - score)).toBeLessThan(1e-4 * scale);
  };

  it.each(gradients)("%s: batches of 1, 2 and 3 give the same", async (method) => {
    const sized = (size: number): LocalModel =>
      new Proxy(model, {
        get: (target, key) => {
          if (key === "gradientBatchSize" || key === "scoringBatchSize") return () => size;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    const one = await asked({ method }, sized(1));
    expectSame(one, await asked({ method }, sized(2)));
    expectSame(one, await asked({ method }, sized(3)));
  });

  it.each(gradients)(
    "%s does not depend on the order in which groups are named",
    async (method) => {
      const grouped = (groups: readonly (readonly number[])[]) =>
        asked({ method, features: { granularity: "word", groups } });
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
      expectSame(one, other);
    },
  );

  it.each(gradients)("%s: the same seed gives the same bytes", async (method) => {
    const bytes = async () => {
      const { seconds: _, ...found } = await asked({ method, seed: 5 });
      return JSON.stringify(found);
    };
    expect(await bytes()).toBe(await bytes());
  });
});
