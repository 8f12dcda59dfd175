import { describe, expect, it } from "vitest";
import type { Explanation } from "#protocol/explanation";
import { type GoldenOptimum, readGolden } from "./golden.ts";
import { checkClose, idsArgument, output, tolerance } from "./reference-run.ts";

const cases = ["tiny-gpt2", "tiny-llama"].flatMap((model) =>
  readGolden(model).cases.map((golden) => ({ model, id: golden.id, golden })),
);

const ways = [
  ["embed_zero", "zero"],
  ["replace", "token:0"],
  ["delete", "remove"],
] as const;

/** Sets that are all tried; where there are more, the search has the evaluations of its default. */
const mostSets = 400;

/** The share of the way from the mean over all sets to the best that a search of 200 sets misses, problem by problem. */
const missedShares: number[] = [];

describe.each(cases)("$model $id", ({ model, golden }) => {
  const { maskable_positions, mask_gradient, best } = golden.xprompt;
  const common = ["--features", "token", "--raw-tokens", idsArgument(golden.target_ids)];
  const explain = (...args: string[]) =>
    output<Explanation>(
      "explain",
      model,
      ...["--method", "joint-prompt", ...common, ...args, "--", golden.prompt],
    );

  it("the gradient by the mask", async () => {
    const { gradient, features } = await explain("--k", "1", "--evaluations", "10");
    expect(features.map(({ tokens }) => tokens[0])).toEqual([...maskable_positions]);
    const largest = Math.max(...mask_gradient.map(Math.abs));
    expect(gradient!.of).toBe("mask");
    checkClose(gradient!.value, mask_gradient, Math.max(1e-3 * largest, 1e-4));
  });

  const optima = ways.flatMap(([way, baseline]) =>
    Object.entries(best[way]).map(([k, optimum]) => ({ way, baseline, k, optimum })),
  );
  it.each(optima)("the best $k by $way", async ({ baseline, k, optimum }) => {
    const { n_subsets } = optimum;
    const isSmall = n_subsets <= mostSets;
    const budget = isSmall ? ["--evaluations", String(2 * n_subsets + 100)] : [];
    const { joint, values } = await explain("--baseline", baseline, "--k", k, ...budget);
    checkClose([values.full], [golden.target_sum_logp], tolerance.attribution);
    if (isSmall) {
      expect(joint!.certificate).toBe("exhaustive");
      expect(joint!.setCount).toBe(n_subsets);
      checkClose([joint!.value], [optimum.sum_logp], tolerance.attribution);
      checkClose([joint!.probabilityRatio!], [optimum.probability_ratio], tolerance.attribution);
      expect(joint!.indices.map((index) => maskable_positions[index])).toEqual(optimum.subset);
    } else missedShares.push(missed(joint!.value, optimum));
  });
});

it("of up to 40000 sets 200 find the best, or nearly", () => {
  const isFound = (share: number) => share < 1e-5;
  expect(missedShares.length).toBeGreaterThan(20);
  expect(Math.max(...missedShares)).toBeLessThan(0.25);
  expect(missedShares.filter(isFound).length).toBeGreaterThan(0.7 * missedShares.length);
});

/** How far a value is from the best, as a share of the mean's distance from it. */
function missed(value: number, { sum_logp, mean_sum_logp_over_all_subsets }: GoldenOptimum) {
  return (value - sum_logp) / (mean_sum_logp_over_all_subsets - sum_logp);
}
