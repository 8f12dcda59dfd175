import type { TemplateChoice } from "#protocol/request";
import { parseJson } from "./option-values.ts";
import { usageError } from "./usage.ts";

const slotPattern = /\{([\p{L}_][\p{L}\p{N}_-]*|\d*)\}/gu;
const example =
  'Write it like {"template": "{name} lives in {city}", "values": {"name": "Dave", "city": "Palm Coast"}}.';

/**
 * The template of a `--template` file and the text it makes. Positional slots `{}` get the names
 * "0", "1", ... in order, and lists of values and baselines count the same way; a missing baseline is "".
 */
export function parseTemplateFile(path: string, json: string): { text: string } & TemplateChoice {
  const fail = (what: string) => usageError(`--template ${path}: ${what}`, example);
  const file = parseJson(json);
  if (!isRecord(file)) throw fail("this is not a JSON object.");
  for (const key of Object.keys(file))
    if (!["template", "values", "baselines"].includes(key)) throw fail(`"${key}" is unknown.`);
  if (typeof file.template !== "string") throw fail('"template" is missing or not a text.');
  let positionCount = 0;
  const template = file.template.replaceAll(slotPattern, (slot, name: string) =>
    name === "" ? `{${positionCount++}}` : slot,
  );
  const slots = [...new Set(Array.from(template.matchAll(slotPattern), ([, name]) => name!))];
  if (slots.length === 0) throw fail("the template has no slot.");
  if (positionCount > 0 && positionCount < slots.length)
    throw fail("positional slots {} and named slots are mixed.");

  const values = textsOf(file.values);
  if (!values) throw fail('"values" is missing or not an object or list of texts.');
  const baselines = textsOf(file.baselines ?? {});
  if (!baselines) throw fail('"baselines" is not an object or list of texts.');
  for (const [what, texts] of Object.entries({ values, baselines })) {
    const extra = Object.keys(texts).find((name) => !slots.includes(name));
    if (extra !== undefined) throw fail(`"${what}" names ${extra}, which is no slot.`);
  }
  const missing = slots.find((name) => values[name] === undefined);
  if (missing !== undefined) throw fail(`"values" has nothing for the slot ${missing}.`);
  return {
    text: template.replaceAll(slotPattern, (_, name: string) => values[name]!),
    template,
    values,
    baselines: Object.fromEntries(slots.map((name) => [name, baselines[name] ?? ""])),
  };
}

/** Texts by name; a list counts from "0". Absent when something in it is not a text. */
function textsOf(value: unknown): Record<string, string> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const texts: [string, unknown][] = Object.entries(value);
  return texts.every((each): each is [string, string] => typeof each[1] === "string")
    ? Object.fromEntries(texts)
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
