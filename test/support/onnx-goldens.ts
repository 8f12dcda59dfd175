import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { GraphEditor } from "#onnx/edit";
import { differentiate, type GradientRequest } from "#onnx/grad/differentiate";
import { indexGraph, type OnnxModel } from "#onnx/graph";
import { gradientName, names } from "#onnx/names";
import { attentionProbabilities } from "#onnx/rewrites/attention-probabilities";
import { findEmbeddingLookup } from "#onnx/rewrites/embedding-lookup";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import { exposeEmbeddings } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { findVocabularyHead } from "#onnx/rewrites/vocabulary-head";
import { type Trace, traceModel } from "#onnx/trace";
import { feedsFor } from "./onnx-fixtures.ts";
import {
  createSession,
  type Feeds,
  float32,
  int64Rows,
  numbers,
  openFile,
  repositoryPath,
  traceRunner,
} from "./onnx-runtime.ts";

/** A reference model with everything a gradient may be wanted of: mask, noise, head, states and attention. */
export interface ReferenceModel<Case> {
  readonly path: string;
  readonly cases: readonly Case[];
  readonly width: number;
  readonly vocab: number;
  readonly model: OnnxModel;
  readonly trace: Trace;
  /** The token embeddings as the first block reads them, and the states that the head reads. */
  readonly embeddings: string;
  readonly hidden: string;
  readonly attention: readonly string[];
}

/** Opens and traces a reference model and its values. */
export async function openReference<Case>(name: string): Promise<ReferenceModel<Case>> {
  const path = `test/fixtures/models/${name}/onnx/model.onnx`;
  const goldens = readFileSync(repositoryPath(`test/fixtures/goldens/${name}.json`), "utf8");
  const { cases } = JSON.parse(goldens) as { cases: Case[] };
  const file = openFile(path);
  const { value: embeddings, width } = findEmbeddingLookup(file);
  const { hidden } = findVocabularyHead(indexGraph(file.graph), "logits");
  const attention = attentionProbabilities(file);
  const prepared = targetHead(addEmbeddingNoise(addEmbeddingMask(exposeEmbeddings(file))));
  const editor = new GraphEditor(prepared);
  for (const value of [hidden, ...attention]) editor.output({ name: `${value}_out` }, value);
  const model = keepOutputs(editor.finish(), [
    names.embeddings,
    names.targetLogProbs,
    names.targetLogits,
    ...[hidden, ...attention].map((value) => `${value}_out`),
  ]);
  const trace = await traceModel(model, traceRunner);
  const vocab = trace.get(names.targetLogits)!.dims.at(-1)!;
  return { path, cases, width: Number(width), vocab, model, trace, embeddings, hidden, attention };
}

/** Results of one run, by output or value name; `gradient` of a value. */
export interface Results {
  read(name: string): number[];
  gradient(value: string): number[];
}

/** A gradient ready to be run on feeds, of which those that the graph does not read are ignored. */
export async function compileGradient(
  { model, trace }: ReferenceModel<unknown>,
  request: GradientRequest,
): Promise<(feeds: Feeds) => Promise<Results>> {
  const session = await createSession(differentiate(model, trace, request));
  return async (feeds) => {
    const wanted = session.inputNames.map((name) => [name, feeds[name]!] as const);
    const outputs = await session.run(Object.fromEntries(wanted));
    const read = (name: string) => numbers(outputs[name] ?? outputs[`${name}_out`]);
    return { read, gradient: (value) => read(gradientName(value)) };
  };
}

/** Feeds for `copies` equal rows of tokens, nothing masked, no noise, and the head at some positions. */
export function referenceFeeds(
  { path, width }: ReferenceModel<unknown>,
  row: readonly number[],
  positions: readonly number[],
  targets: readonly number[],
  copies = 1,
): Feeds {
  const rows = <T>(values: T) => Array.from({ length: copies }, () => values);
  const count = copies * row.length;
  return {
    ...feedsFor(path, rows(row)),
    [names.embeddingMask]: float32(Array(count).fill(1), [copies, row.length]),
    [names.embeddingNoise]: float32(Array(count * width).fill(0), [copies, row.length, width]),
    [names.targetPositions]: int64Rows(rows(positions)),
    [names.targetIds]: int64Rows(rows(targets)),
  };
}

/** Compares values with a reference, relatively to its largest entry or 0.1: sums that cancel keep float32's error. */
export function expectClose(
  values: readonly number[],
  expected: readonly number[],
  tolerance = 5e-5,
): void {
  expect(values.length).toBe(expected.length);
  const scale = Math.max(0.1, ...expected.map(Math.abs));
  const error = Math.max(...values.map((value, index) => Math.abs(value - expected[index]!)));
  expect(error / scale).toBeLessThan(tolerance);
}
