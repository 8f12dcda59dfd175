import type { Tensor } from "onnxruntime-node";
import { keyValueCache } from "#onnx/key-value-cache";
import { type Feeds, float32, int64Rows, openFile } from "./onnx-runtime.ts";

/** Two rows of equally many tokens, none of them special, and the facts of each real model. */
export const realModels = [
  { name: "tiny-gpt2", path: "test/fixtures/models/tiny-gpt2/onnx/model.onnx", width: 64 },
  { name: "tiny-llama", path: "test/fixtures/models/tiny-llama/onnx/model.onnx", width: 48 },
  { name: "tiny-roberta", path: "test/fixtures/models/tiny-roberta/onnx/model.onnx", width: 48 },
  { name: "story-chat", path: "media/models/story-chat/onnx/model.onnx", width: 192 },
] as const;

export const tokenRows = [
  [301, 42, 517, 88, 260, 733],
  [19, 640, 77, 402, 158, 333],
] as const;

/** Feeds for every input that a model of the transformers.js layout may have, with an empty cache. */
export function feedsFor(path: string, rows: readonly (readonly number[])[]): Feeds {
  const feeds: Record<string, Tensor> = {
    input_ids: int64Rows(rows),
    attention_mask: int64Rows(rows.map((row) => row.map(() => 1))),
    position_ids: int64Rows(rows.map((row) => row.map((_, position) => position))),
  };
  for (const { past, dims } of keyValueCache(openFile(path))) {
    feeds[past] = float32([], [rows.length, Number(dims[1]!.size), 0, Number(dims[3]!.size)]);
  }
  return feeds;
}
