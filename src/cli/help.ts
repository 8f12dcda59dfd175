import { benchNames } from "#protocol/bench";
import { type MethodId, methodIds, methodInfos } from "#protocol/methods";
import { type CommandName, laterOptions, type Option, options, optionsOf } from "./options.ts";

const summaries: Record<CommandName, string> = {
  explain: "scores for a prompt: which words drove the answer",
  generate: "what the model says",
  mask: "the answer without some words: difference and metrics",
  classify: "class probabilities, and which words speak for each class",
  evaluate: "methods compared over many prompts: the tables and figures of the papers",
  models: "the models that are here and suggested ones, what one is, and fetching one",
  bench: "speed and memory, as ratios",
};

const usages: Record<CommandName, string> = {
  explain: "promptlight explain  [PROMPT | --file F | - | --template F.json] [options]",
  generate: "promptlight generate [PROMPT | --file F | - | --template F.json] [options]",
  mask: "promptlight mask     [PROMPT | --file F | - | --template F.json] --indices 2,5 | --spans 10:16,30:37 | --top K [options]",
  classify:
    "promptlight classify [TEXT | --file F | -] --verbalizer F.json | --preset NAME [--template T] [--label NAME] [options]",
  evaluate:
    "promptlight evaluate [--prompts F.jsonl] [--method NAME]... [--task TASK] [--k 3] [--out FOLDER] [options]",
  models: "promptlight models   [list | info MODEL | download ID] [options]",
  bench: `promptlight bench    [engine | ${benchNames.join(" | ")}]... [options]`,
};

const exitCodes = "Exit codes: 0 done, 1 the run failed, 2 bad usage, 130 cancelled.";

const downloadNotes =
  "A download shows its progress, ends at Ctrl+C, goes on where it ended when it is asked for again, and is checked " +
  "against the hub's SHA-256. Models are kept in $XDG_CACHE_HOME/promptlight/models (~/.cache where that is not set). " +
  "HF_TOKEN opens gated models, HF_ENDPOINT names a mirror of the hub.";

/** The help of the program. */
export function generalHelp(): string {
  const names = Object.keys(summaries) as CommandName[];
  return [
    "Explains which words of a prompt drove a local language model's answer.",
    "",
    ...names.map((name) => usages[name]),
    "",
    ...names.map((name) => `  ${name.padEnd(10)}${summaries[name]}`),
    "",
    `Options of a command: promptlight COMMAND --help. Version: promptlight --version.`,
    exitCodes,
    "",
  ].join("\n");
}

/** The help of one command: every option with its values and default, and what is to come. */
export function commandHelp(command: CommandName): string {
  const lines = [usages[command], "", summaries[command], "", "Options"];
  for (const name of optionsOf(command)) {
    const { value, help, short }: Option = options[name];
    const head = `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`;
    lines.push(...entry(head, help));
  }
  if (command !== "generate" && command !== "models" && command !== "bench") {
    lines.push("", "Methods");
    for (const id of methodIds) lines.push(...entry(id, describe(id)));
    const later = Object.keys(laterOptions).map((name) => `--${name}`);
    lines.push("", "Not in this version", ...wrap(later.join(", "), 2));
  }
  if (command === "models") lines.push("", ...wrap(downloadNotes, 0));
  lines.push("", exitCodes, "");
  return lines.join("\n");
}

function describe(id: MethodId): string {
  return `${methodInfos[id].answers} Cost: ${methodInfos[id].cost}.`;
}

const helpColumn = 26;

function entry(head: string, help: string): string[] {
  const described = wrap(help, helpColumn);
  const indented = `  ${head}`;
  if (indented.length > helpColumn - 2) return [indented, ...described];
  return [indented.padEnd(helpColumn) + described[0]!.trimStart(), ...described.slice(1)];
}

/** Lines of at most 96 columns, indented. */
function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > 96) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  lines.push(line);
  return lines.map((each) => " ".repeat(indent) + each);
}
