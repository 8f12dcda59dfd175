import { expect, test } from "vitest";
import { gpt2Model } from "#model/bench/gpt2";
import { names } from "#onnx/names";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { causalArchitectures, tokenFeeds } from "../../support/architectures.ts";
import { float32, int64Rows, numbers, runModel } from "../../support/onnx-runtime.ts";

/** The model of Hugging Face whose weights ours is given: scripts/fixtures/export.py. */
const reference = causalArchitectures.find(({ name }) => name === "gpt2")!;
const shape = {
  layerCount: 2,
  headCount: 4,
  width: 32,
  inner: 48,
  vocabularySize: 100,
  positionCount: 64,
};
const weights = new Map(
  reference.model.graph.initializers.map((tensor) => [tensor.name ?? "", tensor]),
);
const head = [...weights.keys()].find((name) => name.startsWith("onnx::MatMul"))!;
const model = gpt2Model(
  shape,
  (name) => weights.get(name === "lm_head.weight" ? head : `model.${name}`)!,
);

test("with the weights of Hugging Face's GPT-2 it scores as float64 PyTorch does", async () => {
  const { ids, promptLength, logProbs } = reference.values;
  const fed = ids.slice(0, -1);
  const outputs = await runModel(
    keepOutputs(targetHead(addEmbeddingMask(model)), [names.targetLogProbs]),
    {
      ...tokenFeeds(model, [fed]),
      [names.targetPositions]: int64Rows([logProbs.map((_, index) => promptLength - 1 + index)]),
      [names.targetIds]: int64Rows([ids.slice(promptLength)]),
      [names.embeddingMask]: float32(Array(fed.length).fill(1), [1, fed.length]),
    },
  );
  numbers(outputs[names.targetLogProbs]).forEach((logProb, index) => {
    expect(Math.abs(logProb - logProbs[index]!)).toBeLessThan(1e-5);
  });
});

test("it masks and continues a cache as the export does", async () => {
  const rows = [reference.values.ids, reference.values.ids.toReversed()];
  const hidden = rows.map((row) => row.map((_, index) => (index === 2 ? 0 : 1)));
  const given = { ...tokenFeeds(model, rows), attention_mask: int64Rows(hidden) };
  const [ours, theirs] = await Promise.all([
    runModel(model, given),
    runModel(reference.path, given),
  ]);
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
  const next = {
    ...tokenFeeds(model, [[5], [9]], rows[0]!.length, ours),
    attention_mask: int64Rows(hidden.map((row) => [...row, 1])),
  };
  const continued = [await runModel(model, next), await runModel(reference.path, next)];
  for (const [mine, its] of [[ours, theirs], continued] as const) {
    for (const name of Object.keys(theirs)) {
      const expected = numbers(its![name]);
      expect(mine![name]!.dims).toEqual(its![name]!.dims);
      numbers(mine![name]).forEach((value, index) => {
        expect(Math.abs(value - expected[index]!)).toBeLessThan(1e-4);
      });
    }
  }
});
