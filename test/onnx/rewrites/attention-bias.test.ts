import type { Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, test } from "vitest";
import { GraphEditor } from "#onnx/edit";
import type { OnnxModel } from "#onnx/graph";
import { keyValueCache } from "#onnx/key-value-cache";
import { lower } from "#onnx/lower/lower";
import { names } from "#onnx/names";
import { normalise } from "#onnx/normalise";
import { addAttentionBias } from "#onnx/rewrites/attention-bias";
import { attentionProbabilities } from "#onnx/rewrites/attention-probabilities";
import {
  causalArchitectures,
  maskedArchitectures,
  tokenFeeds,
} from "../../support/architectures.ts";
import { fusedDecoder } from "../../support/fused-models.ts";
import { smallModel } from "../../support/onnx-builder.ts";
import { realModels } from "../../support/onnx-fixtures.ts";
import { expectClose } from "../../support/onnx-goldens.ts";
import {
  compileModel,
  type Feeds,
  float32,
  numbers,
  openFile,
  type RunModel,
} from "../../support/onnx-runtime.ts";

const rows = [
  [11, 32, 17, 38, 26, 3, 35],
  [19, 24, 7, 30, 8, 33, 12],
];
const length = rows[0]!.length;
const hidden = 2;
const hiding = -1e9;

const real = realModels.map(({ name, path }) => ({ name, model: openFile(path) }));
/** Fused attention, where groups of heads share their keys, laid open. */
const fused = { name: "a lowered decoder", model: lower(normalise(fusedDecoder())) };
const models = [...causalArchitectures, ...maskedArchitectures, ...real, fused].map(
  ({ name, model }) => ({
    name,
    model: normalise(model),
    isMasked: !keyValueCache(model).length,
  }),
);

function bias(values: readonly number[]): Feeds {
  const all = rows.flatMap(() => [...values]);
  return { [names.attentionBias]: float32(all, [rows.length, values.length]) };
}

/** The model with the attention probabilities of its first layer as the output `attention` too. */
function withAttention(model: OnnxModel): OnnxModel {
  const editor = new GraphEditor(model);
  editor.output({ name: "attention" }, attentionProbabilities(model)[0]!);
  return editor.finish();
}

describe.each(models)("$name", ({ model, isMasked }) => {
  const feeds = tokenFeeds(model, rows);
  let plain: RunModel;
  let biased: RunModel;
  beforeAll(async () => {
    plain = await compileModel(withAttention(model));
    biased = await compileModel(withAttention(addAttentionBias(model)));
  });

  test("no bias changes nothing", async () => {
    const { logits } = await biased({ ...feeds, ...bias(Array(length).fill(0)) });
    expectClose(numbers(logits), numbers((await plain(feeds)).logits), 1e-6);
  });

  // without position ids positions follow the attention mask, and hiding by it moves the other tokens
  test.runIf(isMasked || model.graph.inputs.some(({ name }) => name === "position_ids"))(
    "a large negative bias hides a token as the attention mask does",
    async () => {
      const mask = Array.from({ length }, (_, position) => BigInt(position !== hidden));
      const masked = tokenFeeds(model, rows);
      (masked.attention_mask!.data as BigInt64Array).set([...mask, ...mask]);
      const hide = mask.map((one) => (one ? 0 : hiding));
      const { logits } = await biased({ ...feeds, ...bias(hide) });
      expectClose(numbers(logits), numbers((await plain(masked)).logits), 1e-5);
    },
  );

  test("a bias of log s gives a token s times its share of the attention", async () => {
    const factors = [1, 3, 0, 1, 0.5, 1, 1];
    const logs = factors.map((factor) => (factor === 0 ? hiding : Math.log(factor)));
    const scaled = await biased({ ...feeds, ...bias(logs) });
    const shares = numbers((await plain(feeds)).attention).map(
      (share, at) => share * factors[at % length]!,
    );
    const expected = shares.map((share, at) => {
      const start = at - (at % length);
      return share / shares.slice(start, start + length).reduce((sum, value) => sum + value, 0);
    });
    expectClose(numbers(scaled.attention), expected, 1e-6);
  });

  test.skipIf(isMasked)("a bias on cached tokens too, token by token, is that on all", async () => {
    const values = [0.3, -1, hiding, 0, 2, -0.5, 0];
    const whole = numbers((await biased({ ...feeds, ...bias(values) })).logits);
    const width = whole.length / rows.length / length;
    let cache: Record<string, Tensor> = {};
    for (let past = 0; past < length; past += 1) {
      const tokens = rows.map((row) => [row[past]!]);
      const known = bias(values.slice(0, past + 1));
      cache = await biased({ ...tokenFeeds(model, tokens, past, cache), ...known });
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
