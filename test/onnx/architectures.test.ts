import { describe, expect, test } from "vitest";
import { keyValueCache } from "#onnx/key-value-cache";
import { names } from "#onnx/names";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { embeddingModel, embeddingsAsInput } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { causalArchitectures, maskedArchitectures, tokenFeeds } from "../support/architectures.ts";
import { float32, int64Rows, numbers, relativeError, runModel } from "../support/onnx-runtime.ts";

describe.each(causalArchitectures)("$name", ({ path, model, values }) => {
  const { ids, promptLength, logProbs } = values;
  const fed = ids.slice(0, -1);
  const targets = {
    [names.targetPositions]: int64Rows([logProbs.map((_, index) => promptLength - 1 + index)]),
    [names.targetIds]: int64Rows([ids.slice(promptLength)]),
  };
  const unmasked = { [names.embeddingMask]: float32(Array(fed.length).fill(1), [1, fed.length]) };

  test("an unmasked prompt scores as in float64 PyTorch", async () => {
    const scored = keepOutputs(targetHead(addEmbeddingMask(model)), [names.targetLogProbs]);
    const feeds = { ...tokenFeeds(model, [fed]), ...targets, ...unmasked };
    const outputs = await runModel(scored, feeds);
    expect(relativeError(numbers(outputs[names.targetLogProbs]), logProbs)).toBeLessThan(1e-5);
  });

  test("its embeddings given as an input score the same", async () => {
    const { [names.embeddings]: embeddings } = await runModel(embeddingModel(model), {
      input_ids: int64Rows([fed]),
    });
    const product = values.gradient.map((row, position) =>
      row.reduce((sum, slope, at) => {
        return sum + slope * numbers(embeddings)[position * row.length + at]!;
      }, 0),
    );
    expect(relativeError(product, values.gradientTimesInput)).toBeLessThan(1e-6);
    const scored = keepOutputs(embeddingsAsInput(targetHead(model)), [names.targetLogProbs]);
    const feeds = { ...tokenFeeds(model, [fed]), ...targets, [names.inputsEmbeds]: embeddings! };
    const outputs = await runModel(scored, feeds);
    expect(relativeError(numbers(outputs[names.targetLogProbs]), logProbs)).toBeLessThan(1e-5);
  });

  test("the prompt's cache and the rest score as the whole", async () => {
    const presents = keyValueCache(model).map(({ present }) => present);
    expect(presents.length).toBe(4);
    const past = promptLength - 1;
    const cache = await runModel(path, tokenFeeds(model, [fed.slice(0, past)]));
    const scored = keepOutputs(targetHead(model), [names.targetLogProbs, ...presents]);
    const outputs = await runModel(scored, {
      ...tokenFeeds(model, [fed.slice(past)], past, cache),
      ...targets,
      [names.targetPositions]: int64Rows([logProbs.map((_, index) => index)]),
    });
    expect(relativeError(numbers(outputs[names.targetLogProbs]), logProbs)).toBeLessThan(1e-5);
  });
});

describe.each(maskedArchitectures)("$name", ({ model, values }) => {
  test("an unmasked text has the logit that float64 PyTorch computes", async () => {
    const { ids, position, id, logit } = values;
    const scored = keepOutputs(targetHead(addEmbeddingMask(model)), [names.targetLogits]);
    const outputs = await runModel(scored, {
      ...tokenFeeds(model, [ids]),
      [names.targetPositions]: int64Rows([[position]]),
      [names.embeddingMask]: float32(Array(ids.length).fill(1), [1, ids.length]),
    });
    const logits = numbers(outputs[names.targetLogits]);
    const scale = Math.max(...logits.map(Math.abs));
    expect(Math.abs(logits[id]! - logit) / scale).toBeLessThan(1e-5);
  });
});
