import * as vscode from "vscode";
import type { Call } from "#protocol/channel";
import { progressWords } from "#protocol/progress-words";
import type { Dtype } from "#protocol/request";
import { memoryNeeded, suggestedModels } from "#protocol/suggested-models";
import type { CachedModel, DownloadOffer, WorkerMethods } from "#protocol/worker-methods";
import { formatSize } from "#text/numbers";
import { modelName } from "./run.ts";
import type { Settings } from "./settings.ts";

/** What choosing and fetching a model need. */
export interface ChoosingParts {
  readonly settings: Settings;
  readonly call: Call<WorkerMethods>;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Asks with the size first, then fetches a hub model with progress and a way to cancel. Resolves to whether it is
 * here now. Throws ExplainError.
 */
export async function downloadModel(
  parts: ChoosingParts,
  { source, dtype, ...wanted }: { source: string; dtype: Dtype; isWanted: boolean },
): Promise<boolean> {
  const offer = await offerOf(parts, source, dtype);
  const variant = offer?.variants.find((own) => own.dtype === offer.chosen);
  if (!offer || !variant) return false;
  if (variant.isHere) return true;
  if (!wanted.isWanted && !(await isAgreedTo(offer, variant))) return false;
  const { log } = parts;
  const what = `${source} (${variant.dtype}, ${formatSize(variant.bytes)})`;
  log.info(`Downloading ${what} from ${offer.host} to ${offer.folder}.`);
  const began = Date.now();
  const { downloaded, last } = await fetchModel(parts, source, variant.dtype);
  if (downloaded) {
    log.info(`Downloaded ${what} in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
    return true;
  }
  log.info(`The download of ${what} was cancelled${last === "" ? "" : ` at ${last}`}.`);
  void goOnLater(source, variant.dtype, last);
  return false;
}

/** What the hub has of a model; undefined where the user did not wait for the answer. Throws ExplainError. */
export async function offerOf({ settings, call }: ChoosingParts, source: string, dtype: Dtype) {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: `Asking the hub about ${source}`,
    },
    async (_, token): Promise<DownloadOffer | undefined> => {
      const choice = settings.modelChoice(source, dtype);
      for await (const offer of call("describeDownload", choice, signalOf(token))) return offer;
      return undefined;
    },
  );
}

async function isAgreedTo(
  { source, host, folder }: DownloadOffer,
  { dtype, bytes }: DownloadOffer["variants"][number],
): Promise<boolean> {
  const licence = suggestedModels.find(({ id }) => id === source)?.licence;
  const size = bytes > 0 ? `${formatSize(bytes)} ` : "";
  const detail = [
    `${dtype} weights: ${size}from ${host}, to ${folder}.`,
    ...(bytes > 0 ? [`Runs take about ${formatSize(memoryNeeded(bytes))} of memory.`] : []),
    ...(licence ? [`Licence: ${licence}.`] : []),
    "What is broken off goes on where it ended.",
  ].join(" ");
  const yes = "Download";
  const answer = await vscode.window.showInformationMessage(
    `Download ${modelName(source)}?`,
    { modal: true, detail },
    yes,
  );
  return answer === yes;
}

interface Fetched {
  readonly downloaded?: CachedModel;
  /** How far it came, in words. */
  readonly last: string;
}

function fetchModel({ settings, call }: ChoosingParts, source: string, dtype: Dtype) {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: `Downloading ${modelName(source)}`,
    },
    async (notification, token): Promise<Fetched> => {
      const choice = settings.modelChoice(source, dtype);
      let last = "";
      let shown = 0;
      for await (const step of call("downloadModel", choice, signalOf(token))) {
        const { progress, downloaded } = step;
        if (downloaded) return { downloaded, last };
        const { done, total } = progress;
        last = progressWords(progress, modelName(source), false).rest;
        const share = total ? (100 * done) / total : 0;
        notification.report({ message: last, increment: Math.max(0, share - shown) });
        shown = Math.max(shown, share);
      }
      return { last };
    },
  );
}

async function goOnLater(source: string, dtype: Dtype, last: string): Promise<void> {
  const goOn = "Continue";
  const kept = last === "" ? "What has arrived is kept" : `${last} are kept`;
  const answer = await vscode.window.showInformationMessage(
    `The download of ${modelName(source)} was cancelled. ${kept}.`,
    goOn,
  );
  if (answer === goOn)
    await vscode.commands.executeCommand("promptlight.chooseModel", {
      source,
      dtype,
      isWanted: true,
    });
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
