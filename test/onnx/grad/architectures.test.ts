import { describe, expect, test } from "vitest";
import { differentiate } from "#onnx/grad/differentiate";
import type { OnnxModel } from "#onnx/graph";
import { lower } from "#onnx/lower/lower";
import { gradientName, names } from "#onnx/names";
import { normalise } from "#onnx/normalise";
import { attentionProbabilities } from "#onnx/rewrites/attention-probabilities";
import { findEmbeddingLookup } from "#onnx/rewrites/embedding-lookup";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { traceModel } from "#onnx/trace";
import {
  causalArchitectures,
  maskedArchitectures,
  tokenFeeds,
} from "../../support/architectures.ts";
import { expectClose } from "../../support/onnx-goldens.ts";
import {
  type Feeds,
  float32,
  int64Rows,
  numbers,
  runModel,
  traceRunner,
} from "../../support/onnx-runtime.ts";

const tolerance = 1e-5;

/** The gradients of one value of the head with respect to the embeddings and to the mask on them. */
async function gradientsOf(file: OnnxModel, of: string, feeds: Feeds, cotangent: "ones" | "given") {
  const model = lower(normalise(file, { float32: true }));
  const embeddings = findEmbeddingLookup(model).value;
  const scored = keepOutputs(targetHead(addEmbeddingMask(model)), [of]);
  const trace = await traceModel(scored, traceRunner);
  const wrt = [embeddings, names.embeddingMask];
  const outputs = await runModel(differentiate(scored, trace, { of, wrt, cotangent }), feeds);
  return wrt.map((value) => numbers(outputs[gradientName(value)]));
}

describe.each(causalArchitectures)("$name", ({ model, values }) => {
  test("the gradients of log p are those of float64 PyTorch", async () => {
    const { ids, promptLength, logProbs, gradient, gradientTimesInput } = values;
    const fed = ids.slice(0, -1);
    const feeds = {
      ...tokenFeeds(model, [fed]),
      [names.targetPositions]: int64Rows([logProbs.map((_, index) => promptLength - 1 + index)]),
      [names.targetIds]: int64Rows([ids.slice(promptLength)]),
      [names.embeddingMask]: float32(Array(fed.length).fill(1), [1, fed.length]),
    };
    const results = await gradientsOf(model, names.targetLogProbs, feeds, "ones");
    expectClose(results[0]!, gradient.flat(), tolerance);
    expectClose(results[1]!, gradientTimesInput, tolerance);
  });
});

describe.each(maskedArchitectures)("$name", ({ model, values }) => {
  test("the gradients of a logit are those of float64 PyTorch", async () => {
    const { ids, position, id, gradient, gradientTimesInput } = values;
    const vocab = 100;
    const oneHot = Array.from({ length: vocab }, (_, index) => Number(index === id));
    const feeds = {
      ...tokenFeeds(model, [ids]),
      [names.targetPositions]: int64Rows([[position]]),
      [names.embeddingMask]: float32(Array(ids.length).fill(1), [1, ids.length]),
      [names.cotangent]: float32(oneHot, [1, 1, vocab]),
    };
    const results = await gradientsOf(model, names.targetLogits, feeds, "given");
    expectClose(results[0]!, gradient.flat(), tolerance);
    expectClose(results[1]!, gradientTimesInput, tolerance);
  });
});

test.each([...causalArchitectures, ...maskedArchitectures])(
  "$name has attention probabilities in each of its two layers",
  ({ model }) => {
    expect(attentionProbabilities(model).length).toBe(2);
  },
);
