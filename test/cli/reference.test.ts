import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Explanation, PromptToken } from "#protocol/explanation";
import type { Masking } from "#protocol/masking";
import type { Generation } from "#protocol/worker-methods";
import { readGolden } from "./golden.ts";
import {
  checkAttributions,
  checkClose,
  everyToken,
  idsArgument,
  output,
  tolerance,
} from "./reference-run.ts";

const folder = mkdtempSync(join(tmpdir(), "promptlight-reference-"));
afterAll(() => rmSync(folder, { recursive: true }));

const models = ["tiny-gpt2", "tiny-llama"];
const cases = models.flatMap((model) =>
  readGolden(model).cases.map((each) => ({ model, id: each.id, golden: each })),
);

describe.each(cases)("$model $id", ({ model, golden }) => {
  const { prompt, target_ids, token_input, n_special_prefix } = golden;
  const target = idsArgument(target_ids);
  const explain = (...args: string[]) =>
    output<Explanation>("explain", model, ...args, "--", prompt);

  it("generates the greedy answer", async () => {
    const { ids, text, logp } = golden.greedy;
    const limit = ["--max-new-tokens", String(ids.length)];
    const { tokens, ...generation } = await output<Generation>(
      "generate",
      model,
      ...limit,
      "--",
      prompt,
    );
    expect(tokens.map((token) => token.id)).toEqual(ids);
    expect(generation.text).toBe(text);
    expect(generation.prompt.tokens.map((token) => token.id)).toEqual(golden.input_ids);
    checkClose(
      tokens.map((token) => token.logProb),
      logp,
      tolerance.logProb,
    );
  });

  it("feature ablation with id 0 as the baseline", async () => {
    const baseline = `--baseline=token:${token_input.baseline_id}`;
    const explanation = await explain(...everyToken, baseline, target, "--per-token");
    expect(explanation.prompt.tokens.map((token) => token.id)).toEqual(golden.input_ids);
    expect(explanation.features.map((feature) => feature.tokens)).toEqual(
      golden.input_ids.map((_, index) => [index]),
    );
    checkAttributions(explanation, token_input.feature_ablation, tolerance.attribution);
    const logProbs = explanation.target.tokens.map((token) => token.logProb);
    checkClose(logProbs, golden.target_logp, tolerance.logProb);
    checkClose([explanation.values.full], [golden.target_sum_logp], tolerance.attribution);
    expect(explanation.evaluations).toBe(golden.input_ids.length + 1);
    expect(explanation.partial).toBe(false);
  });

  it("feature ablation of several parts of the target", async () => {
    const { token_attr } = token_input.feature_ablation;
    const spans = ["--target-span", "0:2", "--target-span", "2:6"];
    const baseline = `--baseline=token:${token_input.baseline_id}`;
    const { parts, seqAttribution, evaluations } = await explain(
      ...everyToken,
      baseline,
      target,
      ...spans,
    );
    const sumOf = (rows: readonly (readonly number[])[]) =>
      rows[0]!.map((_, feature) => rows.reduce((sum, row) => sum + row[feature]!, 0));
    const logProbs = golden.target_logp.slice(2).reduce((sum, logProb) => sum + logProb, 0);
    checkClose(seqAttribution, token_input.feature_ablation.seq_attr, tolerance.attribution);
    checkClose(parts![0]!.seqAttribution, sumOf(token_attr.slice(0, 2)), tolerance.attribution);
    checkClose(parts![1]!.seqAttribution, sumOf(token_attr.slice(2)), tolerance.attribution);
    checkClose([parts![1]!.values.full], [logProbs], tolerance.attribution);
    expect(evaluations).toBe(golden.input_ids.length + 1);
  });

  it("feature ablation of probabilities", async () => {
    const baseline = `--baseline=token:${token_input.baseline_id}`;
    const value = ["--value", "prob", "--per-token"];
    const explanation = await explain(...everyToken, baseline, target, ...value);
    checkAttributions(explanation, token_input.feature_ablation_prob, tolerance.probability);
  });

  it("feature ablation with the end of text as the baseline", async () => {
    const { baseline_id, feature_ablation } = golden.token_input_baseline_eos;
    for (const baseline of [`token:${baseline_id}`, "token:eos"]) {
      const args = [...everyToken, "--baseline", baseline, target, "--per-token"];
      checkAttributions(await explain(...args), feature_ablation, tolerance.attribution);
    }
  });

  // A prompt of one token has no such value: nothing would be left.
  const skips = golden.token_input_skip ? [golden.token_input_skip] : [];
  it.each(skips)("feature ablation with kept tokens", async (skip) => {
    const { feature_positions, feature_ablation } = skip;
    const tokens = (await explain(...everyToken, target)).prompt.tokens;
    const isKept = (_: PromptToken, index: number) => !feature_positions.includes(index);
    const kept = tokens.filter(isKept).filter((token) => token.role === "user");
    const keep = kept.map(({ start, end }) => `${start}:${end}`).join(",");
    const explanation = await explain(
      ...["--features", "token", "--raw-tokens", "--baseline", "token:0", "--per-token", target],
      ...(keep === "" ? [] : ["--keep", keep]),
      ...(n_special_prefix > 0 && feature_positions.includes(0) ? ["--include-special"] : []),
    );
    const positions = explanation.features.flatMap((feature) => feature.tokens);
    expect(positions).toEqual(feature_positions);
    checkAttributions(explanation, feature_ablation, tolerance.attribution);
  });

  it("feature ablation of a target given as ids and as text", async () => {
    const { text_target } = golden;
    const args = [...everyToken, "--baseline", "token:0", "--per-token"];
    const encoded = await explain(...args, idsArgument(text_target.captum_encoded_ids));
    const captum = text_target.feature_ablation_as_captum_encodes;
    checkAttributions(encoded, captum, tolerance.attribution);
    const given = await explain(...args, `--target=${text_target.target}`);
    expect(given.target.tokens.map((token) => token.id)).toEqual(text_target.ids_after_skip);
    const logProbs = given.target.tokens.map((token) => token.logProb);
    checkClose(logProbs, text_target.logp_after_skip, tolerance.logProb);
    checkAttributions(given, text_target.feature_ablation_skip_special, tolerance.attribution);
  });

  // A prompt whose only token is deleted has no such value.
  const ways = [
    ["zero", "embed_zero"],
    ["remove", "delete"],
    ["attention", "attention_hidden"],
  ] as const;
  const known = ways.filter(([, name]) => golden.ablation_other_ways[name]);
  it.each(known)("feature ablation with the baseline %s", async (baseline, name) => {
    const args = [...everyToken, "--baseline", baseline, target, "--per-token"];
    const expected = golden.ablation_other_ways[name]!;
    checkAttributions(await explain(...args), expected, tolerance.attribution);
  });

  it("masks the stated subsets", async () => {
    for (const { subset, ...ways } of golden.xprompt.subsets)
      for (const [baseline, way] of [
        ["zero", "embed_zero"],
        ["token:0", "replace"],
        ["remove", "delete"],
      ] as const) {
        const expected = ways[way];
        if (!expected) continue;
        const masking = await output<Masking>(
          "mask",
          model,
          ...everyToken,
          ...["--score-only", "--baseline", baseline, target, `--indices=${subset.join(",")}`],
          ...["--", prompt],
        );
        expect(masking.masked).toEqual(subset);
        const logProbs = masking.maskedTarget.tokens.map((token) => token.logProb);
        checkClose(logProbs, expected.logp, tolerance.logProb);
        checkClose([masking.values.masked], [expected.sum_logp], tolerance.attribution);
        const { probabilityRatio, klDivergence } = masking.metrics;
        checkClose([probabilityRatio], [expected.probability_ratio], tolerance.divergence);
        checkClose([klDivergence], [expected.kl_official], tolerance.divergence);
      }
  });
});

const templates = models.flatMap((model) =>
  readGolden(model).templates.map((each) => ({ model, id: each.id, golden: each })),
);

describe.each(templates)("$model template $id", ({ model, golden }) => {
  const { template, values, baselines, mask } = golden;
  const file = join(folder, `${model}-${golden.id}.json`);
  writeFileSync(file, JSON.stringify({ template, values, baselines }));

  /** Slots with the same number form one group, as Captum's mask has it. */
  const slotCount = Object.keys(values).length;
  const numbers: unknown[] = mask
    ? Object.values(mask)
    : Array.from({ length: slotCount }, (_, i) => i);
  const groups = [...new Set(numbers)].map((number) =>
    numbers.flatMap((other, index) => (other === number ? [index] : [])),
  );
  const grouping = mask ? ["--groups", JSON.stringify(groups)] : [];
  const target = idsArgument(golden.target_ids);

  /** An explanation per slot of the template, as Captum counts: each has the score of its group. */
  async function explainSlots(...args: string[]): Promise<Explanation> {
    const all = ["--template", file, ...grouping, target, "--per-token", ...args];
    const explanation = await output<Explanation>("explain", model, ...all);
    expect(explanation.prompt.text).toBe(golden.text);
    expect(explanation.prompt.tokens.map((token) => token.id)).toEqual(golden.input_ids);
    expect(explanation.features.length).toBe(groups.length);
    const groupOf = numbers.map((_, slot) => groups.findIndex((group) => group.includes(slot)));
    const perSlot = (scores: readonly number[]) => groupOf.map((group) => scores[group]!);
    return {
      ...explanation,
      seqAttribution: perSlot(explanation.seqAttribution),
      tokenAttribution: explanation.tokenAttribution!.map(perSlot),
    };
  }

  it("feature ablation of log-probabilities and of probabilities", async () => {
    const explanation = await explainSlots();
    checkAttributions(explanation, golden.feature_ablation, tolerance.attribution);
    const logProbs = explanation.target.tokens.map((token) => token.logProb);
    checkClose(logProbs, golden.target_logp, tolerance.logProb);
    const probabilities = await explainSlots("--value", "prob");
    checkAttributions(probabilities, golden.feature_ablation_prob, tolerance.probability);
  });
});

it("runs on both reference models with all their cases", () => {
  expect(cases).toHaveLength(16);
  expect(templates).toHaveLength(8);
  const goldens = cases.map((each) => each.golden);
  expect(goldens.filter((golden) => golden.token_input_skip)).toHaveLength(15);
  expect(goldens.filter((golden) => golden.ablation_other_ways.delete)).toHaveLength(15);
});
