import { classPresetIds } from "#protocol/class-presets";
import { type MaskRequest, steeringWays } from "#protocol/request";
import type { GivenOptions } from "./given-options.ts";
import type {
  ClassArgument,
  MaskedArgument,
  OutputArguments,
  UnreadExplain,
  UnreadMask,
  UnreadMinimal,
} from "./invocation.ts";
import { comparedOf, methodOf, methodOptionNames } from "./method-arguments.ts";
import {
  nonEmpty,
  parseChoice,
  parseCount,
  parseIntegers,
  parseSpans,
  parseSteeredSpans,
  presetOf,
} from "./option-values.ts";
import type { OptionName } from "./options.ts";
import { inputOf, taskRequest } from "./task-arguments.ts";
import { usageError } from "./usage.ts";

export function explainRequest(given: GivenOptions): UnreadExplain {
  const task = {
    ...taskRequest(given),
    ...methodOf(given),
    ...comparedOf(given),
    perToken: given.has("per-token"),
  };
  if (given.has("verbalizer")) return { ...task, classes: classesOf(given, {}) };
  if (given.has("label")) throw usageError("--label needs classes.", "Add --verbalizer F.json.");
  if ([task.method, ...(task.compared ?? [])].includes("prompt-explainer"))
    throw usageError("The method prompt-explainer needs classes.", "Add --verbalizer F.json.");
  return task;
}

export function classifyRequest(
  given: GivenOptions,
  input = inputOf(given, { hasTemplateFile: false }),
): UnreadExplain {
  if (!given.only(["verbalizer", "preset"]))
    throw usageError(
      "classify needs the words of the classes.",
      `Add --verbalizer F.json, or --preset ${classPresetIds.join("|")}.`,
    );
  return {
    ...taskRequest(given, input),
    ...methodOf(given, "prompt-explainer"),
    ...comparedOf(given),
    perToken: false,
    classes: classesOf(given, given.property("template", "template", nonEmpty("template"))),
  };
}

function classesOf(given: GivenOptions, template: { template?: string }): ClassArgument {
  const preset = given.text("preset");
  const words =
    preset === undefined
      ? { verbalizerPath: nonEmpty("verbalizer")(given.text("verbalizer")!), ...template }
      : presetOf(preset, template.template);
  return {
    ...words,
    ...given.property("label", "label", nonEmpty("label")),
    ...given.property("versus", "versus", nonEmpty("versus")),
  };
}

export function minimalRequest(given: GivenOptions, { format }: OutputArguments): UnreadMinimal {
  const own: readonly OptionName[] = ["evaluations"];
  const stray = [...methodOptionNames, ...targetOptionNames].find(
    (name) => given.has(name) && !own.includes(name),
  );
  if (stray)
    throw usageError(
      `--${stray} has no part in --minimal, which asks for the greedy answer.`,
      "Leave one of them out.",
    );
  if (format !== "text" && format !== "json")
    throw usageError(`--minimal has no --format ${format}.`, "Available: text, json.");
  return {
    ...taskRequest(given),
    ...given.property("evaluations", "evaluations", (text) => parseCount("evaluations", text, 1)),
  };
}

/** What is explained and how: no question of the minimal prompt. */
const targetOptionNames = [
  "compare",
  ...["target", "target-ids", "target-span", "value", "versus"],
  ...["baseline", "per-token", "coarse-to-fine", "temperature"],
] as readonly OptionName[];

export function maskRequest(given: GivenOptions): UnreadMask {
  const scoreOnly = given.has("score-only");
  const randomSets = given.text("random-sets");
  return {
    ...taskRequest(given),
    masked: maskedOf(given),
    ...steeringOf(given),
    scoreOnly,
    ...given.property("embedder", "embedder", nonEmpty("embedder")),
    randomSetCount:
      randomSets === undefined ? (scoreOnly ? 0 : 20) : parseCount("random-sets", randomSets, 0),
  };
}

function steeringOf(given: GivenOptions): Pick<MaskRequest, "steering"> {
  const text = given.text("steer");
  const by = given.text("by");
  if (text === undefined && by === undefined) return {};
  if (text === undefined)
    throw usageError("--by is for --steer.", "Add --steer 10:16=0.5, or leave --by out.");
  const way = by === undefined ? "attention" : parseChoice("by", by, steeringWays);
  return { steering: { way, spans: parseSteeredSpans("steer", text) } };
}

function maskedOf(given: GivenOptions): MaskedArgument {
  const chosen = given.only(["indices", "spans", "top"]);
  const text = chosen && given.text(chosen)!;
  if (text !== undefined && chosen === "top")
    return { top: parseCount("top", text, 1), ...methodOf(given) };
  for (const name of [...methodOptionNames, "value", "versus", "coarse-to-fine"] as const)
    if (given.has(name))
      throw usageError(`--${name} is for --top.`, `Add --top K, or leave --${name} out.`);
  // An empty list is a question too: what the target is worth with nothing masked.
  if (chosen === "indices") return { indices: text === "" ? [] : parseIntegers(chosen, text!) };
  if (chosen === "spans") return { spans: parseSpans(chosen, text!) };
  if (given.has("steer")) return { indices: [] };
  throw usageError(
    "Nothing to mask is given.",
    "Add --indices 2,5, --spans 10:16, --top K, or --steer 10:16=0.5.",
  );
}
