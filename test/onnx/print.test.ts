import { expect, test } from "vitest";
import type { OnnxModel } from "#onnx/graph";
import { distanceName, names } from "#onnx/names";
import { printModel } from "#onnx/print";
import { addAttentionBias } from "#onnx/rewrites/attention-bias";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import { exposeAttention, exposeDistances, exposeStates } from "#onnx/rewrites/inner-values";
import { embeddingModel, embeddingsAsInput } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { labelHead } from "#onnx/rewrites/label-head";
import { targetHead } from "#onnx/rewrites/target-head";
import { smallAttentionModel, smallModel } from "../support/onnx-builder.ts";

const small = smallModel();
const attentive = smallAttentionModel();

test.each<[string, OnnxModel]>([
  ["small-model", small],
  ["embedding-mask", addEmbeddingMask(small, "ids")],
  ["embedding-noise", addEmbeddingNoise(small, "ids")],
  ["embedding-model", embeddingModel(small, "ids")],
  ["embeddings-as-input", keepOutputs(embeddingsAsInput(small, "ids"), ["logits"])],
  ["target-head", keepOutputs(targetHead(small), [names.targetLogProbs])],
  ["label-head", keepOutputs(labelHead(small), [names.labelLogits])],
  ["attention-bias", addAttentionBias(attentive)],
  ["attention-and-states", exposeStates(exposeAttention(attentive))],
  ["distances", keepOutputs(exposeDistances(small, ["logits"]), [distanceName("logits")])],
])("%s prints as its golden file", async (name, model) => {
  await expect(printModel(model)).toMatchFileSnapshot(`../golden/onnx/${name}.txt`);
});
