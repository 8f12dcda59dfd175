import {
  devices,
  dtypes,
  granularities,
  type TargetChoice,
  type TaskRequest,
  type ValueKind,
  values,
} from "#protocol/request";
import type { GivenOptions } from "./given-options.ts";
import type { InputArgument, ModelArgument, UnreadGenerate, UnreadTask } from "./invocation.ts";
import {
  nonEmpty,
  parseAmount,
  parseBaseline,
  parseChoice,
  parseCount,
  parseGroups,
  parseIntegers,
  parseShare,
  parseSpans,
} from "./option-values.ts";
import { usageError } from "./usage.ts";

export function modelOf(given: GivenOptions): ModelArgument {
  return {
    ...given.property("source", "model", nonEmpty("model")),
    dtype: parseChoice("dtype", given.text("dtype") ?? "auto", dtypes),
    device: parseChoice("device", given.text("device") ?? "auto", devices),
    ...given.property("threadCount", "threads", (text) => parseCount("threads", text, 1)),
  };
}

export function inputOf(given: GivenOptions, { hasTemplateFile = true } = {}): InputArgument {
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

export function generateRequest(given: GivenOptions, input = inputOf(given)): UnreadGenerate {
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

export function taskRequest(given: GivenOptions, input = inputOf(given)): UnreadTask {
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
