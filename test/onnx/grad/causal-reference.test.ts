import { beforeAll, describe, test } from "vitest";
import { gradientRules } from "#onnx/grad/gradient-rules";
import type { RuleTable } from "#onnx/grad/rule";
import { names } from "#onnx/names";
import { conservativeRules, conservativeRulesWithMean } from "#onnx/relevance/conservative-rules";
import {
  attentionRelevance,
  inputTimes,
  l1,
  l2,
  meanOverHeads,
  oneHot,
  perRow,
  softmax,
  sum,
} from "../../support/attributions.ts";
import {
  compileGradient,
  expectClose,
  openReference,
  type ReferenceModel,
  referenceFeeds,
} from "../../support/onnx-goldens.ts";
import { type Feeds, float32, numbers } from "../../support/onnx-runtime.ts";

interface Attributions {
  readonly seq_attr: number[];
  readonly token_attr: number[][];
}

/** The fields of shared/reference/README.md that are gradients, computed by PyTorch in float64. */
interface CausalCase {
  readonly input_ids: number[];
  readonly target_ids: number[];
  readonly gradient: {
    readonly gradient_x_input: Attributions;
    readonly saliency_l2: Attributions;
    readonly saliency_l1: { readonly seq_attr: number[] };
  };
  readonly xprompt: { readonly maskable_positions: number[]; readonly mask_gradient: number[] };
  readonly attention: { readonly a_last_row: number[]; readonly gae_chefer_row_last: number[] };
  readonly attention_sequence: { readonly gae_chefer: number[][] };
  readonly gradient_x_input_and_lrp: Record<
    string,
    Record<string, { readonly attr: number[] } | undefined>
  >;
  readonly interest?: {
    readonly sigma: number[];
    readonly noise: number[][][];
    readonly last_hidden: { readonly mle: number; readonly grad_mle_log_sigma: number[] };
    readonly last_logits: { readonly mle: number; readonly grad_mle_log_sigma: number[] };
  };
}

describe.each(["tiny-gpt2", "tiny-llama"])("%s", (name) => {
  let reference: ReferenceModel<CausalCase>;
  beforeAll(async () => {
    reference = await openReference(name);
  });

  /** Every case with its target teacher-forced. */
  const sequences = () =>
    reference.cases.map((golden) => {
      const { input_ids: prompt, target_ids: targets } = golden;
      const positions = targets.map((_, index) => prompt.length - 1 + index);
      const row = [...prompt, ...targets.slice(0, -1)];
      return { golden, prompt, feeds: referenceFeeds(reference, row, positions, targets) };
    });

  /** Every case with the prompt alone, its last position predicting the first target. */
  const prompts = () =>
    reference.cases.map((golden) => {
      const { input_ids: prompt, target_ids: targets } = golden;
      const positions = [prompt.length - 1];
      const target = targets[0]!;
      return {
        golden,
        prompt,
        target,
        feeds: referenceFeeds(reference, prompt, positions, [target]),
      };
    });

  test("sum of log p by the mask and by the embeddings", async () => {
    const { embeddings, width } = reference;
    const run = await compileGradient(reference, {
      of: names.targetLogProbs,
      wrt: [names.embeddingMask, embeddings],
    });
    for (const { golden, prompt, feeds } of sequences()) {
      const results = await run(feeds);
      const { gradient_x_input, saliency_l1, saliency_l2 } = golden.gradient;
      const byMask = results.gradient(names.embeddingMask);
      expectClose(byMask.slice(0, prompt.length), gradient_x_input.seq_attr);
      const { maskable_positions, mask_gradient } = golden.xprompt;
      expectClose(
        maskable_positions.map((position) => byMask[position]!),
        mask_gradient,
      );
      const gradient = results.gradient(embeddings).slice(0, prompt.length * width);
      expectClose(perRow(gradient, width, l2), saliency_l2.seq_attr);
      expectClose(perRow(gradient, width, l1), saliency_l1.seq_attr);
      expectClose(
        inputTimes(gradient, results.read(names.embeddings), width),
        gradient_x_input.seq_attr,
      );
    }
  });

  test("log p of every target token after one forward pass", async () => {
    const { embeddings, width } = reference;
    const run = await compileGradient(reference, {
      of: names.targetLogProbs,
      wrt: [embeddings],
      cotangent: "each",
    });
    for (const { golden, prompt, feeds } of sequences()) {
      const count = golden.target_ids.length;
      const identity = Array.from({ length: count ** 2 }, (_, at) =>
        Number(at % (count + 1) === 0),
      );
      const results = await run({
        ...feeds,
        [names.cotangents]: float32(identity, [count, 1, count]),
      });
      const all = results.gradient(embeddings);
      const { gradient_x_input, saliency_l2 } = golden.gradient;
      for (let target = 0; target < count; target += 1) {
        const start = (target * all.length) / count;
        const gradient = all.slice(start, start + prompt.length * width);
        expectClose(
          inputTimes(gradient, results.read(names.embeddings), width),
          gradient_x_input.token_attr[target]!,
        );
        expectClose(perRow(gradient, width, l2), saliency_l2.token_attr[target]!);
      }
    }
  });

  test("a logit and log p by the attention probabilities of every layer", async () => {
    const { attention } = reference;
    const ofLogits = await compileGradient(reference, {
      of: names.targetLogits,
      wrt: attention,
      cotangent: "given",
    });
    for (const { golden, prompt, target, feeds } of prompts()) {
      const results = await ofLogits({ ...feeds, ...oneHot(reference, [target]) });
      const last = meanOverHeads(results.read(attention.at(-1)!), prompt.length);
      expectClose(last.at(-1)!, golden.attention.a_last_row);
      const relevance = attentionRelevance(reference, results, prompt.length);
      expectClose(relevance.at(-1)!, golden.attention.gae_chefer_row_last);
    }
    const ofLogProbs = await compileGradient(reference, {
      of: names.targetLogProbs,
      wrt: attention,
    });
    for (const { golden, prompt, feeds } of sequences()) {
      const count = golden.target_ids.length;
      const results = await ofLogProbs(feeds);
      const relevance = attentionRelevance(reference, results, prompt.length + count - 1);
      const rows = relevance.slice(-count).map((row) => row.slice(0, prompt.length));
      expectClose(rows.flat(), golden.attention_sequence.gae_chefer.flat());
    }
  });

  test.each<[variant: string, RuleTable]>([
    ["gradient_x_input", gradientRules],
    ["lrp_attn", { ...gradientRules, Softmax: { constant: "attention" } }],
    ["lrp_attn_norm_std", conservativeRules],
    ["lrp_attn_norm_std_mean", conservativeRulesWithMean],
  ])("%s of a logit and of the sum of log p", async (variant, rules) => {
    const { embeddings, width, cases } = reference;
    if (!cases[0]!.gradient_x_input_and_lrp[variant]) return;
    const request = {
      of: names.targetLogits,
      wrt: [embeddings],
      cotangent: "given",
      rules,
    } as const;
    const run = await compileGradient(reference, request);
    for (const { golden, target, feeds } of prompts()) {
      const results = await run({ ...feeds, ...oneHot(reference, [target]) });
      const relevance = inputTimes(
        results.gradient(embeddings),
        results.read(names.embeddings),
        width,
      );
      const expected = golden.gradient_x_input_and_lrp[variant]!;
      expectClose(relevance, expected.logit_first_target__at_token_embeddings!.attr);
    }
    for (const { golden, prompt, feeds } of sequences()) {
      const expected = golden.gradient_x_input_and_lrp[variant]!.sum_logp__at_token_embeddings;
      if (expected === undefined) continue;
      const none = await run({ ...feeds, ...oneHot(reference, golden.target_ids) });
      const probabilities = perRow(none.read(names.targetLogits), reference.vocab, softmax).flat();
      const chosen = oneHot(reference, golden.target_ids)[names.cotangent]!;
      const slopes = numbers(chosen).map((value, index) => value - probabilities[index]!);
      const results = await run({ ...feeds, [names.cotangent]: float32(slopes, chosen.dims) });
      const gradient = results.gradient(embeddings).slice(0, prompt.length * width);
      expectClose(inputTimes(gradient, results.read(names.embeddings), width), expected.attr);
    }
  });

  test.each(["last_hidden", "last_logits"] as const)("interest: %s by log sigma", async (phi) => {
    const { hidden, width } = reference;
    const of = phi === "last_hidden" ? hidden : names.targetLogits;
    const request = { of, wrt: [names.embeddingNoise], cotangent: "given" } as const;
    const run = await compileGradient(reference, request);
    for (const { interest, input_ids: prompt } of reference.cases) {
      if (interest === undefined) continue;
      const samples = interest.noise.length;
      const positions = [prompt.length - 1];
      const plain = referenceFeeds(reference, prompt, positions, [0], samples);
      const noise = interest.noise.flatMap((sample) =>
        sample.flatMap((token, at) => token.map((value) => value * interest.sigma[at]!)),
      );
      const noisy = {
        ...plain,
        [names.embeddingNoise]: float32(noise, [samples, prompt.length, width]),
      };
      const phiOf = async (feeds: Feeds) => {
        const size = phi === "last_hidden" ? prompt.length * width : reference.vocab;
        const dims = phi === "last_hidden" ? [samples, prompt.length, width] : [samples, 1, size];
        const zeros = float32(Array(samples * size).fill(0), dims);
        return { values: (await run({ ...feeds, [names.cotangent]: zeros })).read(of), dims };
      };
      const [before, after] = [await phiOf(plain), await phiOf(noisy)];
      const moved = after.values.map((value, index) => value - before.values[index]!);
      const cotangent = moved.map((value) => (2 * value) / samples);
      const results = await run({
        ...noisy,
        [names.cotangent]: float32(cotangent, after.dims),
      });
      const gradient = results.gradient(names.embeddingNoise);
      const bySample = perRow(gradient, width, (row, start) =>
        sum(row.map((value, at) => value * noise[start + at]!)),
      );
      const byToken = prompt.map((_, token) =>
        sum(interest.noise.map((_, sample) => bySample[sample * prompt.length + token]!)),
      );
      expectClose([sum(moved.map((value) => value ** 2)) / samples], [interest[phi].mle]);
      expectClose(byToken, interest[phi].grad_mle_log_sigma);
    }
  });
});
