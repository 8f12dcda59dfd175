import { join } from "node:path";
import { ExplainError } from "#protocol/failure";
import type { Dtype } from "#protocol/request";
import { externalFiles } from "./graphs.ts";
import type { HubModel } from "./hub.ts";
import { fitsMemory, tooLarge } from "./memory.ts";
import {
  dtypeOrder,
  fileNames,
  findWeights,
  type ModelFolder,
  readDescription,
  readModelFolder,
  requiredFiles,
  type WantedKind,
  type Weights,
} from "./model-folder.ts";

/** Bytes fetched so far, and in all where it is known. */
export type OnFetched = (done: number, total: number | undefined) => void;

interface FetchOptions {
  readonly kind?: WantedKind;
  readonly onProgress?: OnFetched;
  readonly availableBytes: number;
}

interface Wanted {
  readonly source: string;
  readonly dtype: Dtype;
}

/** Files that a model may have. */
const optional = ["generation_config.json", "chat_template.jinja"] as const;

/** Above this, weights of fewer bits are fetched unless others are asked for. */
const fullPrecisionLimitBytes = 2 ** 30;

/**
 * The model's folder in the cache, with weights of the wanted dtype, fetched as far as they are not there: a model
 * that is whole in the cache needs no network. Throws ExplainError `network`, `model-not-found`, `model-access`,
 * `model-incomplete`, `model-unsupported`, `model-too-large`, `cache-unwritable`, `invalid-option`.
 */
export async function fetchModel(
  hub: HubModel,
  wanted: Wanted,
  options: FetchOptions,
): Promise<ModelFolder> {
  if (isWhole(hub, wanted.dtype)) return readModelFolder(hub.folder, options.kind);
  await fetchDescription(hub, wanted.source);
  readDescription(hub.folder, { kind: options.kind });
  const remote = await remoteWeights(hub, wanted.dtype);
  const chosen = chooseRemote(wanted, remote, options.availableBytes);
  const ownBytes = hub.isCached(chosen.file) ? 0 : chosen.fileBytes;
  let before = 0;
  let total = ownBytes + (chosen.bytes - chosen.fileBytes);
  const onBytes = (done: number) => {
    const all = before + done;
    options.onProgress?.(all, total > 0 ? Math.max(total, all) : undefined);
  };
  await hub.fetch(chosen.file, onBytes);
  const { missing } = externalFiles(join(hub.folder, chosen.file));
  const folder = chosen.file.slice(0, chosen.file.lastIndexOf("/") + 1);
  const sizes = await Promise.all(missing.map((name) => hub.size(folder + name)));
  const dataBytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  checkMemory(wanted.source, chosen.fileBytes + dataBytes, options.availableBytes);
  before = ownBytes;
  total = ownBytes + dataBytes;
  for (const [index, name] of missing.entries()) {
    if (!(await hub.fetch(folder + name, onBytes))) throw incomplete(wanted.source, [name]);
    before += sizes[index] ?? 0;
  }
  return readModelFolder(hub.folder, options.kind);
}

/** The files of weights on the hub, with their sizes (0: not told), for a description of what could be fetched. */
export async function describeRemote(
  hub: HubModel,
  source: string,
  dtype: Dtype = "auto",
): Promise<RemoteWeights[]> {
  await fetchDescription(hub, source);
  const remote = await remoteWeights(hub, dtype);
  if (remote.length === 0) throw noWeights(source, dtype);
  return remote;
}

export function isWhole(hub: HubModel, dtype: Dtype): boolean {
  if (!requiredFiles.every((file) => hub.isCached(file))) return false;
  return findWeights(hub.folder).some(
    (one) =>
      (dtype === "auto" || one.dtype === dtype) && externalFiles(one.path).missing.length === 0,
  );
}

async function fetchDescription(hub: HubModel, source: string): Promise<void> {
  if (!(await hub.fetch("config.json"))) {
    throw new ExplainError({
      kind: "model-not-found",
      message: `There is no model ${source}: neither a folder here nor a model on the hub.`,
      remedy: "Check the folder or the hub id, or choose another model.",
    });
  }
  const there = await Promise.all(
    [...requiredFiles, ...optional].map(async (file) => ({ file, isThere: await hub.fetch(file) })),
  );
  const missing = there.filter(
    ({ file, isThere }) => !isThere && requiredFiles.some((name) => name === file),
  );
  if (missing.length === 0) return;
  throw incomplete(
    source,
    missing.map(({ file }) => file),
  );
}

export interface RemoteWeights {
  readonly dtype: Weights["dtype"];
  readonly file: string;
  /** Of the model file, and with its external data. */
  readonly fileBytes: number;
  readonly bytes: number;
}

async function remoteWeights(hub: HubModel, dtype: Dtype): Promise<RemoteWeights[]> {
  const wanted = dtype === "auto" ? dtypeOrder : ([dtype] as const);
  const found = await Promise.all(
    wanted.map(async (one) => {
      for (const name of fileNames(one)) {
        const file = `onnx/${name}`;
        const fileBytes = await hub.size(file);
        if (fileBytes === undefined) continue;
        return { dtype: one, file, fileBytes, bytes: fileBytes + (await dataBytes(hub, file)) };
      }
      return undefined;
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** Bytes of the external data beside a model file: `{file}_data`, `{file}_data_1`, … as far as there are any. */
async function dataBytes(hub: HubModel, file: string): Promise<number> {
  let sum = 0;
  for (let index = 0; ; index += 1) {
    const bytes = await hub.size(`${file}_data${index === 0 ? "" : `_${index}`}`);
    if (bytes === undefined) return sum;
    sum += bytes;
  }
}

/** The most exact weights that fit, unless these are large and there are smaller ones. */
export function chooseRemote(
  { source, dtype }: Wanted,
  remote: readonly RemoteWeights[],
  available: number,
): RemoteWeights {
  const smallest = [...remote].sort((a, b) => a.bytes - b.bytes)[0];
  if (!smallest) throw noWeights(source, dtype);
  const fitting = remote.filter(({ bytes }) => fitsMemory(bytes, available));
  const chosen = fitting.find(({ bytes }) => bytes <= fullPrecisionLimitBytes) ?? fitting.at(-1);
  if (!chosen) throw tooLarge(source, smallest.bytes, available);
  return chosen;
}

function checkMemory(source: string, bytes: number, available: number): void {
  if (!fitsMemory(bytes, available)) throw tooLarge(source, bytes, available);
}

function noWeights(source: string, dtype: Dtype): ExplainError {
  if (dtype === "auto") return incomplete(source, ["onnx/model.onnx"]);
  return new ExplainError({
    kind: "invalid-option",
    message: `${source} has no ${dtype} weights on the hub.`,
    remedy: "Choose the dtype auto, or another one.",
  });
}

function incomplete(source: string, missing: readonly string[]): ExplainError {
  return new ExplainError({
    kind: "model-incomplete",
    message: `The model ${source} lacks ${missing.join(", ")} on the hub.`,
    remedy: "Choose a model in the transformers.js layout, such as those of onnx-community.",
  });
}
