import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Answer, Variant } from "#explain/scoring-model";
import { withFile } from "#model/byte-source";
import type { LocalModel } from "#model/local-model";
import { openLocalModel } from "#model/open-local-model";
import type { OnnxModel } from "#onnx/graph";
import { openModel } from "#onnx/open-model";
import type { Node } from "#onnx/proto";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { writeModel } from "#onnx/write-model";
import { fixtureModel, goldenCases } from "./fixtures.ts";

/** Graphs that rewriting finds no hold in, made from tiny-llama: the plain session must do as well. */

const scratch = mkdtempSync(join(tmpdir(), "promptlight-odd-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const unary = (op: string, input: string, output: string): Node => ({
  op,
  inputs: [input],
  outputs: [output],
  attributes: [],
  unknown: [],
});

/** The lookup reads the ids through an op that hands ids on in no known exporter. */
function hideLookup(model: OnnxModel): OnnxModel {
  const nodes = model.graph.nodes.map((node) => ({
    ...node,
    inputs:
      node.op === "Gather"
        ? node.inputs.map((one) => (one === "input_ids" ? "odd_ids" : one))
        : node.inputs,
  }));
  return {
    ...model,
    graph: { ...model.graph, nodes: [unary("Abs", "input_ids", "odd_ids"), ...nodes] },
  };
}

/** The logits are negated twice. */
function hideHead(model: OnnxModel): OnnxModel {
  const nodes = model.graph.nodes.map((node) => ({
    ...node,
    outputs: node.outputs.map((one) => (one === "logits" ? "odd_logits" : one)),
  }));
  const hidden = [unary("Neg", "odd_logits", "odd_negated"), unary("Neg", "odd_negated", "logits")];
  return { ...model, graph: { ...model.graph, nodes: [...nodes, ...hidden] } };
}

async function openChanged(change: (model: OnnxModel) => OnnxModel): Promise<LocalModel> {
  const folder = mkdtempSync(join(scratch, "model-"));
  cpSync(fixtureModel("tiny-llama"), folder, { recursive: true });
  const weights = join(folder, "onnx", "model.onnx");
  const model = withFile(weights, (source) => openModel(source, weights));
  const bytes = writeModel(change(model), join(folder, "onnx"));
  writeFileSync(join(folder, "onnx", "model_fp16.onnx"), bytes);
  return openLocalModel({ source: folder, dtype: "fp16", device: "cpu" });
}

async function answerOf(model: LocalModel, variant: Variant): Promise<Answer> {
  let last: Answer | undefined;
  const options = { maxNewTokens: 16, temperature: 0, seed: 0 };
  for await (last of model.generate(variant, options, new AbortController().signal));
  return last!;
}

describe("a graph without", () => {
  const rows: [string, (model: OnnxModel) => OnnxModel, boolean][] = [
    ["a lookup that can be found", hideLookup, false],
    ["a head that can be found", hideHead, true],
    ["either", (model) => hideHead(hideLookup(model)), false],
    ["a cache that comes out", (model) => keepOutputs(model, ["logits"]), true],
  ];
  it.each(rows)("%s", async (_, change, masks) => {
    const model = await openChanged(change);
    for (const golden of goldenCases("tiny-llama").slice(0, 3)) {
      const ids = golden.input_ids;
      const answer = await answerOf(model, { ids });
      expect(answer.tokens.map((token) => token.id)).toEqual(golden.greedy.ids);
      const hidden = { ids, attentionMask: ids.map((__, i) => (i === 2 ? 0 : 1)) };
      const zeroed = { ids, embeddingMask: ids.map((__, i) => (i === 2 ? 0 : 1)) };
      const scores = await model.score([{ ids }, hidden, { ids: ids.slice(1) }], golden.target_ids);
      const sums = scores.map((row) => row.reduce((total, one) => total + one, 0));
      const lost = golden.ablation_other_ways.attention_hidden!.seq_attr[2]!;
      expect(Math.abs(sums[0]! - golden.target_sum_logp)).toBeLessThan(1e-3);
      expect(Math.abs(golden.target_sum_logp - sums[1]! - lost)).toBeLessThan(1e-3);
      if (masks) {
        const [row] = await model.score([zeroed], golden.target_ids);
        const masked = golden.target_sum_logp - row!.reduce((total, one) => total + one, 0);
        const reference = golden.ablation_other_ways.embed_zero!.seq_attr[2]!;
        expect(Math.abs(masked - reference)).toBeLessThan(1e-3);
      } else {
        await expect(model.score([zeroed], golden.target_ids)).rejects.toMatchObject({
          failure: { kind: "model-unsupported", message: expect.stringMatching(/baseline zero/) },
        });
        await expect(answerOf(model, { ids, embeddingMask: ids.map(() => 1) })).resolves.toEqual(
          answer,
        );
      }
    }
    await model.release();
  });
});
