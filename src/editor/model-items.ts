import * as vscode from "vscode";
import type { Dtype } from "#protocol/request";
import { memoryNeeded, type SuggestedModel, suggestedModels } from "#protocol/suggested-models";
import type { CachedModel } from "#protocol/worker-methods";
import { formatSize } from "#text/numbers";
import { bundledModels } from "./settings.ts";

/** A line of *Choose Model*: a model, or a way to name one. */
export interface ModelItem extends vscode.QuickPickItem {
  readonly source?: string;
  readonly asks?: "folder" | "hub";
}

/** Bundled, downloaded, suggested, and the ways to name another; the present one is marked. */
export function modelItems(
  current: string,
  cached: readonly CachedModel[],
  isOfClasses = false,
): ModelItem[] {
  const isCached = (id: string) => cached.some(({ source }) => source === id);
  // *Explain Generation* explains what a model generates: a masked model generates nothing.
  const fits = ({ kind }: Pick<SuggestedModel, "kind">) => isOfClasses || kind === "causal";
  const ofKind = suggestedModels.filter(fits);
  const masked = ofKind.filter(({ kind }) => kind === "masked");
  const suggested = [...masked, ...ofKind.filter(({ kind }) => kind === "causal")].filter(
    ({ id }) => !isCached(id),
  );
  const items: ModelItem[] = [
    separator("bundled"),
    ...(isOfClasses ? [bundledMasked] : []),
    bundledCausal,
    ...(cached.length > 0 ? [separator("downloaded"), ...cached.map(cachedItem)] : []),
    ...(suggested.length > 0 ? [separator("suggested"), ...suggested.map(suggestedItem)] : []),
    separator("others"),
    {
      asks: "folder",
      label: "$(folder-opened) A folder…",
      detail:
        "A model on this machine in the transformers.js layout: config.json, tokenizer.json, onnx/model.onnx.",
    },
    {
      asks: "hub",
      label: "$(cloud-download) A hub id…",
      detail: "Downloaded once, then used offline: such as HuggingFaceTB/SmolLM2-135M-Instruct.",
    },
  ];
  if (!items.some(({ source }) => source === current))
    items.splice(2, 0, { source: current, label: current });
  return items.map((item) =>
    item.source === current
      ? { ...item, description: `${item.description ?? ""} (now)`.trim() }
      : item,
  );
}

const bundledMasked: ModelItem = {
  source: bundledModels.masked,
  label: bundledModels.masked,
  description: "bundled, 3 MB",
  detail: "Fills <mask>: reviews, news, questions and descriptions; runs everywhere, at once.",
};
const bundledCausal: ModelItem = {
  source: bundledModels.causal,
  label: bundledModels.causal,
  description: "bundled, 6 MB",
  detail: "Short stories, extraction, sentiment and topics; runs everywhere, at once.",
};

function separator(label: string): ModelItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function cachedItem({ source, variants }: CachedModel): ModelItem {
  const known = suggestedModels.find(({ id }) => id === source);
  const weights = variants.map(({ dtype, bytes }) => `${dtype} ${formatSize(bytes)}`).join(", ");
  return {
    source,
    label: known?.name ?? source,
    description: `${weights}, works offline`,
    ...(known ? { detail: `${known.suits} ${source}` } : {}),
  };
}

function suggestedItem({ id, name, suits, licence, weights }: SuggestedModel): ModelItem {
  return {
    source: id,
    label: name,
    description: `${sizes(weights)} · ${licence}`,
    detail: `${suits} ${id}`,
  };
}

/** From the smallest to the largest of the known sizes: `118 MB to 540 MB`. */
function sizes(weights: SuggestedModel["weights"]): string {
  const known = weights.flatMap(({ bytes }) => bytes ?? []);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least === most ? formatSize(least) : `${formatSize(least)} to ${formatSize(most)}`;
}

/** A line of the weights of a model, or the way to see all of them. */
export interface WeightsItem extends vscode.QuickPickItem {
  readonly dtype?: Dtype;
  readonly asksHub?: boolean;
}

interface KnownWeights {
  readonly dtype: Exclude<Dtype, "auto">;
  readonly bytes?: number;
  readonly isApproximate?: true;
}

/** The known weights with their sizes, those that are here marked; `isComplete`: the hub has no others. */
export function weightsItems(
  known: readonly KnownWeights[],
  here: CachedModel | undefined,
  isComplete: boolean,
): WeightsItem[] {
  const listed = known.map(({ dtype, bytes, isApproximate }): WeightsItem => {
    const own = here?.variants.find((variant) => variant.dtype === dtype);
    return {
      dtype,
      label: dtype,
      description: sizeWords(own?.bytes ?? bytes, own === undefined && isApproximate === true),
      detail: own ? `${dtypeWords[dtype]} Downloaded.` : dtypeWords[dtype],
    };
  });
  const more = { asksHub: true, label: "$(cloud-download) Other weights…" };
  return isComplete ? listed : [...listed, more];
}

function sizeWords(bytes: number | undefined, isApproximate: boolean): string {
  if (!bytes) return "the size is asked before the download";
  const about = isApproximate ? "about " : "";
  return `${about}${formatSize(bytes)}, takes about ${formatSize(memoryNeeded(bytes))} of memory`;
}

const dtypeWords: Readonly<Record<Exclude<Dtype, "auto">, string>> = {
  fp32: "Exact: as it was trained.",
  fp16: "Half the size; scores differ in the third digit.",
  q8: "8 bits a weight: small and quick on a CPU; has no gradients.",
  int8: "8 bits a weight: small and quick on a CPU; has no gradients.",
  uint8: "8 bits a weight: small and quick on a CPU; has no gradients.",
  q4: "4 bits a weight: scores are those of a coarser model.",
  q4f16: "4 bits a weight, the rest in half precision: the smallest.",
  bnb4: "4 bits a weight: scores are those of a coarser model.",
};
