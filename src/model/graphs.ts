import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, parse } from "node:path";
import { mapTensors, type OnnxModel } from "#onnx/graph";
import { keyValueCache } from "#onnx/key-value-cache";
import { names } from "#onnx/names";
import { normalise } from "#onnx/normalise";
import { openModel } from "#onnx/open-model";
import { OnnxError, type OnnxProblem } from "#onnx/problem";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { sharePast } from "#onnx/rewrites/shared-past";
import { targetHead } from "#onnx/rewrites/target-head";
import { writeModel } from "#onnx/write-model";
import { ExplainError } from "#protocol/failure";
import { withFile } from "./byte-source.ts";

/** The graphs that one model file is run as; all of them read their weights from the untouched file. */
export interface Graphs {
  /** Next-token logits and cache, with the embedding mask where the graph allows it. */
  readonly generation: Uint8Array;
  /**
   * Log-probabilities of given targets, or logits where the head cannot be cut; its rows continue one cache, and it
   * gives the cache of each.
   */
  readonly scoring: Uint8Array;
  /** Folder that the weights' locations are relative to. */
  readonly weightsFolder: string;
  /** Files with weights besides the model file. */
  readonly dataFiles: readonly string[];
  /** Why there is no embedding mask. */
  readonly maskProblem?: string;
}

/**
 * Reads the graph of the model file at `path` and rewrites it. Throws ExplainError: `model-corrupt`,
 * `model-incomplete` where files with weights are missing, `model-unsupported` where it is no language model over
 * token ids.
 */
export function buildGraphs(path: string): Graphs {
  const { model: file, dataFiles, missing } = readGraph(path);
  if (missing.length > 0) throw incomplete(path, missing);
  checkShort(path, file);
  checkInterface(path, file);
  const model = normalised(file);
  const { root: weightsFolder } = parse(realpathSync(path));
  const { model: masked, problem: maskProblem } = maskEmbeddings(model);
  const shared = { weightsFolder, dataFiles, ...(maskProblem ? { maskProblem } : {}) };
  const presents = keyValueCache(model).map(({ present }) => present);
  try {
    const headed = targetHead(masked);
    return {
      ...shared,
      generation: writeModel(keepOutputs(headed, [names.targetLogits, ...presents]), weightsFolder),
      scoring: scoringGraph(headed, names.targetLogProbs, weightsFolder),
    };
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    return {
      ...shared,
      generation: writeModel(masked, weightsFolder),
      scoring: scoringGraph(masked, "logits", weightsFolder),
    };
  }
}

/** The model with an embedding mask, or as it is and why it can have none. */
export function maskEmbeddings(model: OnnxModel): { model: OnnxModel; problem?: string } {
  try {
    return { model: addEmbeddingMask(model) };
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    return { model, problem: describeProblems(error.problems) };
  }
}

/** One form for all exporters; graphs older than that form are run as they are. */
function normalised(model: OnnxModel): OnnxModel {
  try {
    return normalise(model);
  } catch (error) {
    if (error instanceof OnnxError) return model;
    throw error;
  }
}

function scoringGraph(model: OnnxModel, output: string, weightsFolder: string): Uint8Array {
  const shared = sharePast(model);
  const presents = shared ? keyValueCache(model).map(({ present }) => present) : [];
  return writeModel(keepOutputs(shared ?? model, [output, ...presents]), weightsFolder);
}

/** The files with weights that the model file at `path` names, resolved where they exist. */
export function externalFiles(path: string): { found: string[]; missing: string[] } {
  const { dataFiles, missing } = readGraph(path);
  return { found: dataFiles, missing };
}

/** The graph of a model file, where its weights are, and which files with weights are missing. */
export function readGraph(path: string): {
  model: OnnxModel;
  dataFiles: string[];
  missing: string[];
} {
  const found = new Set<string>();
  const missing = new Set<string>();
  // beside the name that the user gave, which in the hub's own cache is a link into another folder
  const locate = (location: string) => {
    const named = join(dirname(path), location);
    if (!existsSync(named)) {
      missing.add(location);
      return named;
    }
    const real = realpathSync(named);
    found.add(real);
    return real;
  };
  try {
    const model = withFile(path, (source) => openModel(source, realpathSync(path), locate));
    return { model, dataFiles: [...found], missing: [...missing] };
  } catch (error) {
    if (error instanceof OnnxError) throw corrupt(path, error.problems);
    throw error;
  }
}

/** Throws where a tensor's region reaches beyond the end of its file. */
function checkShort(path: string, model: OnnxModel): void {
  const needed = new Map<string, number>();
  mapTensors(model.graph, (tensor) => {
    const { raw } = tensor;
    if (raw && !(raw instanceof Uint8Array)) {
      needed.set(raw.path, Math.max(needed.get(raw.path) ?? 0, raw.offset + raw.length));
    }
    return tensor;
  });
  for (const [file, end] of needed) {
    const size = withFile(file, (source) => source.size);
    if (size < end) throw corrupt(path, [{ kind: "truncated", size, needed: end }], basename(file));
  }
}

function checkInterface(path: string, { graph }: OnnxModel): void {
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const lacks = [
    ...(inputs.has("input_ids") ? [] : ["the input input_ids"]),
    ...(outputs.has("logits") ? [] : ["the output logits"]),
  ];
  if (inputs.has("encoder_hidden_states")) throw unsupported(path, "is half of an encoder-decoder");
  if (lacks.length > 0) throw unsupported(path, `lacks ${lacks.join(" and ")}`);
}

function unsupported(path: string, why: string): ExplainError {
  return new ExplainError({
    kind: "model-unsupported",
    message: `${basename(path)} is not a causal language model over token ids: it ${why}.`,
    remedy: "Choose a causal language model in the transformers.js layout.",
  });
}

function incomplete(path: string, missing: readonly string[]): ExplainError {
  return new ExplainError({
    kind: "model-incomplete",
    message: `${basename(path)} keeps weights in ${missing.join(", ")}, missing beside it in ${dirname(path)}.`,
    remedy: "Put the missing files there, or get the model again.",
  });
}

function corrupt(
  path: string,
  problems: readonly OnnxProblem[],
  file = basename(path),
): ExplainError {
  return new ExplainError({
    kind: "model-corrupt",
    message: `${file} is damaged: ${describeProblems(problems)}.`,
    remedy: "Get the model again, or choose another one.",
    detail: `${path}: ${JSON.stringify(problems)}`,
  });
}

export function describeProblems(problems: readonly OnnxProblem[]): string {
  return problems.slice(0, 3).map(describeProblem).join("; ");
}

function describeProblem(problem: OnnxProblem): string {
  switch (problem.kind) {
    case "truncated":
      return `it ends after ${problem.size} of ${problem.needed} bytes`;
    case "malformed":
      return `it is not an ONNX file (${problem.reason} at byte ${problem.offset})`;
    case "over-limit":
      return `it is beyond the limit on ${problem.limit}`;
    case "no-graph":
      return "it holds no graph";
    case "bad-graph":
      return `the value ${problem.value} is ${problem.reason}`;
    case "bad-external-data":
      return `the weights of ${problem.tensor} are at ${problem.location || "no place"}: ${problem.reason}`;
    case "outside-folder":
      return `its weights in ${problem.path} are outside ${problem.folder}`;
    case "no-value":
      return `the graph has no ${problem.name}`;
    case "no-embedding-lookup":
      return `no table of embeddings is looked up by ${problem.ids}`;
    case "several-embedding-lookups":
      return `several tables are looked up by the token ids: ${problem.nodes.join(", ")}`;
    case "no-vocabulary-projection":
      return `no projection to the vocabulary leads to ${problem.output}`;
    case "no-attention":
      return "its attention probabilities cannot be found";
    case "no-label-rows":
      return `the logits of single tokens cannot be cut out of ${problem.op} (${problem.node})`;
    case "not-float":
      return `${problem.name} holds no floating-point numbers`;
    case "old-opset":
      return `it is written in version ${problem.version} of the ONNX operators, before ${problem.least}`;
    case "not-lowered":
      return `${problem.op} (${problem.node}) cannot be opened up: ${problem.reason}`;
    case "no-gradient-rule":
      return `no gradient passes through ${problem.op} (${problem.node})`;
  }
}
