import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "#explain/scoring-model";
import type { LocalModel } from "#model/local-model";
import { halfToFloat } from "#model/log-softmax";
import { openLocalModel } from "#model/open-local-model";
import type { OnnxModel } from "#onnx/graph";
import { raiseOpsets } from "#onnx/graph";
import { writeModel } from "#onnx/write-model";
import type { Dtype } from "#protocol/request";
import {
  halfBits,
  inEightBits,
  inFourBits,
  inHalf,
  loadWeights,
  roundedToFourBits,
} from "../support/narrow-weights.ts";
import { openFile } from "../support/onnx-runtime.ts";
import { bundledFolder } from "./fixtures.ts";

const scratch = mkdtempSync(join(tmpdir(), "promptlight-narrow-"));
const trained = join(bundledFolder, "story-chat");
const dtypes = ["fp16", "q8", "q4"] as const;
const greedy = { maxNewTokens: 40, temperature: 0, seed: 0 };

/**
 * Nats that a token's log-probability may differ from fp32's, in the bundled model, which is trained: random weights
 * lose more. fp16 keeps 11 bits of everything; q8 keeps 8 bits of weights and activations; q4 keeps 4 bits of the
 * weights and nothing else is lost: it equals float32 with weights rounded alike.
 */
const toleranceNats = { fp16: 0.005, q8: 0.3, q4: 0.4, rounded: 5e-5 };
/** The same on average. */
const meanNats = { fp16: 0.0005, q8: 0.03, q4: 0.05 };

/** Reading with the cache rounds elsewhere than reading all at once; 8 bits of activations most. */
const readingNats = { fp16: 0.005, q8: 0.3, q4: 5e-5 };
const fileNames = { fp16: "model_fp16.onnx", q8: "model_quantized.onnx", q4: "model_q4.onnx" };
/** Of the float32 file: the embeddings stay float32 in q8 and q4. */
const fileShares = { fp16: 0.55, q8: 0.45, q4: 0.4 };

let folder = "";
let exact: LocalModel;
let ids: readonly number[] = [];
let target: readonly number[] = [];
let expected: number[][] = [];

/** The bundled model's folder with its weights converted, under the names that transformers.js gives each dtype. */
function convert(): string {
  const path = "media/models/story-chat/onnx/model.onnx";
  const model = loadWeights(raiseOpsets(openFile(path), { "com.microsoft": 1 }));
  const variants: Readonly<Record<string, OnnxModel>> = {
    "model.onnx": roundedToFourBits(model),
    [fileNames.fp16]: inHalf(model),
    [fileNames.q8]: inEightBits(model),
    [fileNames.q4]: inFourBits(model),
  };
  const converted = join(scratch, "story-chat");
  mkdirSync(join(converted, "onnx"), { recursive: true });
  for (const file of ["config.json", "tokenizer.json", "tokenizer_config.json"])
    copyFileSync(join(trained, file), join(converted, file));
  for (const [file, own] of Object.entries(variants))
    writeFileSync(join(converted, "onnx", file), writeModel(own));
  return converted;
}

const open = (source: string, dtype: Dtype) => openLocalModel({ source, dtype, device: "cpu" });

async function answer(model: LocalModel): Promise<Answer["tokens"]> {
  let tokens: Answer["tokens"] = [];
  for await (const so of model.generate({ ids }, greedy, new AbortController().signal))
    tokens = so.tokens;
  return tokens;
}

/** [variants][targets] of the whole prompt, and with tokens masked in each way. */
async function scoresOf(model: LocalModel): Promise<number[][]> {
  const mask = ids.map((_, i) => (i % 5 === 3 ? 0 : 1));
  const variants = [{ ids }, { ids, embeddingMask: mask }, { ids, attentionMask: mask }];
  return (await model.score(variants, target)).map((row) => [...row]);
}

/** How far apart two tables are, at most and on average; FIGURES=1 prints it. */
function apart(rows: readonly number[][], others: readonly number[][]) {
  const all = rows.flatMap((row, i) => row.map((value, j) => Math.abs(value - others[i]![j]!)));
  const found = {
    largest: Math.max(...all),
    mean: all.reduce((sum, one) => sum + one, 0) / all.length,
  };
  if (process.env.FIGURES) console.log(expect.getState().currentTestName, found);
  return found;
}

beforeAll(async () => {
  folder = convert();
  exact = await open(trained, "fp32");
  const source = { text: "Write a story about a doctor and his patient.", frame: "auto" } as const;
  ids = exact.encode(source).tokens.map(({ id }) => id);
  target = (await answer(exact)).map(({ id }) => id);
  expected = await scoresOf(exact);
}, 120_000);
afterAll(async () => {
  await exact.release();
  rmSync(scratch, { recursive: true });
});

describe.each(dtypes)("weights in %s", (dtype) => {
  it("are narrow indeed", () => {
    const bytes = (file: string) => statSync(join(folder, "onnx", file)).size;
    const share = bytes(fileNames[dtype]) / bytes("model.onnx");
    expect(share).toBeLessThan(fileShares[dtype]);
  });

  it("score near fp32, whole and masked", async () => {
    const model = await open(folder, dtype);
    const { largest, mean } = apart(await scoresOf(model), expected);
    expect(largest).toBeLessThan(toleranceNats[dtype]);
    expect(mean).toBeLessThan(meanNats[dtype]);
    await model.release();
  });

  it("generate what they then score", async () => {
    const model = await open(folder, dtype);
    const tokens = await answer(model);
    expect(tokens.length).toBeGreaterThan(10);
    const [scores] = await model.score(
      [{ ids }],
      tokens.map(({ id }) => id),
    );
    const found = tokens.map(({ logProb }) => logProb);
    expect(apart([found], [[...scores!]]).largest).toBeLessThan(readingNats[dtype]);
    await model.release();
  });
});

it("weights in q4 score as float32 weights that are rounded to 4 bits", async () => {
  const [narrow, rounded] = [await open(folder, "q4"), await open(folder, "fp32")];
  const { largest } = apart(await scoresOf(narrow), await scoresOf(rounded));
  expect(largest).toBeLessThan(toleranceNats.rounded);
  await narrow.release();
  await rounded.release();
});

it("float16 numbers are the nearest", () => {
  const numberOf = (bits: number) => halfToFloat(Uint16Array.of(bits))[0]!;
  for (const value of [0, 1, -2, 65504, 2 ** -24, 3 * 2 ** -25, 0.1, 1 / 3, 2047.5, 1e-5, -0.75]) {
    const bits = halfBits(value);
    const neighbours = [bits - 1, bits + 1].filter((other) => Number.isFinite(numberOf(other)));
    for (const other of neighbours)
      expect(Math.abs(numberOf(bits) - value)).toBeLessThanOrEqual(
        Math.abs(numberOf(other) - value),
      );
  }
  expect(numberOf(halfBits(1e6))).toBe(65504);
});
