import type { Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { GraphEditor } from "#onnx/edit";
import type { OnnxModel } from "#onnx/graph";
import { keyValueCache } from "#onnx/key-value-cache";
import { names } from "#onnx/names";
import { addAttentionBias } from "#onnx/rewrites/attention-bias";
import { attentionProbabilities } from "#onnx/rewrites/attention-probabilities";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { causalArchitectures, maskedArchitectures, tokenFeeds } from "../../support/architectures.ts";
import { smallModel } from "../../support/onnx-builder.ts";
import { realModels } from "../../support/onnx-fixtures.ts";
import { expectClose } from "../../support/onnx-goldens.ts";
import { type Feeds, float32, numbers, openFile, runModel } from "../../support/onnx-runtime.ts";

const rows = [
  [11, 42, 57, 88, 26, 73, 35],
  [19, 64, 77, 40, 58, 33, 12],
];
const length = rows[0]!.length;
const hidden = 2;
const hiding = -1e9;

const real = realModels.map(({ name, path }) => ({ name, model: openFile(path) }));
const models = [...causalArchitectures, ...maskedArchitectures, ...real];
const inputsOf = ({ graph }: OnnxModel) => graph.inputs.map(({ name }) => name);

/** Every row with the same bias on its tokens. */
function biased(model: OnnxModel, bias: readonly number[]): Feeds {
  const values = rows.flatMap(() => [...bias]);
  return { ...tokenFeeds(model, rows), [names.attentionBias]: float32(values, [rows.length, length]) };
}

function withBias(at: number, value: number): number[] {
  return Array.from({ length }, (_, position) => (position === at ? value : 0));
}

/** The model with the attention probabilities of its first layer as the output `attention`. */
function firstAttention(model: OnnxModel): OnnxModel {
  const editor = new GraphEditor(model);
  editor.output({ name: "attention" }, attentionProbabilities(model)[0]!);
  return keepOutputs(editor.finish(), ["attention"]);
}

describe.each(models)("$name", ({ model }) => {
  const rewritten = addAttentionBias(model);

  test("no bias changes nothing", async () => {
    const plain = await runModel(model, tokenFeeds(model, rows));
    const { logits } = await runModel(rewritten, biased(model, withBias(0, 0)));
    expectClose(numbers(logits), numbers(plain.logits), 1e-6);
  });

  // elsewhere positions follow the attention mask, and hiding by it moves the other tokens
  test.runIf(inputsOf(model).includes("position_ids") || !keyValueCache(model).length)(
    "a large negative bias hides a token as the attention mask does",
    async () => {
      const mask = Array.from({ length }, (_, position) => (position === hidden ? 0n : 1n));
      const feeds = tokenFeeds(model, rows);
      (feeds.attention_mask!.data as BigInt64Array).set([...mask, ...mask]);
      const plain = await runModel(model, feeds);
      const { logits } = await runModel(rewritten, biased(model, withBias(hidden, hiding)));
      expectClose(numbers(logits), numbers(plain.logits), 1e-5);
    },
  );

  test("a bias of log s gives a token s times its share of the attention", async () => {
    const factors = [1, 3, 0, 1, 0.5, 1, 1];
    const bias = factors.map((factor) => (factor === 0 ? hiding : Math.log(factor)));
    const { attention } = await runModel(firstAttention(model), tokenFeeds(model, rows));
    const scaled = await runModel(firstAttention(rewritten), biased(model, bias));
    const shares = numbers(attention).map((share, at) => share * factors[at % length]!);
    const expected = shares.map((share, at) => {
      const start = at - (at % length);
      return share / shares.slice(start, start + length).reduce((sum, value) => sum + value, 0);
    });
    expectClose(numbers(scaled.attention), expected, 1e-6);
  });
});

describe.each(causalArchitectures)("$name", ({ model }) => {
  test("a bias on cached tokens too, one token at a time, is that on the whole", async () => {
    const bias = [0.3, -1, hiding, 0, 2, -0.5, 0];
    const rewritten = addAttentionBias(model);
    const whole = numbers((await runModel(rewritten, biased(model, bias))).logits);
    const width = whole.length / rows.length / length;
    let cache: Record<string, Tensor> = {};
    for (let past = 0; past < length; past += 1) {
      const tokens = rows.map((row) => [row[past]!]);
      const known = bias.slice(0, past + 1);
      cache = await runModel(rewritten, {
        ...tokenFeeds(model, tokens, past, cache),
        [names.attentionBias]: float32(rows.flatMap(() => known), [rows.length, past + 1]),
      });
      const expected = rows.flatMap((_, row) => {
        const start = (row * length + past) * width;
        return whole.slice(start, start + width);
      });
      expectClose(numbers(cache.logits), expected, 1e-5);
    }
  });
});

test("a model whose attention is not in the open is refused", () => {
  expect(() => addAttentionBias(smallModel())).toThrow(/no-attention/);
});
