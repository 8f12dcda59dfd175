import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { ModelChoice } from "#protocol/request";
import { cacheFolder } from "./cache-folder.ts";
import { describeRemote, fetchModel, isWhole, type OnFetched } from "./fetch-model.ts";
import { externalFiles } from "./graphs.ts";
import { HubModel } from "./hub.ts";
import { fitsMemory, tooLarge } from "./memory.ts";
import {
  chooseWeights,
  type ModelFolder,
  readDescription,
  readModelFolder,
  type WantedKind,
  type Weights,
} from "./model-folder.ts";

export interface FindOptions {
  readonly kind?: WantedKind;
  readonly bundledFolder?: string;
  readonly onProgress?: OnFetched;
  readonly signal?: AbortSignal;
  readonly availableBytes: number;
}

export interface FoundModel {
  /** The folder's name, or the hub id. */
  readonly name: string;
  readonly folder: ModelFolder;
  readonly weights: Weights;
}

/**
 * Leads a choice's source to a folder and the weights to load: a bundled model's name, else a folder that exists or
 * looks like a path, else a hub id, fetched where it is not in the cache. Throws ExplainError as `openLocalModel`.
 */
export async function findModel(choice: ModelChoice, options: FindOptions): Promise<FoundModel> {
  const { availableBytes } = options;
  const path = localFolder(choice.source, options.bundledFolder);
  const name = path === undefined ? choice.source : basename(path);
  const folder =
    path === undefined
      ? await fetchModel(hubModel(choice, options), choice, options)
      : readModelFolder(path, options.kind);
  const candidates = chooseWeights(folder, choice.dtype);
  const fitting = candidates.filter(({ bytes }) => fitsMemory(bytes, availableBytes));
  const weights = fitting.find(({ path }) => !lacksData(path)) ?? fitting[0];
  if (weights) return { name, folder, weights };
  throw tooLarge(name, Math.min(...candidates.map(({ bytes }) => bytes)), availableBytes);
}

/** True of a model file some of whose weights are in files that are not there, as after a broken download. */
function lacksData(path: string): boolean {
  return externalFiles(path).missing.length > 0;
}

/** What a choice's model is and which weights there are, here or on the hub. */
export async function describeModel(
  choice: ModelChoice,
  options: Pick<FindOptions, "bundledFolder" | "signal">,
): Promise<Description> {
  const path = localFolder(choice.source, options.bundledFolder);
  if (path !== undefined) {
    const folder = readModelFolder(path, "any");
    return { ...folder, name: basename(path), variants: folder.weights };
  }
  const hub = hubModel(choice, options);
  const name = choice.source;
  if (isWhole(hub, "auto")) {
    const folder = readModelFolder(hub.folder, "any");
    return { ...folder, name, variants: folder.weights };
  }
  const variants = await describeRemote(hub, name);
  return { ...readDescription(hub.folder, { kind: "any" }), name, variants };
}

export interface Description
  extends Pick<ModelFolder, "kind" | "architecture" | "contextTokenCount" | "tokenizer"> {
  readonly name: string;
  readonly variants: readonly Pick<Weights, "dtype" | "bytes">[];
}

/** The model on the hub that a choice's source is the id of, and its place in the cache. */
export function hubModel(choice: ModelChoice, options: { signal?: AbortSignal }): HubModel {
  return new HubModel(choice.source, {
    cacheFolder: choice.cacheFolder ?? cacheFolder("models"),
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

const hubId = /^[\w-][\w.-]*(\/[\w.-]+)?$/;

/** The folder that `source` names, existing or not; undefined for a hub id. */
export function localFolder(source: string, bundledFolder: string | undefined): string | undefined {
  const isName = !/[/\\]/.test(source);
  if (isName && bundledFolder !== undefined && existsSync(join(bundledFolder, source))) {
    return join(bundledFolder, source);
  }
  const path = resolve(source.replace(/^~(?=[/\\])/, homedir()));
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder || !hubId.test(source) ? path : undefined;
}
