import type { ModelInfo } from "#protocol/worker-methods";
import { textTable } from "./text-table.ts";

/** The models that are here, one a line. */
export function modelsText(models: readonly ModelInfo[]): string {
  const lines = textTable(
    [
      { head: "Model", align: "left" },
      { head: "Architecture", align: "left" },
      { head: "Context", align: "right" },
      { head: "Chat", align: "left" },
      { head: "Weights", align: "left" },
    ],
    models.map((model) => [
      model.name,
      model.architecture,
      String(model.contextTokenCount),
      model.hasChatTemplate ? "yes" : "no",
      variantsText(model),
    ]),
  );
  return `${lines.join("\n")}\n`;
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

function variantsText({ variants }: ModelInfo): string {
  return variants.map(({ dtype, bytes }) => `${dtype} ${sizeText(bytes)}`).join(", ");
}

function sizeText(bytes: number): string {
  return `${Number((bytes / 1e6).toPrecision(3))} MB`;
}
