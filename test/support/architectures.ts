import { readdirSync, readFileSync } from "node:fs";
import type { Tensor } from "onnxruntime-node";
import type { OnnxModel } from "#onnx/graph";
import { keyValueCache } from "#onnx/key-value-cache";
import { float32, int64Rows, openFile, repositoryPath } from "./onnx-runtime.ts";

/** What scripts/fixtures/export.py computed in float64 on a model's weights. */
interface Values {
  readonly ids: readonly number[];
  /** `[tokens][width]`, with respect to the looked up embeddings. */
  readonly gradient: readonly (readonly number[])[];
  readonly gradientTimesInput: readonly number[];
  /** `[layers][heads][keys]` of the last token fed. */
  readonly attention: readonly (readonly (readonly number[])[])[];
  /** `[layers][width]` of the last token fed. */
  readonly blockOutputs: readonly (readonly number[])[];
}

/** A causal model: the gradient is that of the sum of `logProbs`, the last id is not fed. */
export interface CausalValues extends Values {
  readonly promptLength: number;
  readonly logProbs: readonly number[];
}

/** A masked model: the gradient is that of one logit at one position. */
export interface MaskedValues extends Values {
  readonly position: number;
  readonly id: number;
  readonly logit: number;
}

/** One model that Hugging Face's own class was exported to, with its reference values. */
export interface Architecture<Values> {
  readonly name: string;
  readonly path: string;
  readonly model: OnnxModel;
  readonly values: Values;
}

const folder = "test/fixtures/architectures";

const architectures = readdirSync(repositoryPath(folder)).map((name) => {
  const path = `${folder}/${name}/model.onnx`;
  const text = readFileSync(repositoryPath(`${folder}/${name}/values.json`), "utf8");
  const values = JSON.parse(text) as CausalValues | MaskedValues;
  return { name, path, model: openFile(path), values };
});

export const causalArchitectures = architectures.filter(
  (architecture): architecture is Architecture<CausalValues> => "logProbs" in architecture.values,
);

export const maskedArchitectures = architectures.filter(
  (architecture): architecture is Architecture<MaskedValues> => "logit" in architecture.values,
);

/**
 * Feeds for rows of tokens of equal length, after `past` tokens whose cache `cache` gives (empty without): every
 * input that a model of the transformers.js layout may have.
 */
export function tokenFeeds(
  model: OnnxModel,
  rows: readonly (readonly number[])[],
  past = 0,
  cache: Readonly<Record<string, Tensor>> = {},
): Record<string, Tensor> {
  const total = past + rows[0]!.length;
  const feeds: Record<string, Tensor> = {
    input_ids: int64Rows(rows),
    attention_mask: int64Rows(rows.map(() => Array<number>(total).fill(1))),
    position_ids: int64Rows(rows.map((row) => row.map((_, position) => past + position))),
    token_type_ids: int64Rows(rows.map((row) => row.map(() => 0))),
  };
  for (const { past, present, dims } of keyValueCache(model)) {
    const empty = float32([], [rows.length, Number(dims[1]!.size), 0, Number(dims[3]!.size)]);
    feeds[past] = cache[present] ?? empty;
  }
  return feeds;
}
