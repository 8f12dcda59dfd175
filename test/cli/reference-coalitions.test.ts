import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Explanation } from "#protocol/explanation";
import { type Exhaustive, readGolden } from "./golden.ts";
import {
  checkAttributions,
  checkClose,
  everyToken,
  idsArgument,
  output,
  tolerance,
} from "./reference-run.ts";

const folder = mkdtempSync(join(tmpdir(), "promptlight-coalitions-"));
afterAll(() => rmSync(folder, { recursive: true }));

const models = ["tiny-gpt2", "tiny-llama"];
const leastSquares = ["--surrogate", "least-squares"];

/** [features][budget] all methods that see all coalitions against the exhaustive references. */
async function checkExhaustive(
  explain: (...args: string[]) => Promise<Explanation>,
  expected: Exhaustive,
): Promise<void> {
  const count = expected.coalition_sum_logp.length;
  const all = ["--evaluations", String(count), "--per-token"];
  const shapley = {
    seq_attr: expected.shapley_exact,
    token_attr: expected.shapley_exact_token_attr,
  };
  for (const method of ["shapley-values", "shapley-value-sampling", "kernel-shap"]) {
    const explanation = await explain("--method", method, ...all);
    checkAttributions(explanation, shapley, tolerance.attribution);
    expect(explanation).toMatchObject({ ended: "complete", partial: false, evaluations: count });
    expect(explanation).not.toHaveProperty("standardError");
    const { full, none } = explanation.values;
    checkClose(
      [none!, full],
      [expected.coalition_sum_logp[0]!, expected.coalition_sum_logp.at(-1)!],
      tolerance.attribution,
    );
    const captum = expected.captum_shapley_values;
    if (captum) checkClose(explanation.seqAttribution, captum.seq_attr, tolerance.attribution);
  }

  const lines = [
    [leastSquares, expected.lime_wls, expected.captum_lime_exhaustive_linear],
    [[], expected["lime_lasso_0.01"], expected["captum_lime_exhaustive_lasso_0.01"]],
  ] as const;
  for (const [options, line, captum] of lines) {
    const explanation = await explain("--method", "lime", ...options, ...all);
    checkClose(explanation.seqAttribution, line.coef, tolerance.attribution);
    checkClose([explanation.intercept!], [line.intercept], tolerance.attribution);
    expect(explanation.tokenAttribution).toHaveLength(6);
    // Captum's Lasso ends at scikit-learn's tolerance, a little before the minimum.
    if (captum) checkClose(explanation.seqAttribution, captum.seq_attr, 2e-3);
  }

  const sizes = expected.coalition_sum_logp.map((_, bits) => bits.toString(2).replaceAll("0", ""));
  const kept = (await explain("--method", "rise", ...all)).seqAttribution;
  const mean = expected.coalition_sum_logp.reduce((sum, value) => sum + value, 0) / sizes.length;
  const means = expected.shapley_exact.map((_, feature) => {
    const own = expected.coalition_sum_logp.filter((_value, bits) => (bits >> feature) & 1);
    return own.reduce((sum, value) => sum + value, 0) / own.length - mean;
  });
  checkClose(kept, means, tolerance.attribution);
}

const cases = models.flatMap((model) =>
  readGolden(model).cases.map((golden) => ({ model, id: golden.id, golden })),
);

describe("tokens", () => {
  const few = cases.filter(({ golden }) => golden.token_input.coalition_sum_logp);
  it.each(few)(
    "$model $id: Shapley values, Kernel SHAP, LIME and RISE over all coalitions",
    async ({ model, golden }) => {
      const { baseline_id } = golden.token_input;
      const common = [
        ...everyToken,
        `--baseline=token:${baseline_id}`,
        idsArgument(golden.target_ids),
      ];
      await checkExhaustive(
        (...args) => output("explain", model, ...common, ...args, "--", golden.prompt),
        golden.token_input as Exhaustive,
      );
    },
  );

  const many = cases.filter(({ golden }) => golden.token_input.shapley_150_permutations_own);
  it.each(many)(
    "$model $id: sampled Shapley values, by their standard errors",
    async ({ model, golden }) => {
      const { baseline_id, shapley_150_permutations_own } = golden.token_input;
      const { mean, standard_error } = shapley_150_permutations_own!;
      const common = [
        ...everyToken,
        `--baseline=token:${baseline_id}`,
        idsArgument(golden.target_ids),
      ];
      for (const method of ["shapley-value-sampling", "kernel-shap"]) {
        const budget = ["--evaluations", String(50 * mean.length), "--confidence", "0.999"];
        const args = [...common, "--method", method, ...budget, "--", golden.prompt];
        const { seqAttribution, standardError, values, evaluations } = await output<Explanation>(
          "explain",
          model,
          ...args,
        );
        // Two independent estimates; with some 500 comparisons in all, 4.5 errors are passed once in 300 runs.
        for (const [feature, expected] of mean.entries()) {
          const error = Math.hypot(standard_error[feature]!, standardError![feature]!);
          expect(Math.abs(seqAttribution[feature]! - expected)).toBeLessThan(4.5 * error + 1e-3);
        }
        expect(evaluations).toBeLessThanOrEqual(50 * mean.length);
        checkClose([seqAttribution.reduce((a, b) => a + b)], [values.full - values.none!], 1e-6);
      }
    },
  );

  it("are there", () => {
    expect(few).toHaveLength(6);
    expect(many).toHaveLength(8);
  });
});

const templates = models.flatMap((model) =>
  readGolden(model).templates.map((golden) => ({ model, id: golden.id, golden })),
);

describe("template slots", () => {
  it.each(templates)("$model $id", async ({ model, id, golden }) => {
    const { template, values, baselines, feature_of_value } = golden;
    const file = join(folder, `${model}-${id}.json`);
    writeFileSync(file, JSON.stringify({ template, values, baselines }));
    const groups = golden.shapley_exact.map((_, feature) =>
      feature_of_value.flatMap((own, slot) => (own === feature ? [slot] : [])),
    );
    const grouping = ["--groups", JSON.stringify(groups), idsArgument(golden.target_ids)];
    // Features stand in the order of their first slot, the reference's in the order of Captum's numbers.
    const order = groups
      .map((_, feature) => feature)
      .sort((a, b) => groups[a]![0]! - groups[b]![0]!);
    const inReferenceOrder = (scores: readonly number[]) =>
      order.map((_, feature) => scores[order.indexOf(feature)]!);
    // Captum's own results are per value.
    const { captum_shapley_values: _, captum_lime_exhaustive_linear: __, ...own } = golden;
    await checkExhaustive(
      async (...args) => {
        const found = await output<Explanation>(
          "explain",
          model,
          "--template",
          file,
          ...grouping,
          ...args,
        );
        return {
          ...found,
          seqAttribution: inReferenceOrder(found.seqAttribution),
          tokenAttribution: found.tokenAttribution!.map(inReferenceOrder),
        };
      },
      { ...own, "captum_lime_exhaustive_lasso_0.01": undefined } as unknown as Exhaustive,
    );
  });
});
