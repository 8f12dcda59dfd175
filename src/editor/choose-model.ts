import * as vscode from "vscode";
import { failureOf } from "#protocol/failure";
import { type Dtype, dtypes } from "#protocol/request";
import { suggestedModels } from "#protocol/suggested-models";
import type { CachedModel } from "#protocol/worker-methods";
import { type ChoosingParts, downloadModel, offerOf } from "./download-model.ts";
import { choosingFailureView } from "./failure-view.ts";
import { lookAtModel } from "./look-at-model.ts";
import { type ModelItem, modelItems, type WeightsItem, weightsItems } from "./model-items.ts";
import { modelName } from "./run.ts";
import { bundledModels } from "./settings.ts";
import { logFailure, showFailureView } from "./show-failure.ts";

/** A model that needs no asking: a bundled one, a folder or a hub id, and which of its weights. */
export interface GivenModel {
  readonly source: string;
  readonly dtype?: Dtype;
  /** Whether what is shown is explained again with it. */
  readonly runsAgain?: boolean;
  /** Its download was agreed to before. */
  readonly isWanted?: boolean;
}

/**
 * Asks for a model, looks at it, fetches it where it is not here, and remembers it for the workspace. Resolves to
 * whether one was chosen; what goes wrong is shown with what to do.
 */
export async function chooseModel(
  parts: ChoosingParts,
  given?: GivenModel,
  isOfClasses = false,
): Promise<boolean> {
  const { settings, call, log } = parts;
  const current = isOfClasses ? settings.classModel : settings.model;
  const needsCache = given === undefined || hubId.test(given.source);
  const cached = needsCache ? await cachedModels(parts) : [];
  const source = given?.source ?? (await askForModel(current, cached, isOfClasses));
  if (source === undefined) return false;
  if (!vscode.workspace.isTrusted && !Object.values<string>(bundledModels).includes(source)) {
    void vscode.window.showWarningMessage(
      "In an untrusted workspace only the bundled models are used. Trust the workspace to choose another one.",
    );
    return false;
  }
  let dtype = given?.dtype;
  try {
    const isOnHub = hubId.test(source);
    if (isOnHub) {
      const here = cached.find((own) => own.source === source);
      dtype ??= settings.dtype ?? (await askForWeights(parts, source, here));
      if (dtype === undefined) return false;
      const wanted = { source, dtype, isWanted: given?.isWanted ?? false };
      if (!isHere(here, dtype) && !(await downloadModel(parts, wanted))) return false;
    }
    const choice = settings.modelChoice(source, dtype);
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Looking at ${modelName(source)}` },
      () => lookAtModel(call, choice),
    );
  } catch (error) {
    const failure = failureOf(error);
    logFailure(log, failure);
    const again = { ...given, source, ...(dtype ? { dtype } : {}) };
    await showFailureView(choosingFailureView(failure, again));
    return false;
  }
  const own = dtype === settings.dtype ? undefined : dtype;
  await settings.remember(
    isOfClasses ? { classModel: source, classDtype: own } : { model: source, dtype: own },
  );
  return true;
}

const hubId = /^[\w-][\w.-]*\/[\w.-]+$/;

const isHere = (cached: CachedModel | undefined, dtype: Dtype) =>
  cached?.variants.some((own) => dtype === "auto" || own.dtype === dtype) ?? false;

async function cachedModels({ settings, call }: ChoosingParts): Promise<readonly CachedModel[]> {
  const { cacheFolder = "" } = settings.modelChoice();
  const signal = AbortSignal.timeout(30_000);
  for await (const { models } of call("listCachedModels", { cacheFolder }, signal)) return models;
  return [];
}

async function askForModel(
  current: string,
  cached: readonly CachedModel[],
  isOfClasses: boolean,
): Promise<string | undefined> {
  const items = modelItems(current, cached, isOfClasses);
  const chosen = await vscode.window.showQuickPick<ModelItem>(items, {
    title: isOfClasses ? "Which model classifies?" : "Which model is explained?",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  switch (chosen?.asks) {
    case undefined:
      return chosen?.source;
    case "folder": {
      const [folder] =
        (await vscode.window.showOpenDialog({
          canSelectFiles: false,
          canSelectFolders: true,
          openLabel: "Use This Model",
        })) ?? [];
      return folder?.fsPath;
    }
    case "hub":
      return vscode.window.showInputBox({
        title: "Hub id of the model",
        placeHolder: "owner/name",
        validateInput: (text) => (hubId.test(text) ? undefined : "Type it as owner/name."),
      });
  }
}

/** The weights of a hub model by their sizes: those that are here and those that are known; else the hub is asked. */
async function askForWeights(
  parts: ChoosingParts,
  source: string,
  here: CachedModel | undefined,
): Promise<Dtype | undefined> {
  const suggested = suggestedModels.find(({ id }) => id === source)?.weights;
  const known = suggested ?? here?.variants ?? (await offerOf(parts, source, "auto"))?.variants;
  if (!known) return undefined;
  const isComplete = suggested !== undefined || here === undefined;
  const title = `Which weights of ${source}?`;
  const ask = (items: WeightsItem[]) =>
    vscode.window.showQuickPick<WeightsItem>(items, { title, matchOnDetail: true });
  const chosen = await ask(weightsItems(known, here, isComplete));
  if (chosen?.asksHub !== true) return chosen?.dtype;
  const all = await offerOf(parts, source, "auto");
  return all && (await ask(weightsItems(all.variants, here, true)))?.dtype;
}

/** What a command's argument names: a source, or an object with one. */
export function givenModel(argument: unknown): GivenModel | undefined {
  if (typeof argument === "string") return { source: argument };
  if (typeof argument !== "object" || argument === null) return undefined;
  const { source, dtype, runsAgain, isWanted } = argument as Record<string, unknown>;
  if (typeof source !== "string") return undefined;
  const known = dtypes.find((own) => own === dtype);
  return {
    source,
    ...(known ? { dtype: known } : {}),
    runsAgain: runsAgain === true,
    isWanted: isWanted === true,
  };
}
