import { expect, test } from "vitest";
import type { OnnxModel } from "#onnx/graph";
import { names } from "#onnx/names";
import { printModel } from "#onnx/print";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import { embeddingModel, embeddingsAsInput } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { smallModel } from "../support/onnx-builder.ts";

const small = smallModel();

test.each<[string, OnnxModel]>([
  ["small-model", small],
  ["embedding-mask", addEmbeddingMask(small, "ids")],
  ["embedding-noise", addEmbeddingNoise(small, "ids")],
  ["embedding-model", embeddingModel(small, "ids")],
  ["embeddings-as-input", keepOutputs(embeddingsAsInput(small, "ids"), ["logits"])],
  ["target-head", keepOutputs(targetHead(small), [names.targetLogProbs])],
])("%s prints as its golden file", async (name, model) => {
  await expect(printModel(model)).toMatchFileSnapshot(`../golden/onnx/${name}.txt`);
});
