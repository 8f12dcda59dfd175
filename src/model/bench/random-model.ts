import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { seededRandom } from "#explain/random";
import { elementCount, elementTypes } from "#onnx/tensor";
import { writeModel } from "#onnx/write-model";
import { type Gpt2Shape, gpt2Model, type WeightOf } from "./gpt2.ts";

/** The sizes of GPT-2 small: 653 MB in float32. */
export const gpt2Small: Gpt2Shape = {
  layerCount: 12,
  headCount: 12,
  width: 768,
  inner: 3072,
  vocabularySize: 50257,
  positionCount: 1024,
};

/**
 * The path of a GPT-2 of this shape with random weights in `folder`, written there unless it is there: the same bytes
 * each time. Uniform weights of GPT-2's own standard deviation, 0.02; a model of this kind computes what a trained one
 * does, at the same speed.
 */
export function randomGpt2(folder: string, shape: Gpt2Shape = gpt2Small): string {
  const path = resolve(folder, "onnx", "model.onnx");
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const dataPath = join(dirname(path), "model.onnx_data");
  const data = openSync(dataPath, "w");
  try {
    const bytes = writeModel(gpt2Model(shape, randomWeights(data, dataPath)), dirname(path));
    writeFileSync(`${path}.partial`, bytes);
  } finally {
    closeSync(data);
  }
  renameSync(`${path}.partial`, path);
  return path;
}

/** Appends each weight to the open file `data`, whose path is `path`, and locates it there. */
function randomWeights(data: number, path: string): WeightOf {
  const random = seededRandom(0);
  const halfRange = 0.02 * Math.sqrt(3);
  let offset = 0;
  return (name, dims) => {
    const values = new Float32Array(elementCount(dims));
    const centre = /ln_\w+\.weight$/.test(name) ? 1 : 0;
    for (let i = 0; i < values.length; i++) {
      values[i] = centre + (2 * random.next() - 1) * halfRange;
    }
    writeSync(data, values);
    const raw = { path, offset, length: values.byteLength };
    offset += values.byteLength;
    return { ...floatTensor, dims, raw };
  };
}

const floatTensor = {
  elementType: elementTypes.float32,
  floats: [],
  int32s: [],
  strings: [],
  int64s: [],
  doubles: [],
  uint64s: [],
  externalData: [],
} as const;
