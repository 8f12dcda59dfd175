import { type BenchName, benchNames } from "#protocol/bench";
import { classPresetIds } from "#protocol/class-presets";
import {
  devices,
  dtypes,
  granularities,
  type MaskRequest,
  steeringWays,
  type TargetChoice,
  type TaskRequest,
  type ValueKind,
  values,
} from "#protocol/request";
import { evaluationOf } from "./evaluate-arguments.ts";
import { GivenOptions } from "./given-options.ts";
import { commandHelp, generalHelp } from "./help.ts";
import {
  type ClassArgument,
  formats,
  type InputArgument,
  type Invocation,
  type MaskedArgument,
  type ModelArgument,
  type OutputArguments,
  type UnreadExplain,
  type UnreadGenerate,
  type UnreadMask,
  type UnreadMinimal,
  type UnreadTask,
} from "./invocation.ts";
import { comparedOf, methodOf, methodOptionNames } from "./method-arguments.ts";
import {
  parseAmount,
  parseBaseline,
  parseChoice,
  parseCount,
  parseGroups,
  parseIntegers,
  parseShare,
  parseSpans,
  parseSteeredSpans,
  presetOf,
} from "./option-values.ts";
import { type CommandName, commands, type OptionName } from "./options.ts";
import { didYouMean, usageError } from "./usage.ts";

/** The request that `argv`, without the program's name, stands for; throws ExplainError `invalid-option`. */
export function parseArguments(argv: readonly string[]): Invocation {
  const [name, ...rest] = argv;
  if (name === undefined) throw usageError("No command is given.", commandsRemedy);
  if (name === "--help" || name === "-h" || name === "help") return helpOf(rest[0]);
  if (name === "--version" || name === "-V") return { kind: "version" };
  const command = parseCommand(name);
  const given = new GivenOptions(command, rest);
  if (given.has("help")) return { kind: "print", text: commandHelp(command) };
  const output = outputOf(given, command);
  switch (command) {
    case "explain":
      if (given.has("minimal"))
        return { kind: "minimise", request: minimalRequest(given, output), output };
      return lensOr(given, explainRequest(given), output);
    case "generate":
      return { kind: "generate", request: generateRequest(given), output };
    case "mask":
      return { kind: "mask", request: maskRequest(given), output };
    case "classify":
      return given.has("prompts")
        ? batchOf(given, output)
        : lensOr(given, classifyRequest(given), output);
    case "evaluate": {
      const request = taskRequest(given, { kind: "text", text: "" });
      return { kind: "evaluate", request: evaluationOf(given, request), output };
    }
    case "models":
      return modelsInvocation(given, output);
    case "bench":
      return benchInvocation(given, output);
  }
}

const commandsRemedy = `Commands: ${commands.join(", ")}. See promptlight --help.`;

function helpOf(name: string | undefined): Invocation {
  const text = name === undefined ? generalHelp() : commandHelp(parseCommand(name));
  return { kind: "print", text };
}

function parseCommand(name: string): CommandName {
  const command = commands.find((each) => each === name);
  if (command !== undefined) return command;
  throw usageError(
    name.startsWith("-") ? `${name} stands before a command.` : `Unknown command ${name}.`,
    didYouMean(name, commands, commandsRemedy),
  );
}

function outputOf(given: GivenOptions, command: CommandName): OutputArguments {
  const available = formats.filter(
    (format) => command === "explain" || format === "text" || format === "json",
  );
  const text = given.text("format") ?? "text";
  const unavailable = formats.find((each) => each === text && !available.includes(each));
  if (unavailable)
    throw usageError(`${command} has no --format ${text}.`, `Available: ${available.join(", ")}.`);
  return {
    format: parseChoice("format", text, available),
    isQuiet: given.has("quiet"),
    ...given.property("out", "out", nonEmpty("out")),
  };
}

function nonEmpty(name: string): (text: string) => string {
  return (text) => {
    if (text === "") throw usageError(`--${name} is empty.`, `Write --${name} with a value.`);
    return text;
  };
}

function modelOf(given: GivenOptions): ModelArgument {
  return {
    ...given.property("source", "model", nonEmpty("model")),
    dtype: parseChoice("dtype", given.text("dtype") ?? "auto", dtypes),
    device: parseChoice("device", given.text("device") ?? "auto", devices),
    ...given.property("threadCount", "threads", (text) => parseCount("threads", text, 1)),
  };
}

function inputOf(given: GivenOptions, { hasTemplateFile = true } = {}): InputArgument {
  const [word, second] = given.words;
  if (second !== undefined)
    throw usageError(
      `There is more than one prompt: ${JSON.stringify(word)} and ${JSON.stringify(second)}.`,
      "Put the prompt in quotes.",
    );
  const named = given.only(hasTemplateFile ? ["file", "template"] : ["file"]);
  if (word !== undefined && named)
    throw usageError(
      `There is more than one prompt: ${JSON.stringify(word)} and --${named}.`,
      "Leave one of them out.",
    );
  if (word === "-" || given.text("file") === "-") return { kind: "stdin" };
  if (named === "file") return { kind: "file", path: nonEmpty("file")(given.text("file")!) };
  if (named) return { kind: "template", path: nonEmpty("template")(given.text("template")!) };
  if (word !== undefined) return { kind: "text", text: word };
  throw usageError(
    "No prompt is given.",
    "Add PROMPT in quotes, --file F, or - for standard input.",
  );
}

function generateRequest(given: GivenOptions, input = inputOf(given)): UnreadGenerate {
  const frame = given.only(["chat", "raw"]);
  if (frame === "raw" && given.has("system"))
    throw usageError("--system needs a chat, and --raw has none.", "Leave one of them out.");
  const seed = parseCount("seed", given.text("seed") ?? "0", 0);
  return {
    model: modelOf(given),
    input,
    prompt: {
      frame: frame === "chat" || frame === "raw" ? frame : "auto",
      ...given.property("system", "system", String),
    },
    tooLong: parseChoice("too-long", given.text("too-long") ?? "fail", [
      "fail",
      "keep-start",
      "keep-end",
    ]),
    generation: {
      maxNewTokens: parseCount("max-new-tokens", given.text("max-new-tokens") ?? "64", 1),
      temperature: parseAmount("temperature", given.text("temperature") ?? "0"),
      ...given.property("topK", "top-k", (text) => parseCount("top-k", text, 1)),
      ...given.property("topP", "top-p", (text) => parseShare("top-p", text)),
      seed,
    },
  };
}

function taskRequest(given: GivenOptions, input = inputOf(given)): UnreadTask {
  const generate = generateRequest(given, input);
  given.only(["target", "target-ids"]);
  const granularity = given.property("granularity", "features", (text) =>
    parseChoice("features", text, granularities),
  );
  if (granularity.granularity === "slot" && generate.input.kind !== "template")
    throw usageError("--features slot needs a template.", "Add --template F.json.");
  if (given.has("raw-tokens") && granularity.granularity !== "token")
    throw usageError("--raw-tokens is for tokens.", "Add --features token.");
  return {
    ...generate,
    features: {
      ...granularity,
      ...given.property("groups", "groups", (text) => parseGroups("groups", text)),
      ...given.property("keep", "keep", (text) => parseSpans("keep", text)),
      ...given.flag("includeSpecial", "include-special"),
      ...given.flag("rawTokens", "raw-tokens"),
      ...given.property("marks", "marks", (text) =>
        parseSpans("marks", text).map((span) => [span]),
      ),
      ...given.flag("coarseToFine", "coarse-to-fine"),
    },
    ...given.property("baseline", "baseline", parseBaseline),
    target: {
      ...given.property("text", "target", nonEmpty("target")),
      ...given.property("ids", "target-ids", (text) => parseIntegers("target-ids", text)),
      ...targetSpans(given.texts("target-span")),
    },
    ...valueChoice(given),
    seed: generate.generation.seed,
  };
}

/** One stretch is what is explained; several are explained each by itself, beside the whole. */
function targetSpans(texts: readonly string[]): Pick<TargetChoice, "span" | "parts"> {
  const spans = texts.flatMap((text) => parseSpans("target-span", text));
  return spans.length > 1 ? { parts: spans } : spans[0] ? { span: spans[0] } : {};
}

function valueChoice(given: GivenOptions): Pick<TaskRequest, "value" | "versus"> {
  const value = parseChoice("value", given.text("value") ?? defaultValue(given), values);
  const versus = given.property("versus", "versus", nonEmpty("versus"));
  // a class is set against the likeliest other where none is named
  const hasDefault = given.has("verbalizer") || given.has("preset");
  if (value === "contrast" ? !hasDefault && !versus.versus : versus.versus !== undefined)
    throw usageError(
      value === "contrast"
        ? "--value contrast needs a text to contrast with."
        : "--versus is for --value contrast.",
      "Write --value contrast --versus TEXT.",
    );
  return { value, ...versus };
}

function defaultValue(given: GivenOptions): ValueKind {
  return given.has("versus") ? "contrast" : "log-prob";
}

function explainRequest(given: GivenOptions): UnreadExplain {
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

/** The classes of every text of a file. */
function batchOf(given: GivenOptions, output: OutputArguments): Invocation {
  const stray = (["file", "lens", "compare"] as const).find((name) => given.has(name));
  if (stray || given.words.length > 0)
    throw usageError(
      `--prompts names the texts, so there is no ${stray ? `--${stray}` : "text"} beside it.`,
      "Leave one of them out.",
    );
  if (given.has("format") && output.format !== "json")
    throw usageError(`--prompts has no --format ${output.format}.`, "Available: json.");
  const path = nonEmpty("prompts")(given.text("prompts")!);
  return { kind: "classify-all", path, request: classifyRequest(given, noText), output };
}

const noText: InputArgument = { kind: "text", text: "" };

function classifyRequest(
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

/** What positions predict on the way, where that is asked for; else scores. */
function lensOr(given: GivenOptions, request: UnreadExplain, output: OutputArguments): Invocation {
  if (!given.has("lens")) return { kind: "explain", request, output };
  const { format } = output;
  if (format !== "text" && format !== "json")
    throw usageError(`--lens has no --format ${format}.`, "Available: text, json.");
  return { kind: "lens", request, output };
}

function minimalRequest(given: GivenOptions, { format }: OutputArguments): UnreadMinimal {
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

function maskRequest(given: GivenOptions): UnreadMask {
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

function modelsInvocation(given: GivenOptions, output: OutputArguments): Invocation {
  const [what = "list", source, ...more] = given.words;
  const see = "Available: list, info MODEL, download ID.";
  const known = (["list", "info", "download"] as const).find((name) => name === what);
  if (known === undefined)
    throw usageError(
      `models does not know ${what}.`,
      didYouMean(what, ["list", "info", "download"], see),
    );
  const extra = known === "list" ? source : more[0];
  if (extra !== undefined) throw usageError(`models ${known} does not take ${extra}.`, see);
  const model = modelOf(given);
  if (known === "list") return { kind: "models-list", model, output };
  const argument = known === "info" ? "MODEL" : "ID";
  if (!source)
    throw usageError(`models ${known} needs a model.`, `Write models ${known} ${argument}.`);
  return { kind: `models-${known}`, model: { ...model, source }, output };
}

/** Every figure where none is named; those of the engine are all there are so far. */
function benchInvocation(given: GivenOptions, output: OutputArguments): Invocation {
  const names = given.words.flatMap((word): readonly BenchName[] => {
    if (word === "engine") return benchNames;
    const known = benchNames.find((name) => name === word);
    if (known) return [known];
    const all = ["engine", ...benchNames];
    throw usageError(
      `bench does not know ${word}.`,
      didYouMean(word, all, `Available: ${all.join(", ")}.`),
    );
  });
  const folder = given.property("folder", "folder", nonEmpty("folder"));
  return { kind: "bench", names: names.length > 0 ? names : benchNames, ...folder, output };
}
