import type { Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { keyValueCache } from "#onnx/key-value-cache";
import { names } from "#onnx/names";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { feedsFor } from "../../support/onnx-fixtures.ts";
import {
  type Feeds,
  float32,
  int64Rows,
  numbers,
  openFile,
  runModel,
} from "../../support/onnx-runtime.ts";

/** PyTorch float64, from shared/reference/goldens: `target_logp`, `embed_zero.seq_attr`, `greedy.ids`. */
const references = [
  {
    path: "test/fixtures/models/tiny-gpt2/onnx/model.onnx",
    prompt: [296],
    greedy: [26, 395, 395, 334, 700, 585, 585, 296, 296, 296, 773, 552, 552, 552, 552, 552],
    logProbs: [
      -0.8611644289, -1.582991459, -1.026572618, -0.8059102413, -0.8135936004, -1.544733962,
    ],
    embedZero: [18.21297556],
  },
  {
    path: "test/fixtures/models/tiny-llama/onnx/model.onnx",
    prompt: [1, 300],
    greedy: [937, 760, 262, 485, 806, 534, 527, 316, 664, 534, 470, 538, 333, 389, 339, 832],
    logProbs: [-1.362358267, -0.8949349133, -1.21260324, -0.8858831046, -1.606540668, -1.34783884],
    embedZero: [30.01627782, 22.13344129],
  },
];

describe.each(references)("$path", ({ path, prompt, greedy, logProbs, embedZero }) => {
  const model = openFile(path);

  test("masking one embedding changes the score as the reference says", async () => {
    const targets = greedy.slice(0, logProbs.length);
    const row = [...prompt, ...targets.slice(0, -1)];
    const variants = [undefined, ...prompt.keys()];
    const feeds = {
      ...feedsFor(
        path,
        variants.map(() => row),
      ),
      [names.embeddingMask]: float32(
        variants.flatMap((masked) => row.map((_, position) => (position === masked ? 0 : 1))),
        [variants.length, row.length],
      ),
      [names.targetPositions]: int64Rows(
        variants.map(() => targets.map((_, index) => prompt.length - 1 + index)),
      ),
      [names.targetIds]: int64Rows(variants.map(() => targets)),
    };
    const scored = keepOutputs(targetHead(addEmbeddingMask(model)), [names.targetLogProbs]);
    const values = numbers((await runModel(scored, feeds))[names.targetLogProbs]);
    const rows = variants.map((_, index) => values.slice(index * 6, index * 6 + 6));
    expect(rows[0]).toEqual(logProbs.map((value) => expect.closeTo(value, 4)));
    const sums = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
    expect(sums.slice(1).map((sum) => sums[0]! - sum)).toEqual(
      embedZero.map((value) => expect.closeTo(value, 3)),
    );
  });

  test("greedy generation with the cache gives the reference's tokens", async () => {
    const cache = keyValueCache(model);
    const presents = cache.map(({ present }) => present);
    const step = keepOutputs(targetHead(model), [names.targetLogits, ...presents]);
    const generated: number[] = [];
    let feeds: Feeds = { ...feedsFor(path, [prompt]), ...lastPosition(prompt.length) };
    while (generated.length < greedy.length) {
      const outputs = await runModel(step, feeds);
      const logits = numbers(outputs[names.targetLogits]);
      generated.push(logits.indexOf(Math.max(...logits)));
      const past = prompt.length + generated.length - 1;
      feeds = {
        input_ids: int64Rows([generated.slice(-1)]),
        attention_mask: int64Rows([Array(past + 1).fill(1)]),
        position_ids: int64Rows([[past]]),
        ...Object.fromEntries(cache.map(({ past, present }) => [past, outputs[present] as Tensor])),
        ...lastPosition(1),
      };
    }
    expect(generated).toEqual(greedy);
  });
});

function lastPosition(tokenCount: number): Feeds {
  return { [names.targetPositions]: int64Rows([[tokenCount - 1]]) };
}
