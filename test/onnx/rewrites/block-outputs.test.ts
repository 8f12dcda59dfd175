import { describe, expect, test } from "vitest";
import type { OnnxModel } from "#onnx/graph";
import { normalise } from "#onnx/normalise";
import { attentionProbabilities } from "#onnx/rewrites/attention-probabilities";
import { blockOutputs } from "#onnx/rewrites/block-outputs";
import {
  causalArchitectures,
  maskedArchitectures,
  tokenFeeds,
} from "../../support/architectures.ts";
import { numbers, relativeError, runModel } from "../../support/onnx-runtime.ts";

const architectures = [
  ...causalArchitectures.map(({ name, model, values }) => {
    return { name, model, values, fed: values.ids.slice(0, -1) };
  }),
  ...maskedArchitectures.map(({ name, model, values }) => {
    return { name, model, values, fed: values.ids };
  }),
];

function withOutputs(model: OnnxModel, names: readonly string[]): OnnxModel {
  const outputs = names.map((name) => ({ name }));
  return { ...model, graph: { ...model.graph, outputs } };
}

describe.each(architectures)("of $name", ({ model, values, fed }) => {
  test.each([
    ["as exported", model],
    ["normalised", normalise(model)],
  ])("attention and hidden states of each block are those of PyTorch, %s", async (_, found) => {
    const [attention, states] = [attentionProbabilities(found), blockOutputs(found)];
    expect([attention.length, states.length]).toEqual([2, 2]);
    const outputs = await runModel(
      withOutputs(found, [...attention, ...states]),
      tokenFeeds(model, [fed]),
    );
    values.attention.forEach((heads, layer) => {
      const { dims } = outputs[attention[layer]!]!;
      expect(dims).toEqual([1, heads.length, fed.length, fed.length]);
      const all = numbers(outputs[attention[layer]!]);
      const last = heads.flatMap((_, head) => {
        const end = (head + 1) * fed.length ** 2;
        return all.slice(end - fed.length, end);
      });
      expect(relativeError(last, heads.flat())).toBeLessThan(1e-5);
    });
    values.blockOutputs.forEach((state, layer) => {
      const last = numbers(outputs[states[layer]!]).slice(-state.length);
      expect(relativeError(last, state)).toBeLessThan(1e-5);
    });
  });
});
