import { describe, expect, test } from "vitest";
import { differentiate } from "#onnx/grad/differentiate";
import type { OnnxModel } from "#onnx/graph";
import { lower } from "#onnx/lower/lower";
import { attentionOps } from "#onnx/lower/lowerings";
import { gradientName, names } from "#onnx/names";
import { normalise } from "#onnx/normalise";
import { attentionProbabilities } from "#onnx/rewrites/attention-probabilities";
import { blockOutputs } from "#onnx/rewrites/block-outputs";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { traceModel } from "#onnx/trace";
import { tokenFeeds } from "../../support/architectures.ts";
import {
  type FusedDecoderOptions,
  fusedDecoder,
  fusedEncoder,
} from "../../support/fused-models.ts";
import { int32, noise } from "../../support/lowering.ts";
import {
  type Feeds,
  float32,
  int64Rows,
  numbers,
  relativeError,
  runModel,
  traceRunner,
} from "../../support/onnx-runtime.ts";

const rows = [
  [3, 17, 8, 30, 22],
  [11, 5, 39, 2, 14],
];

/** Compares the logits and the cache of a fused model with those of its expansion; gives the fused ones. */
async function checkSame(model: OnnxModel, feeds: Feeds, tolerance = 5e-6) {
  const [fused, lowered] = [
    await runModel(model, feeds),
    await runModel(lower(normalise(model)), feeds),
  ];
  for (const [name, tensor] of Object.entries(fused)) {
    expect(relativeError(numbers(lowered[name]), numbers(tensor)), name).toBeLessThan(tolerance);
  }
  return fused;
}

function score(model: OnnxModel): OnnxModel {
  return keepOutputs(targetHead(addEmbeddingNoise(model)), [names.targetLogProbs]);
}

/** The slope of Σ log p along a random direction of the embeddings: by the kernels, and by the gradient. */
async function checkSlope(model: OnnxModel, feeds: Feeds, tolerance: number) {
  const given: Feeds = {
    ...feeds,
    [names.targetPositions]: int64Rows([
      [2, 4],
      [1, 3],
    ]),
    [names.targetIds]: int64Rows([
      [7, 12],
      [33, 0],
    ]),
  };
  const direction = noise(2, 5, 32);
  const scaled = (step: number) => {
    const values = numbers(direction).map((value) => value * step);
    return { ...given, [names.embeddingNoise]: float32(values, [2, 5, 32]) };
  };
  const kernels = score(
    lower(normalise(model), { only: ["com.microsoft.EmbedLayerNormalization"] }),
  );
  const sum = async (step: number) => {
    const outputs = await runModel(kernels, scaled(step));
    return numbers(outputs[names.targetLogProbs]).reduce((total, value) => total + value, 0);
  };
  const step = 2 ** -8;
  const slope = ((await sum(step)) - (await sum(-step))) / (2 * step);

  const scored = score(lower(normalise(model)));
  const trace = await traceModel(scored, traceRunner);
  const request = { of: names.targetLogProbs, wrt: [names.embeddingNoise] };
  const outputs = await runModel(differentiate(scored, trace, request), scaled(0));
  const gradient = numbers(outputs[gradientName(names.embeddingNoise)]);
  const along = numbers(direction).reduce((total, value, at) => total + value * gradient[at]!, 0);
  const scale = Math.hypot(...gradient) * Math.hypot(...numbers(direction));
  expect(Math.abs(along - slope) / scale).toBeLessThan(tolerance);
}

const decoders: Readonly<Record<string, FusedDecoderOptions>> = {
  plain: {},
  "4-bit weights": { bits: 4 },
  "a window": { attention: { local_window_size: 2 } },
  "a soft cap": { attention: { softcap: { float: 2 } } },
  "interleaved pairs": { attention: { rotary_interleaved: 1 } },
};

describe.each(Object.entries(decoders))("a decoder of fused operators, %s", (_, options) => {
  const model = fusedDecoder(options);
  const feeds = tokenFeeds(model, rows);

  test("computes the same when lowered, with the cache too", async () => {
    const cache = await checkSame(model, feeds);
    await checkSame(model, tokenFeeds(model, [[6], [9]], 5, cache));
  });

  test("takes several rows and tokens after a past when lowered, which the kernel does not", async () => {
    const lowered = lower(normalise(model));
    const whole = await runModel(lowered, feeds);
    const heads = rows.map((row) => row.slice(0, 2));
    const tails = rows.map((row) => row.slice(2));
    const cache = await runModel(lowered, tokenFeeds(model, heads));
    const { logits } = await runModel(lowered, tokenFeeds(model, tails, 2, cache));
    const last = numbers(whole.logits).filter((_, index) => Math.floor(index / 40) % 5 >= 2);
    expect(relativeError(numbers(logits), last)).toBeLessThan(5e-6);
  });

  test("has the gradient that the kernels' differences show", async () => {
    await checkSlope(model, feeds, 2e-4);
  });
});

describe("an encoder of fused operators", () => {
  const model = fusedEncoder();
  const feeds = {
    input_ids: int32(rows.flat(), [2, 5]),
    token_type_ids: int32([0, 0, 0, 1, 1, 0, 0, 1, 1, 1], [2, 5]),
    attention_mask: int32([1, 1, 1, 1, 1, 1, 1, 1, 1, 0], [2, 5]),
  };

  test("computes the same when lowered", async () => {
    await checkSame(model, feeds);
  });

  test("has the gradient that the kernels' differences show", async () => {
    await checkSlope(model, feeds, 2e-4);
  });
});

test.each([
  ["decoder", fusedDecoder()],
  ["4-bit decoder", fusedDecoder({ bits: 4 })],
  ["encoder", fusedEncoder()],
])("attention and block outputs are found in a lowered %s", (_, model) => {
  const lowered = lower(normalise(model));
  expect(attentionProbabilities(model).length).toBe(0);
  expect(attentionProbabilities(lowered).length).toBe(2);
  expect(attentionProbabilities(lower(model, { only: attentionOps })).length).toBe(2);
  const sums = blockOutputs(lowered).map((value) => {
    return lowered.graph.nodes.find(({ outputs }) => outputs.includes(value))?.op;
  });
  const isEncoder = model.graph.nodes.some(({ op }) => op === "EmbedLayerNormalization");
  expect(sums).toEqual(isEncoder ? ["LayerNormalization", "LayerNormalization"] : ["Add", "Add"]);
});
