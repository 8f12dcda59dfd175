import { describe, expect, it } from "vitest";
import type { Explanation } from "#protocol/explanation";
import { readGolden } from "./golden.ts";
import { checkClose, everyToken, idsArgument, output } from "./reference-run.ts";

/** Attributions within 1e-3 of the largest entry of the same array, as the references suggest for gradients. */
function checkRelative(actual: readonly number[], expected: readonly number[]): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0.1);
  checkClose(actual, expected, 1e-3 * largest);
}

const models = ["tiny-gpt2", "tiny-llama"];
const cases = models.flatMap((model) =>
  readGolden(model).cases.map((golden) => ({ model, id: golden.id, golden })),
);

describe.each(cases)("$model $id", ({ model, golden }) => {
  const { prompt, target_ids, input_ids } = golden;
  const explain = (method: string, ...args: string[]) =>
    output<Explanation>("explain", model, ...everyToken, "--method", method, ...args, "--", prompt);
  const whole = idsArgument(target_ids);
  const first = idsArgument(target_ids.slice(0, 1));

  const attention = [
    ["attention-last", "a_last", "a_last_row"],
    ["attention-rollout", "rollout", "rollout_row"],
    ["attention-gae", "gae_chefer", "gae_chefer_row_last"],
  ] as const;
  it.each(attention)("%s, over the target and for a logit", async (method, rows, row) => {
    const explanation = await explain(method, whole, "--per-token");
    const expected = golden.attention_sequence[rows];
    expect(explanation.tokenAttribution).toHaveLength(expected.length);
    for (const [token, own] of expected.entries())
      checkRelative(explanation.tokenAttribution![token]!, own);
    const mean = input_ids.map(
      (_, token) => expected.reduce((sum, own) => sum + own[token]!, 0) / expected.length,
    );
    checkRelative(explanation.seqAttribution, mean);
    const ofLogit = await explain(method, first, "--value", "logit");
    checkRelative(ofLogit.seqAttribution, golden.attention[row]);
    checkRelative([ofLogit.values.full], [golden.attention.logit]);
  });

  it("attention flow is at least the strongest single path and at most what leaves the query", async () => {
    const { seqAttribution } = await explain("attention-flow", first);
    for (const flow of seqAttribution) {
      expect(flow).toBeGreaterThan(0);
      expect(flow).toBeLessThanOrEqual(1 + 1e-9);
    }
    expect(seqAttribution.at(-1)).toBeGreaterThanOrEqual(0.5 ** 3);
  });

  const rules = [
    ["published", "lrp_attn_norm_std"],
    ["mean", "lrp_attn_norm_std_mean"],
    ["attention", "lrp_attn"],
  ] as const;
  // RMSNorm has no mean: such a model has no values for it.
  const known = rules.filter(([, field]) => golden.gradient_x_input_and_lrp[field]);
  it.each(known)("layer-wise relevance, %s", async (rule, field) => {
    const expected = golden.gradient_x_input_and_lrp[field]!;
    const args = ["--relevance", rule];
    const ofLogit = await explain("lrp", first, "--value", "logit", ...args);
    checkRelative(ofLogit.seqAttribution, expected.logit_first_target__at_token_embeddings.attr);
    const ofSum = expected.sum_logp__at_token_embeddings;
    if (!ofSum) return;
    checkRelative((await explain("lrp", whole, ...args)).seqAttribution, ofSum.attr);
  });

  it("token distribution dynamics against the second token", async () => {
    const { target_id, forward, backward, bidirectional } = golden.tdd;
    const target = idsArgument([target_id]);
    const expected = { forward, backward, bidirectional };
    for (const [direction, attributions] of Object.entries(expected)) {
      const { seqAttribution } = await explain(`tdd-${direction}`, target);
      checkClose(seqAttribution, attributions, 1e-3);
    }
  });
});
