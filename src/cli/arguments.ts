import { type BenchName, benchNames } from "#protocol/bench";
import { evaluationOf } from "./evaluate-arguments.ts";
import { GivenOptions } from "./given-options.ts";
import { commandHelp, generalHelp } from "./help.ts";
import {
  formats,
  type InputArgument,
  type Invocation,
  type OutputArguments,
  type UnreadExplain,
} from "./invocation.ts";
import { nonEmpty, parseChoice } from "./option-values.ts";
import { type CommandName, commands } from "./options.ts";
import {
  classifyRequest,
  explainRequest,
  maskRequest,
  minimalRequest,
} from "./request-arguments.ts";
import { generateRequest, modelOf, taskRequest } from "./task-arguments.ts";
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

/** What positions predict on the way, where that is asked for; else scores. */
function lensOr(given: GivenOptions, request: UnreadExplain, output: OutputArguments): Invocation {
  if (!given.has("lens")) return { kind: "explain", request, output };
  const { format } = output;
  if (format !== "text" && format !== "json")
    throw usageError(`--lens has no --format ${format}.`, "Available: text, json.");
  return { kind: "lens", request, output };
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
