import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { ExplainError } from "#protocol/failure";
import type { Dtype } from "#protocol/request";
import type { ModelShape } from "./memory.ts";
import type { TokenizerFiles } from "./tokenizer.ts";

/** One file of weights in a folder, and how its numbers are stored. */
export interface Weights {
  readonly dtype: Exclude<Dtype, "auto">;
  readonly path: string;
  /** On disk, external data included. */
  readonly bytes: number;
}

/** A model that continues a text, or one that fills gaps in it. */
export type ModelKind = "causal" | "masked";

/** What is wanted: one kind, or either. */
export type WantedKind = ModelKind | "any";

/** A model folder in the transformers.js layout, checked as far as that goes without loading it. */
export interface ModelFolder {
  readonly folder: string;
  readonly kind: ModelKind;
  readonly architecture: string;
  readonly contextTokenCount: number;
  readonly vocabularySize?: number;
  readonly shape: Pick<ModelShape, "layerCount" | "headCount" | "width">;
  /** Ids that end an answer. */
  readonly eosIds: ReadonlySet<number>;
  readonly tokenizer: TokenizerFiles;
  /** Best first: see `dtypeOrder`. */
  readonly weights: readonly Weights[];
}

type Json = Record<string, unknown>;

/** Most exact first; among the small ones those that onnxruntime runs fastest on a CPU. */
export const dtypeOrder = ["fp32", "fp16", "q8", "int8", "uint8", "q4", "q4f16", "bnb4"] as const;

/** What transformers.js appends to a file name for a dtype; q8 goes by two names. */
export const dtypeSuffixes: Readonly<Record<Weights["dtype"], readonly string[]>> = {
  fp32: [""],
  fp16: ["_fp16"],
  q8: ["_quantized", "_q8"],
  int8: ["_int8"],
  uint8: ["_uint8"],
  q4: ["_q4"],
  q4f16: ["_q4f16"],
  bnb4: ["_bnb4"],
};

export const weightBases = ["model", "decoder_model_merged"] as const;

/**
 * Reads what lies in `folder`. Throws ExplainError: `model-not-found`; `model-incomplete`, naming everything that is
 * missing; `model-corrupt` where a JSON file cannot be read; `model-unsupported` for another kind of model.
 */
export function readModelFolder(folder: string, kind?: WantedKind): ModelFolder {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ExplainError({
      kind: "model-not-found",
      message: `There is no model folder ${folder}.`,
      remedy: "Choose a folder with a model in the transformers.js layout, or another model.",
    });
  }
  const weights = findWeights(folder);
  const missing = weights.length === 0 ? [aModelFile] : [];
  return { ...readDescription(folder, { kind, missing }), weights };
}

const aModelFile = "onnx/model.onnx";

/** Files that a model must have beside its weights. */
export const requiredFiles = ["config.json", "tokenizer.json", "tokenizer_config.json"] as const;

interface DescriptionOptions {
  /** The kind of model that is wanted: `causal` unless said. */
  readonly kind?: WantedKind | undefined;
  /** Further files known to be missing. */
  readonly missing?: readonly string[];
}

/** What the small files in `folder` say. Throws likewise. */
export function readDescription(
  folder: string,
  { kind: wanted = "causal", missing = [] }: DescriptionOptions = {},
): Omit<ModelFolder, "weights"> {
  const lacks = [...requiredFiles.filter((file) => !existsSync(join(folder, file))), ...missing];
  const config = existsSync(join(folder, "config.json")) ? readJson(folder, "config.json") : {};
  const kind = kindOf(folder, config, wanted);
  if (lacks.length > 0) throw incomplete(folder, lacks);
  const text = { ...config, ...(isObject(config.text_config) ? config.text_config : {}) };
  const generation = existsSync(join(folder, "generation_config.json"))
    ? readJson(folder, "generation_config.json")
    : {};
  return {
    folder,
    kind,
    architecture: architectureOf(config),
    contextTokenCount: contextOf(text),
    ...(typeof text.vocab_size === "number" ? { vocabularySize: text.vocab_size } : {}),
    shape: shapeOf(text),
    eosIds: new Set([...idsOf(generation.eos_token_id), ...idsOf(text.eos_token_id)]),
    tokenizer: readTokenizer(folder),
  };
}

/** Everything of `dtype` in the folder, or the most exact; throws ExplainError `invalid-option` where there is none. */
export function chooseWeights(
  { folder, weights }: Pick<ModelFolder, "folder" | "weights">,
  dtype: Dtype,
): readonly Weights[] {
  if (dtype === "auto") return weights;
  const chosen = weights.filter((one) => one.dtype === dtype);
  if (chosen.length > 0) return chosen;
  const there = weights.map((one) => one.dtype).join(", ");
  throw new ExplainError({
    kind: "invalid-option",
    message: `${basename(folder)} has no ${dtype} weights; it has ${there}.`,
    remedy: `Choose the dtype auto, or one of ${there}.`,
  });
}

/** The weights in `folder/onnx` or `folder` itself, most exact first. */
export function findWeights(folder: string): Weights[] {
  const found: Weights[] = [];
  for (const dtype of dtypeOrder) {
    for (const directory of [join(folder, "onnx"), folder]) {
      for (const name of fileNames(dtype)) {
        const path = join(directory, name);
        const bytes = sizeOf(path);
        if (bytes === undefined || found.some((one) => one.dtype === dtype)) continue;
        found.push({ dtype, path, bytes: bytes + dataBytes(directory, name) });
      }
    }
  }
  return found;
}

/** Names that weights of a dtype may have. */
export function fileNames(dtype: Weights["dtype"]): string[] {
  return weightBases.flatMap((base) =>
    dtypeSuffixes[dtype].map((suffix) => `${base}${suffix}.onnx`),
  );
}

function dataBytes(directory: string, name: string): number {
  return readdirSync(directory)
    .filter((file) => file.startsWith(`${name}_data`))
    .reduce((sum, file) => sum + (sizeOf(join(directory, file)) ?? 0), 0);
}

/** Bytes of a file, links followed; undefined where there is none. */
function sizeOf(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : undefined;
}

function incomplete(folder: string, missing: readonly string[]): ExplainError {
  return new ExplainError({
    kind: "model-incomplete",
    message: `The model folder ${folder} lacks ${missing.join(", ")}.`,
    remedy: "Add the missing files (transformers.js layout), or choose another model.",
  });
}

function readJson(folder: string, file: string): Json {
  const path = join(folder, file);
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isObject(value)) return value;
    throw new Error("not an object");
  } catch (error) {
    throw new ExplainError({
      kind: "model-corrupt",
      message: `${file} in ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: "Get the model again, or choose another one.",
    });
  }
}

function readTokenizer(folder: string): TokenizerFiles {
  const template = join(folder, "chat_template.jinja");
  return {
    tokenizer: readJson(folder, "tokenizer.json"),
    config: readJson(folder, "tokenizer_config.json"),
    ...(existsSync(template) ? { chatTemplate: readFileSync(template, "utf8") } : {}),
  };
}

const masked = "a masked language model";

const otherKinds: readonly (readonly [RegExp, string])[] = [
  [/ForMaskedLM$|ForPreTraining$/, masked],
  [/For(Sequence|Token|Image|Audio)Classification$/, "a classifier"],
  [/ForQuestionAnswering$/, "a question-answering model"],
  [/ForSeq2SeqLM$|ForSpeechSeq2Seq$|ForConditionalGeneration$/, "an encoder-decoder"],
];

const wantedKinds = {
  causal: "a causal language model",
  masked,
  any: "a causal or masked language model",
} as const;

/** What the config says the model is; throws `model-unsupported` where that is not wanted. */
function kindOf(folder: string, config: Json, wanted: WantedKind): ModelKind {
  const architecture = architectureOf(config);
  const isEncoderDecoder =
    config.is_encoder_decoder === true || existsSync(join(folder, "onnx", "encoder_model.onnx"));
  const other = isEncoderDecoder
    ? "an encoder-decoder"
    : otherKinds.find(
        ([pattern]) => pattern.test(architecture) && !isObject(config.text_config),
      )?.[1];
  const words = other ?? wantedKinds.causal;
  const found = (["causal", "masked"] as const).find((kind) => wantedKinds[kind] === words);
  if (found !== undefined && (wanted === "any" || wanted === found)) return found;
  throw new ExplainError({
    kind: "model-unsupported",
    message: `${basename(folder)} is ${words} (${architecture}), not ${wantedKinds[wanted]}.`,
    remedy: `Choose ${wantedKinds[wanted]}.`,
  });
}

function architectureOf(config: Json): string {
  const [first] = Array.isArray(config.architectures) ? config.architectures : [];
  return String(first ?? config.model_type ?? "unknown");
}

/** The number of tokens that fit; 2048 where a config says nothing. */
function contextOf(config: Json): number {
  const keys = ["max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length"];
  return firstNumber(config, keys) ?? 2048;
}

/** The sizes of the blocks; those of a model of 7 billion weights where a config says nothing. */
function shapeOf(config: Json): ModelFolder["shape"] {
  return {
    layerCount: firstNumber(config, ["num_hidden_layers", "n_layer", "n_layers"]) ?? 32,
    headCount: firstNumber(config, ["num_attention_heads", "n_head", "n_heads"]) ?? 32,
    width: firstNumber(config, ["hidden_size", "n_embd", "d_model", "dim"]) ?? 4096,
  };
}

/** What a config says under the first of the names that it knows. */
function firstNumber(config: Json, keys: readonly string[]): number | undefined {
  return keys.map((key) => config[key]).find((value) => typeof value === "number");
}

function idsOf(value: unknown): number[] {
  return [value].flat().filter((id) => typeof id === "number");
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** About how many numbers the weights are. */
export function countWeights({ bytes, dtype }: Weights): number {
  return bytes / bytesPerWeight[dtype];
}

const bytesPerWeight: Readonly<Record<Weights["dtype"], number>> = {
  fp32: 4,
  fp16: 2,
  q8: 1,
  int8: 1,
  uint8: 1,
  q4: 0.6,
  q4f16: 0.6,
  bnb4: 0.6,
};
