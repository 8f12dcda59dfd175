import { memoryNeeded, type SuggestedModel } from "#protocol/suggested-models";
import type { CachedModel, ModelInfo } from "#protocol/worker-methods";
import { formatSize } from "#text/numbers";
import { type Column, textTable } from "./text-table.ts";

export interface ModelLists {
  /** Bundled ones. */
  readonly models: readonly ModelInfo[];
  readonly suggested: readonly SuggestedModel[];
  /** Fetched from the hub and whole. */
  readonly cached: readonly CachedModel[];
}

/** The models that are here, one a line, and those that could be. */
export function modelsText({ models, suggested, cached }: ModelLists): string {
  const others = cached.filter(({ source }) => !suggested.some(({ id }) => id === source));
  return [
    ...textTable(bundledColumns, models.map(bundledRow)),
    "",
    ...textTable(
      hubColumns,
      suggested.flatMap((model) => suggestedRows(model, cached)),
    ),
    ...(others.length > 0 ? ["", ...textTable(cachedColumns, others.map(cachedRow))] : []),
    "",
    "Weights of a suggested model: promptlight models download ID --dtype DTYPE. ~: about.",
    "",
  ].join("\n");
}

const left = (head: string): Column => ({ head, align: "left" });
const right = (head: string): Column => ({ head, align: "right" });

const bundledColumns = [
  left("Bundled"),
  left("Architecture"),
  right("Context"),
  left("Chat"),
  left("Weights"),
];

function bundledRow(model: ModelInfo): string[] {
  return [
    model.name,
    model.architecture,
    String(model.contextTokenCount),
    model.hasChatTemplate ? "yes" : "no",
    variantsText(model),
  ];
}

const hubColumns = [
  left("Suggested"),
  left("Kind"),
  left("Weights"),
  right("Size"),
  right("Memory"),
  left("Here"),
  left("Licence"),
];

/** A line for each dtype; what is said of the model stands in the first. */
function suggestedRows(model: SuggestedModel, cached: readonly CachedModel[]): string[][] {
  const here = cached.find(({ source }) => source === model.id)?.variants ?? [];
  return model.weights.map(({ dtype, bytes, isApproximate }, index) => {
    const own = here.find((variant) => variant.dtype === dtype);
    const known = own?.bytes ?? bytes;
    const about = !own && isApproximate ? "~" : "";
    const isFirst = index === 0;
    return [
      isFirst ? model.id : "",
      isFirst ? model.kind : "",
      dtype,
      known === undefined ? "" : about + formatSize(known),
      known === undefined ? "" : about + formatSize(memoryNeeded(known)),
      own ? "yes" : "",
      isFirst ? model.licence : "",
    ];
  });
}

const cachedColumns = [left("Also here"), left("Weights")];

function cachedRow(model: CachedModel): string[] {
  return [model.source, variantsText(model)];
}

/** What a download has brought, and where it lies. */
export function downloadedText(model: CachedModel): string {
  return `${model.source}: ${variantsText(model)}, in ${model.folder}\n`;
}

/** What one model is. */
export function modelText(model: ModelInfo): string {
  const rows = [
    ["Name", model.name],
    ["Source", model.source],
    ["Architecture", model.architecture],
    ["Context", `${model.contextTokenCount} tokens`],
    ["Chat template", model.hasChatTemplate ? "yes" : "no"],
    ["Weights", variantsText(model)],
    ["Device", model.device],
    ...model.deviceNotes.map((note) => ["", note]),
  ];
  return rows.map(([name, value]) => `${name!.padEnd(14)}${value}\n`).join("");
}

function variantsText({
  variants,
}: {
  readonly variants: readonly { readonly dtype: string; readonly bytes: number }[];
}): string {
  return variants.map(({ dtype, bytes }) => `${dtype} ${formatSize(bytes)}`).join(", ");
}
