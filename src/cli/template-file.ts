import type { TemplateChoice } from "#protocol/request";
import { fillTemplate } from "#text/template";
import { parseJson } from "./option-values.ts";
import { usageError } from "./usage.ts";

const example =
  'Write it like {"template": "{name} lives in {city}", "values": {"name": "Dave", "city": "Palm Coast"}}.';

/**
 * The template of a `--template` file and the text that it makes. Lists of values and baselines
 * belong to positional slots `{}`, named "0", "1", ... in order; a missing baseline is "".
 */
export function parseTemplateFile(path: string, json: string): { text: string } & TemplateChoice {
  const fail = (what: string) => usageError(`--template ${path}: ${what}`, example);
  const file = parseJson(json);
  if (!isRecord(file)) throw fail("this is not a JSON object.");
  const unknown = Object.keys(file).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw fail(`"${unknown}" is unknown.`);
  const { template } = file;
  if (typeof template !== "string") throw fail('"template" is missing or not a text.');
  const values = textsOf(file.values);
  if (!values) throw fail('"values" is missing or not an object or list of texts.');
  const given = baselinesOf(file.baselines ?? {});
  if (!given) throw fail('"baselines" is not an object or list of texts, or of lists of texts.');

  const { text, slots, missing, unused } = fillTemplate(template, values);
  if (missing.length > 0) throw fail(`"values" has nothing for {${missing.join("}, {")}}.`);
  if (slots.length === 0) throw fail("the template has no slot.");
  const names = slots.map((slot) => slot.name);
  const stray = [...unused, ...Object.keys(given).filter((name) => !names.includes(name))];
  if (stray.length > 0) throw fail(`the template has no slot {${stray.join("}, {")}}.`);
  const baselines = Object.fromEntries(names.map((name) => [name, given[name] ?? ""]));
  return { text, template, values, baselines };
}

const keys = ["template", "values", "baselines"];

/** Texts by name; a list counts from "0". Undefined when something in it is not a text. */
function textsOf(value: unknown): Record<string, string> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const texts: [string, unknown][] = Object.entries(value);
  return texts.every((each): each is [string, string] => typeof each[1] === "string")
    ? Object.fromEntries(texts)
    : undefined;
}

/** The same, where a list of texts is one too: the slot becomes each of them in turn. */
function baselinesOf(value: unknown): Record<string, string | readonly string[]> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const baselines = Object.entries(value);
  const isText = (each: unknown): each is string => typeof each === "string";
  const isBaseline = (each: unknown) =>
    isText(each) || (Array.isArray(each) && each.length > 0 && each.every(isText));
  return baselines.every(([, each]) => isBaseline(each))
    ? Object.fromEntries(baselines)
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
