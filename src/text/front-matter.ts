import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { type PromptBlock, promptBlocks } from "./prompt-blocks.ts";
import type { Span } from "./span.ts";

export type { PromptBlock } from "./prompt-blocks.ts";

/** What the front matter of a prompt file asks for; a setting that it leaves out is the user's own. */
export interface PromptSettings {
  readonly model?: string;
  readonly system?: string;
  readonly frame?: "chat" | "raw";
  readonly method?: string;
  readonly baseline?: string;
  readonly maxNewTokens?: number;
  readonly temperature?: number;
  readonly granularity?: string;
  /** What the slots `{name}` of the prompt are filled with. */
  readonly values?: Readonly<Record<string, string>>;
  /** What an absent slot becomes: a text, or several that are sampled from. */
  readonly baselines?: Readonly<Record<string, string | readonly string[]>>;
  /** Texts in the prompt that are never perturbed. */
  readonly keep?: readonly string[];
  /** The answer to explain; absent: the model's own. */
  readonly target?: string;
  /** Texts in that answer that are explained by themselves too. */
  readonly parts?: readonly string[];
  /** What *Explain Classification* asks: a preset's name, a file, or a verbalizer as a file would have it. */
  readonly classes?: string | Readonly<Record<string, unknown>>;
}

export interface PromptFile {
  /** The prompts of the body, in order. */
  readonly blocks: readonly PromptBlock[];
  readonly settings: PromptSettings;
  /** Everything that is wrong with the front matter: sentences for the user, each naming its line. */
  readonly problems: readonly string[];
}

/**
 * Reads a prompt file: YAML between two `---` lines at its beginning, and the prompts after it. In
 * Markdown (`isMarkdown`) only fenced blocks marked `prompt` are prompts. Broken front matter is a
 * problem and sets nothing; the body is read all the same.
 */
export function readPromptFile(document: string, isMarkdown = false): PromptFile {
  const problems: string[] = [];
  const { matter, bodyStart } = findFrontMatter(document, problems);
  const settings = matter ? readSettings(document, matter, problems) : {};
  const body = { start: bodyStart, end: document.length };
  return { blocks: promptBlocks(document, body, isMarkdown), settings, problems };
}

function findFrontMatter(document: string, problems: string[]) {
  const start = document.startsWith("\ufeff") ? 1 : 0;
  const opening = /---[ \t]*(?:\r\n|\r|\n)/y;
  opening.lastIndex = start;
  const opened = opening.exec(document);
  if (!opened) return { bodyStart: start };
  const matterStart = start + opened[0].length;
  const closing = /^---[ \t]*(?:\r\n|\r|\n|$(?![\r\n]))/gm;
  closing.lastIndex = matterStart;
  const closed = closing.exec(document);
  if (closed) {
    const matter: Span = { start: matterStart, end: closed.index };
    return { matter, bodyStart: closed.index + closed[0].length };
  }
  // A lone --- can be a rule above prose; with a key below it, it was meant to open front matter.
  if (!/^[\w-]+:(?:\s|$)/.test(document.slice(matterStart, matterStart + 200)))
    return { bodyStart: start };
  problems.push(
    "Line 1: the front matter that --- opens has no closing --- line, so all of the file is read as the prompt. Close it with --- on a line of its own.",
  );
  return { bodyStart: start };
}

/** What each setting must be, in words and as a test. */
const settingForms: {
  readonly [K in keyof PromptSettings]-?: readonly [string, (value: unknown) => boolean];
} = {
  model: ["a model's name or folder", isText],
  system: ["a text", isString],
  frame: ['"chat" or "raw"', (value) => value === "chat" || value === "raw"],
  method: ["a method's name", isText],
  baseline: ["a baseline's name", isText],
  maxNewTokens: [
    "a whole number from 1 up",
    (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  ],
  temperature: [
    "a number from 0 up",
    (value) => typeof value === "number" && Number.isFinite(value) && value >= 0,
  ],
  granularity: ["a granularity's name", isText],
  values: ["a text for each slot, as name: text", (value) => isForEachSlot(value, isString)],
  baselines: [
    "a text or a list of texts for each slot",
    (value) => isForEachSlot(value, (each) => isString(each) || isTextList(each)),
  ],
  keep: ["a list of texts that stand in the prompt", isTextList],
  target: ["a text", isText],
  parts: ["a list of texts that stand in the answer", isTextList],
  classes: [
    "a preset's name, a file, or a verbalizer with its labels",
    (value) => isText(value) || isForEachSlot(value, () => true),
  ],
};

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isText(value: unknown): boolean {
  return isString(value) && value.trim() !== "";
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function isForEachSlot(value: unknown, isRight: (each: unknown) => boolean): boolean {
  const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMapping && Object.values(value).every(isRight);
}

function readSettings(document: string, matter: Span, problems: string[]): PromptSettings {
  const lineCounter = new LineCounter();
  const source = document.slice(matter.start, matter.end);
  const yaml = parseDocument(source, { lineCounter, prettyErrors: false, logLevel: "silent" });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line + 1;
  for (const error of yaml.errors)
    problems.push(
      `Line ${lineAt(error.pos[0])}: the front matter is not valid YAML. ${error.message}`,
    );
  if (yaml.errors.length > 0) return {};
  const map = yaml.contents;
  if (map === null || (isScalar(map) && map.value === null)) return {};
  if (!isMap(map)) {
    problems.push("Line 2: the front matter must be settings, each as key: value.");
    return {};
  }
  const settings: Record<string, unknown> = {};
  const take = (from: YAMLMap, key: string, setting: keyof PromptSettings) => {
    const pair = from.items.find((item) => isScalar(item.key) && item.key.value === key);
    const node = isAlias(pair?.value) ? pair.value.resolve(yaml) : pair?.value;
    if (!pair || !isNode(node) || (isScalar(node) && node.value === null)) return;
    if (setting === "model" && isMap(node) && isPromptyModel(node)) return takeParameters(node);
    const [form, isRight] = settingForms[setting];
    const value = isScalar(node) ? node.value : node.toJS(yaml);
    if (isRight(value)) settings[setting] = value;
    else {
      const line = lineAt((isNode(pair.key) && pair.key.range?.[0]) || 0);
      const given = isScalar(node) ? `, not ${JSON.stringify(node.value)}` : "";
      problems.push(`Line ${line}: "${key}" must be ${form}${given}.`);
    }
  };
  /** A `.prompty` file says of its (remote) model how long and how random the answer is to be. */
  const takeParameters = (model: YAMLMap) => {
    const parameters = model.get("parameters") ?? model.get("options");
    if (!isMap(parameters)) return;
    take(parameters, "max_tokens", "maxNewTokens");
    take(parameters, "temperature", "temperature");
  };
  for (const setting of Object.keys(settingForms) as (keyof PromptSettings)[])
    take(map, setting, setting);
  return settings;
}

function isPromptyModel(node: YAMLMap): boolean {
  return ["api", "configuration", "parameters", "provider", "options"].some((key) => node.has(key));
}
