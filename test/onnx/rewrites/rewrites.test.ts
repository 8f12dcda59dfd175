import { describe, expect, test } from "vitest";
import type { OnnxModel } from "#onnx/graph";
import { keyValueCache } from "#onnx/key-value-cache";
import { names } from "#onnx/names";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import { embeddingModel, embeddingsAsInput } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { writeModel } from "#onnx/write-model";
import { feedsFor, realModels, tokenRows } from "../../support/onnx-fixtures.ts";
import {
  type Feeds,
  float32,
  int64Rows,
  numbers,
  openFile,
  runModel,
} from "../../support/onnx-runtime.ts";

/** Positions and ids asked for: one position twice, and out of order. */
const targetPositions = [
  [3, 1, 3],
  [5, 0, 4],
];
const targetIds = [
  [88, 600, 7],
  [333, 21, 500],
];
const targetFeeds: Feeds = {
  [names.targetPositions]: int64Rows(targetPositions),
  [names.targetIds]: int64Rows(targetIds),
};

/** Runs a model and compares one output with expected values, relatively to their largest. */
async function checkOutput(model: OnnxModel, feeds: Feeds, output: string, expected: number[]) {
  const values = numbers((await runModel(model, feeds))[output]);
  expect(values.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  const error = Math.max(...values.map((value, index) => Math.abs(value - expected[index]!)));
  expect(error / scale).toBeLessThan(1e-5);
}

function logSoftmax(row: readonly number[]): number[] {
  const most = Math.max(...row);
  const total = row.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
  return row.map((logit) => logit - most - Math.log(total));
}

/** The rows `[targets][vocab]` of the plain model's logits at the target positions, example by example. */
async function plainRows(path: string, rows = tokenRows as readonly (readonly number[])[]) {
  const { logits } = await runModel(path, feedsFor(path, rows));
  const [, tokens, vocab] = logits!.dims as [number, number, number];
  const values = numbers(logits);
  return targetPositions.flatMap((positions, example) =>
    positions.map((position) => {
      const start = (example * tokens + position) * vocab;
      return values.slice(start, start + vocab);
    }),
  );
}

describe.each(realModels)("on $name", ({ path, width }) => {
  const model = openFile(path);
  const feeds = { ...feedsFor(path, tokenRows), ...targetFeeds };
  const masked = [
    [301, 9, 517, 88, 260, 733],
    [19, 640, 77, 402, 50, 333],
  ];

  test("target log-probabilities are those of the plain model", async () => {
    const expected = (await plainRows(path)).map(
      (row, index) => logSoftmax(row)[targetIds.flat()[index]!]!,
    );
    const scored = keepOutputs(targetHead(model), [names.targetLogProbs]);
    await checkOutput(scored, feeds, names.targetLogProbs, expected);
  });

  test("the full distribution and logits are those of the plain model", async () => {
    const rows = await plainRows(path);
    const head = targetHead(model);
    const logits = keepOutputs(head, [names.targetLogits]);
    await checkOutput(logits, feeds, names.targetLogits, rows.flat());
    const distribution = keepOutputs(head, [names.targetDistribution]);
    await checkOutput(distribution, feeds, names.targetDistribution, rows.flatMap(logSoftmax));
  });

  test("logits alone need no target ids, and the cache stays when kept", async () => {
    const presents = keyValueCache(model).map(({ present }) => present);
    const kept = keepOutputs(targetHead(model), [names.targetLogits, ...presents]);
    expect(kept.graph.inputs.map(({ name }) => name)).not.toContain(names.targetIds);
    const plain = await runModel(path, feeds);
    for (const present of presents) {
      await checkOutput(kept, feeds, present, numbers(plain[present]));
    }
  });

  test("a batch of one is a row of a batch of two", async () => {
    const scored = keepOutputs(targetHead(model), [names.targetLogProbs]);
    const both = numbers((await runModel(scored, feeds))[names.targetLogProbs]);
    const second = {
      ...feedsFor(path, [tokenRows[1]]),
      [names.targetPositions]: int64Rows([targetPositions[1]!]),
      [names.targetIds]: int64Rows([targetIds[1]!]),
    };
    await checkOutput(scored, second, names.targetLogProbs, both.slice(3));
  });

  test("embeddings given as an input are as good as the tokens they belong to", async () => {
    const embeddings = await runModel(embeddingModel(model), { input_ids: int64Rows(masked) });
    const expected = (await plainRows(path, masked)).flat();
    const given = { ...feeds, [names.inputsEmbeds]: embeddings[names.embeddings]! };
    const rewritten = keepOutputs(embeddingsAsInput(targetHead(model)), [names.targetLogits]);
    await checkOutput(rewritten, given, names.targetLogits, expected);
  });

  test("mask 0 and another token's embedding as noise make that token", async () => {
    const embeddings = await runModel(embeddingModel(model), { input_ids: int64Rows(masked) });
    const values = numbers(embeddings[names.embeddings]);
    const isMasked = masked.flatMap((row, example) =>
      row.map((id, position) => id !== tokenRows[example]![position]),
    );
    const changed = {
      ...feeds,
      [names.embeddingMask]: float32(
        isMasked.map((is) => (is ? 0 : 1)),
        [2, 6],
      ),
      [names.embeddingNoise]: float32(
        values.map((value, index) => (isMasked[Math.floor(index / width)] ? value : 0)),
        [2, 6, width],
      ),
    };
    const rewritten = addEmbeddingMask(addEmbeddingNoise(targetHead(model)));
    const expected = (await plainRows(path, masked)).flat();
    await checkOutput(
      keepOutputs(rewritten, [names.targetLogits]),
      changed,
      names.targetLogits,
      expected,
    );
  });

  test("a rewritten model is a small fraction of its weights", () => {
    const { length } = writeModel(addEmbeddingMask(targetHead(model)));
    expect(length).toBeLessThan(300_000);
  });
});
