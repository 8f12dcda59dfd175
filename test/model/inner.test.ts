import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Objective, Walk } from "#explain/gradient-model";
import type { AttentionMaps, Representation, State } from "#explain/inner-model";
import type { LocalModel } from "#model/local-model";
import type { ModelKind } from "#model/model-folder";
import { openLocalModel } from "#model/open-local-model";
import { meanOverHeads, perRow, sum } from "../support/attributions.ts";
import { expectClose } from "../support/onnx-goldens.ts";
import { fixtureModel, readGoldens } from "./fixtures.ts";

/** The fields of shared/reference/README.md that a model's inside gives, computed by PyTorch in float64. */
interface InnerCase {
  readonly id: string;
  readonly input_ids: number[];
  readonly target_ids: number[];
  readonly attention: {
    readonly attention_last_layer?: number[][][];
    readonly a_last_row: number[];
    readonly rollout_row: number[];
    readonly gae_chefer_row_last: number[];
  };
  readonly attention_sequence: Record<"a_last" | "rollout" | "gae_chefer", number[][]>;
  readonly gradient_x_input_and_lrp: Record<
    string,
    Record<string, { readonly attr: number[] } | undefined> | undefined
  >;
  readonly interest?: {
    readonly d: number;
    readonly sigma: number[];
    readonly noise: number[][][];
    readonly last_hidden: InterestValues;
    readonly last_logits: InterestValues;
  };
}

interface InterestValues {
  readonly squared_distance_per_sample: number[];
  readonly grad_mle_log_sigma: number[];
}

const walks: readonly [Walk, string][] = [
  ["gradient", "gradient_x_input"],
  ["relevance-attention", "lrp_attn"],
  ["relevance", "lrp_attn_norm_std"],
  ["relevance-mean", "lrp_attn_norm_std_mean"],
];

const open = (name: string, kind: ModelKind = "causal") =>
  openLocalModel({ source: fixtureModel(name), dtype: "auto", device: "cpu" }, { kind });
const ones = (count: number) => [new Float64Array(count).fill(1)];

/** Σ_d e_d · ∂/∂e_d for every token. */
async function inputTimes(
  model: LocalModel,
  ids: readonly number[],
  objective: Objective,
  cotangent: Float64Array[],
  walk: Walk,
): Promise<number[]> {
  const [found] = await model.differentiate([{ ids }], objective, cotangent, walk);
  const { embeddings, gradients } = found!;
  const products = [...gradients[0]!].map((slope, at) => slope * embeddings[at]!);
  return perRow(products, embeddings.length / ids.length, sum);
}

/** [queries][keys] of the mean over heads of what `ofLayer` takes of each layer. */
function layers(
  maps: AttentionMaps,
  ofLayer: (probabilities: Float32Array, layer: number) => Float32Array,
): number[][][] {
  return maps.probabilities.map((layer, at) =>
    meanOverHeads([...ofLayer(layer, at)], maps.tokenCount),
  );
}

/** The product of matrices, the last on the left. */
function chain(
  matrices: readonly number[][][],
  step: (mean: number[][]) => number[][],
): number[][] {
  return matrices
    .map(step)
    .reduce((below, own) =>
      own.map((row) =>
        below[0]!.map((_, key) => sum(row.map((share, at) => share * below[at]![key]!))),
      ),
    );
}

/** Chefer et al. 2021: R ← R + mean_h (A ⊙ ∂/∂A)⁺ · R. */
function gae(maps: AttentionMaps): number[][] {
  const positive = layers(maps, (layer, at) =>
    layer.map((share, entry) => Math.max(0, share * maps.gradients[0]![at]![entry]!)),
  );
  return chain(positive, (mean) => mean.map((row, q) => row.map((v, k) => v + Number(q === k))));
}

/** Abnar & Zuidema 2020: the product of ½(A + I). */
function rollout(maps: AttentionMaps): number[][] {
  return chain(
    layers(maps, (layer) => layer),
    (mean) => mean.map((row, q) => row.map((v, k) => (v + Number(q === k)) / 2)),
  );
}

describe.each(["tiny-gpt2", "tiny-llama"])("the inside of %s", (name) => {
  const { cases } = readGoldens<InnerCase>(name);
  let model: LocalModel;
  beforeAll(async () => {
    model = await open(name);
  });
  afterAll(() => model.release());

  it.each(walks)("%s of a logit and of the sum of log p", async (walk, field) => {
    for (const { input_ids: ids, target_ids: target, gradient_x_input_and_lrp: all } of cases) {
      const expected = all[field];
      if (expected === undefined) continue;
      const logit: Objective = { kind: "logit", target: target.slice(0, 1) };
      const ofLogit = await inputTimes(model, ids, logit, ones(1), walk);
      expectClose(ofLogit, expected.logit_first_target__at_token_embeddings!.attr);
      const sumLogProb = expected.sum_logp__at_token_embeddings?.attr;
      if (sumLogProb === undefined) continue;
      const logProb: Objective = { kind: "log-prob", target };
      expectClose(await inputTimes(model, ids, logProb, ones(target.length), walk), sumLogProb);
    }
  });

  it("attention from the prompt, and the gradients of a logit by it", async () => {
    for (const { input_ids: ids, target_ids: target, attention } of cases) {
      const objective: Objective = { kind: "logit", target: target.slice(0, 1) };
      const plain = await model.attention({ ids }, objective, []);
      expect(plain.gradients).toEqual([]);
      const last = ids.length - 1;
      const rowOf = (matrix: number[][]) => matrix[last]!.slice(0, ids.length);
      expectClose(rowOf(layers(plain, (layer) => layer).at(-1)!), attention.a_last_row);
      expectClose(rowOf(rollout(plain)), attention.rollout_row);
      const { headCount, tokenCount: n } = plain;
      for (const [head, rows] of attention.attention_last_layer?.entries() ?? []) {
        const start = (head * n + last) * n;
        const own = plain.probabilities.at(-1)!.slice(start, start + ids.length);
        expectClose([...own], rows[last]!);
        expect(headCount).toBe(attention.attention_last_layer!.length);
      }
      const maps = await model.attention({ ids }, objective, ones(1));
      expect([...maps.values]).toEqual([expect.closeTo(plain.values[0]!, 4)]);
      expectClose(rowOf(gae(maps)), attention.gae_chefer_row_last);
    }
  });

  it("attention over the target, and the gradients of the sum of log p by it", async () => {
    for (const { input_ids: ids, target_ids: target, attention_sequence: expected } of cases) {
      const objective: Objective = { kind: "log-prob", target };
      const each = target.map((_, t) => Float64Array.from(target, (__, at) => Number(at === t)));
      const maps = await model.attention({ ids }, objective, ones(target.length));
      const predicting = (matrix: number[][]) =>
        target.flatMap((_, t) => matrix[ids.length - 1 + t]!.slice(0, ids.length));
      expectClose(predicting(layers(maps, (layer) => layer).at(-1)!), expected.a_last.flat());
      expectClose(predicting(rollout(maps)), expected.rollout.flat());
      expectClose(predicting(gae(maps)), expected.gae_chefer.flat());
      const single = await model.attention({ ids }, objective, each);
      for (const [layer, whole] of maps.gradients[0]!.entries()) {
        const parts = single.gradients.map((own) => own[layer]!);
        expectClose(
          [...whole.keys()].map((at) => sum(parts.map((own) => own[at]!))),
          [...whole],
        );
      }
    }
  });

  it.each<[string, "last_hidden" | "last_logits", (golden: InnerCase) => Representation]>([
    ["the last states", "last_hidden", () => ({ state: "last" })],
    ["the next token", "last_logits", ({ target_ids }) => ({ target: target_ids.slice(0, 1) })],
  ])("noise moves %s as in PyTorch", async (_, field, representationOf) => {
    for (const golden of cases) {
      const { interest, input_ids: ids } = golden;
      if (interest === undefined) continue;
      const draws = interest.noise.map((draw) => Float32Array.from(draw.flat()));
      const logSigma = Float64Array.from(interest.sigma, Math.log);
      const phi = representationOf(golden);
      const effect = await model.noiseEffect({ ids }, phi, draws, logSigma);
      const expected = interest[field];
      expectClose([...effect.squaredDistances], expected.squared_distance_per_sample);
      const mean = ids.map(
        (_, token) => sum(effect.gradients.map((own) => own[token]!)) / draws.length,
      );
      expectClose(mean, expected.grad_mle_log_sigma);
    }
  });

  it("gives the embeddings as they were looked up, whatever mask and shift make of them", async () => {
    const ids = [10, 20, 30];
    const objective = { kind: "logit", target: [7] } as const;
    const [plain] = await model.differentiate([{ ids }], objective, ones(1));
    const embeddingShift = plain!.embeddings.map((value) => 1 - value);
    const moved = { ids, embeddingMask: [0.5, 0, 1], embeddingShift };
    const [found] = await model.differentiate([moved], objective, ones(1));
    expect(found!.embeddings).toEqual(plain!.embeddings);
  });

  it("noise that takes a token's embedding away moves every state as its mask does", async () => {
    const { input_ids: ids, target_ids: target } = cases[1]!;
    const [found] = await model.differentiate([{ ids }], { kind: "logit", target }, ones(6));
    const { embeddings } = found!;
    const width = embeddings.length / ids.length;
    const away = embeddings.map((value, at) => (Math.floor(at / width) === 2 ? -value : 0));
    const embeddingMask = ids.map((_, at) => Number(at !== 2));
    const sigma = new Float64Array(ids.length);
    const states: State[] = [...Array(await model.blockCount()).keys(), "last"];
    expect(states).toEqual([0, 1, 2, "last"]);
    for (const state of states) {
      const short = { ids: ids.slice(0, 4) };
      const read = await model.hiddenStates([short, { ids }, { ids, embeddingMask }], state);
      const [start, plain, masked] = read as [Float32Array, Float32Array, Float32Array];
      expectClose([...start], [...plain.subarray(0, start.length)]);
      const distance = sum([...plain].map((value, at) => (value - masked[at]!) ** 2));
      const effect = await model.noiseEffect({ ids }, { state }, [away], sigma);
      expectClose([...effect.squaredDistances], [distance]);
    }
    const asked = model.hiddenStates([{ ids }], 3);
    await expect(asked).rejects.toMatchObject({ failure: { kind: "invalid-option" } });
  });
});

interface MaskedCase {
  readonly input_ids: number[];
  readonly mask_index: number;
  readonly predicted_class: number;
  readonly promptexplainer: {
    readonly H_V_rows_first_3_and_mask: Record<string, number[]>;
    readonly H_D: number[][];
    readonly prediction: number[];
  };
  readonly attention: { readonly a_last_row: number[]; readonly gae_chefer_row_mask: number[] };
  readonly saliency: { readonly l2_class_logit: number[] };
  readonly gradient_x_input_and_lrp: Record<
    string,
    {
      readonly at_token_embeddings: {
        readonly attr_class_logit: number[];
        readonly attr_class_log_prob?: number[];
      };
    }
  >;
}

describe("the inside of tiny-roberta", () => {
  type Verbalizer = { readonly verbalizer: readonly { readonly ids: number[] }[] };
  const { cases, verbalizer } = readGoldens<MaskedCase, Verbalizer>("tiny-roberta");
  const labels = verbalizer.flatMap(({ ids }) => ids);
  const objective: Objective = { kind: "label-logit", labels };
  let model: LocalModel;
  beforeAll(async () => {
    model = await open("tiny-roberta", "masked");
  });
  afterAll(() => model.release());

  /** The weights of Σ_c weight_c · (mean logit of the words of class c) at the mask. */
  function atMask({ input_ids: ids, mask_index: mask }: MaskedCase, weights: readonly number[]) {
    const row = verbalizer.flatMap(({ ids: words }, label) =>
      words.map(() => weights[label]! / words.length),
    );
    const values = new Float64Array(ids.length * labels.length);
    values.set(row, mask * labels.length);
    return [values];
  }
  const pick = (label: number) => verbalizer.map((_, other) => Number(other === label));

  it("the label words' logits at every token, of a batch of unequal lengths", async () => {
    const read = await model.labelLogits(
      cases.map(({ input_ids: ids }) => ({ ids })),
      labels,
    );
    for (const [at, { input_ids: ids, promptexplainer, mask_index: mask }] of cases.entries()) {
      const rows = perRow([...read[at]!], labels.length, (row) => row);
      expect(rows).toHaveLength(ids.length);
      const known = Object.entries(promptexplainer.H_V_rows_first_3_and_mask);
      expect(known.map(([position]) => Number(position))).toContain(mask);
      for (const [position, expected] of known) expectClose(rows[Number(position)]!, expected);
      const classes = rows.map((row) => {
        const rest = [...row];
        return verbalizer.map(({ ids: words }) => sum(rest.splice(0, words.length)) / words.length);
      });
      expectClose(classes.flat(), promptexplainer.H_D.flat());
    }
  });

  it.each(walks)("%s of the class at the mask", async (walk, field) => {
    for (const golden of cases) {
      const { input_ids: ids, predicted_class: label, promptexplainer } = golden;
      const expected = golden.gradient_x_input_and_lrp[field]!.at_token_embeddings;
      const ofLogit = atMask(golden, pick(label));
      expectClose(
        await inputTimes(model, ids, objective, ofLogit, walk),
        expected.attr_class_logit,
      );
      if (expected.attr_class_log_prob === undefined) continue;
      const slopes = pick(label).map((one, other) => one - promptexplainer.prediction[other]!);
      expectClose(
        await inputTimes(model, ids, objective, atMask(golden, slopes), walk),
        expected.attr_class_log_prob,
      );
    }
  });

  it("neither scores nor answers", async () => {
    const asked = model.score([{ ids: [0, 5, 2] }], [7]);
    await expect(asked).rejects.toMatchObject({ failure: { kind: "model-unsupported" } });
  });

  it("attention at the mask, and the gradients of the class by it", async () => {
    for (const golden of cases) {
      const { input_ids: ids, mask_index: mask, predicted_class: label, attention } = golden;
      const maps = await model.attention({ ids }, objective, atMask(golden, pick(label)));
      expectClose(layers(maps, (layer) => layer).at(-1)![mask]!, attention.a_last_row);
      expectClose(gae(maps)[mask]!, attention.gae_chefer_row_mask);
      const plain = await model.attention({ ids }, objective, []);
      expectClose([...plain.probabilities[0]!], [...maps.probabilities[0]!]);
    }
  });
});
