import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import { ExplainError } from "#protocol/failure";
import type { ModelChoice } from "#protocol/request";
import { availableBytes, fitsMemory, tooLarge } from "./memory.ts";
import { chooseWeights, type ModelFolder, readModelFolder, type Weights } from "./model-folder.ts";

export interface FindOptions {
  readonly bundledFolder?: string;
  readonly onProgress?: (done: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
  readonly availableBytes?: number;
  /** False: what a hub model would fetch is only asked for. */
  readonly fetchesWeights?: boolean;
}

export interface FoundModel {
  /** The folder's name, or the hub id. */
  readonly name: string;
  readonly folder: ModelFolder;
  readonly weights: Weights;
}

/** Leads a choice's source to a folder and the weights to load. Throws ExplainError as `openLocalModel` does. */
export async function findModel(choice: ModelChoice, options: FindOptions): Promise<FoundModel> {
  const path = localFolder(choice.source, options.bundledFolder);
  const available = options.availableBytes ?? availableBytes();
  if (path === undefined)
    throw new ExplainError({
      kind: "model-not-found",
      message: `There is no model ${choice.source}.`,
      remedy: "Choose a folder with a model in the transformers.js layout, or another model.",
    });
  const folder = readModelFolder(path);
  return {
    name: basename(path),
    folder,
    weights: fitting(basename(path), folder, choice, available),
  };
}

/** The most exact weights of the chosen dtype that fit; throws `model-too-large` where none do. */
function fitting(
  name: string,
  folder: ModelFolder,
  choice: ModelChoice,
  available: number,
): Weights {
  const candidates = chooseWeights(folder, choice.dtype);
  const weights = candidates.find(({ bytes }) => fitsMemory(bytes, available));
  if (weights) return weights;
  throw tooLarge(name, Math.min(...candidates.map(({ bytes }) => bytes)), available);
}

const hubId = /^[\w-][\w.-]*(\/[\w.-]+)?$/;

/** The folder that `source` names, existing or not; undefined for a hub id. */
function localFolder(source: string, bundledFolder: string | undefined): string | undefined {
  const isName = !/[/\\]/.test(source);
  if (isName && bundledFolder !== undefined && existsSync(join(bundledFolder, source))) {
    return join(bundledFolder, source);
  }
  const path = resolve(source.replace(/^~(?=[/\\])/, homedir()));
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder || !hubId.test(source) ? path : undefined;
}
