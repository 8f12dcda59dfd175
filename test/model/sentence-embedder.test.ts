import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openEmbedder } from "#model/sentence-embedder";
import { makeTensor } from "#onnx/tensor";
import { writeModel } from "#onnx/write-model";
import type { Masking } from "#protocol/masking";
import { output } from "../cli/reference-run.ts";
import { fixturesFolder } from "../cli/support.ts";
import { buildModel } from "../support/onnx-builder.ts";

const scratch = mkdtempSync(join(tmpdir(), "promptlight-embedder-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const vocabularySize = 901;

/** A folder whose model's state at a token is (id, 1), by the tokenizer of tiny-roberta. */
function embedderFolder(name: string, outputName = "last_hidden_state"): string {
  const folder = join(scratch, name);
  mkdirSync(join(folder, "onnx"), { recursive: true });
  const source = join(fixturesFolder, "models", "tiny-roberta");
  for (const file of ["tokenizer.json", "tokenizer_config.json"])
    cpSync(join(source, file), join(folder, file));
  const config = JSON.parse(readFileSync(join(source, "config.json"), "utf8"));
  writeFileSync(
    join(folder, "config.json"),
    JSON.stringify({ ...config, architectures: ["BertModel"] }),
  );
  const table = Array.from({ length: vocabularySize }, (_, id) => [id, 1]).flat();
  const model = buildModel(
    { input_ids: ["int64", ["batch", "tokens"]], attention_mask: ["int64", ["batch", "tokens"]] },
    { [outputName]: ["float32", ["batch", "tokens", 2]] },
    (editor) => {
      const rows = editor.constant("table", makeTensor("float32", [vocabularySize, 2], table));
      return { [outputName]: editor.node("Gather", [rows, "input_ids"]) };
    },
  );
  writeFileSync(join(folder, "onnx", "model.onnx"), writeModel(model, join(folder, "onnx")));
  return folder;
}

const choiceOf = (source: string) => ({ source, dtype: "auto", device: "cpu" }) as const;

describe("a sentence model", () => {
  it("is pooled by the mean of all tokens, special ones too", async () => {
    const embedder = await openEmbedder(choiceOf(embedderFolder("mean")));
    expect(embedder.name).toBe("mean");
    const [mean, one] = await embedder.embed("a b");
    expect(one).toBeCloseTo(1, 6);
    // <s> 0 and </s> 2 are among them
    const [again] = await embedder.embed("a b");
    expect(again).toBe(mean);
    const [other] = await embedder.embed("doctor patient");
    expect(other).not.toBe(mean);
    await embedder.release();
  });

  it("is pooled by its first token where it says so", async () => {
    const folder = embedderFolder("first");
    mkdirSync(join(folder, "1_Pooling"));
    const pooling = JSON.stringify({ pooling_mode_cls_token: true });
    writeFileSync(join(folder, "1_Pooling", "config.json"), pooling);
    const embedder = await openEmbedder(choiceOf(folder));
    // <s> is 0
    expect([...(await embedder.embed("a b"))]).toEqual([0, 1]);
    await embedder.release();
  });

  it("that gives something else is refused by name", async () => {
    await expect(openEmbedder(choiceOf(embedderFolder("odd", "logits")))).rejects.toThrow(
      /odd gives no sentence embeddings: its graph has logits/,
    );
  });
});

describe("the masking figures", () => {
  const mask = (...args: string[]) =>
    output<Masking>(
      "mask",
      "tiny-gpt2",
      ...["--indices", "0,2", "--random-sets", "3", "--max-new-tokens", "6", ...args],
      ...["--", "The capital of France is"],
    );

  it("say whose embeddings the cosine is of: a sentence model's", async () => {
    const { embeddedBy, metrics, random } = await mask("--embedder", embedderFolder("named"));
    expect(embeddedBy).toBe("named");
    expect(metrics.cosine).toBeGreaterThan(0);
    expect(metrics.cosine).toBeLessThanOrEqual(1);
    expect(random!.cosine!.mean).toBeLessThanOrEqual(1);
  });

  it("the model's own where there is none", async () => {
    const { embeddedBy, metrics } = await mask();
    expect(embeddedBy).toBe("tiny-gpt2, mean of its last hidden states");
    expect(metrics.cosine).toBeGreaterThan(-1);
    expect(metrics.cosine).toBeLessThanOrEqual(1);
    const same = await mask("--indices", "");
    expect(same.metrics).toMatchObject({
      cosine: 1,
      bleu: 1,
      bleuCharacters: 1,
      rouge1: { f1: 1 },
      rouge2: { f1: 1 },
      rougeL: { f1: 1 },
    });
  });
});
