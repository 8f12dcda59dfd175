import { type ClassPreset, classPreset, classPresetIds } from "./class-presets.ts";
import type { ClassChoice } from "./classes.ts";
import { ExplainError } from "./failure.ts";
import { parseVerbalizer } from "./parse-verbalizer.ts";

/** The words of the classes, and the template that goes with them where one is named. */
export type ClassWords = Pick<ClassChoice, "verbalizer" | "template">;

/**
 * What the JSON of a `*.verbalizer.json`, or `classes` of a prompt file's front matter, says: a verbalizer with its
 * `template`, or `{"preset": "imdb", "template": 2}`, or a preset's name alone. `name` is how the user knows it. Throws
 * ExplainError `invalid-option` that says what is wrong.
 */
export function parseClasses(json: unknown, name: string): ClassWords {
  if (typeof json === "string") return presetClasses(json, undefined, name);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return { verbalizer: parseVerbalizer(json, name) };
  const { template, ...rest } = json as { template?: unknown; preset?: unknown };
  const isText = typeof template === "string" && template.trim() !== "";
  if (template !== undefined && typeof template !== "number" && !isText)
    throw refused(
      `${name}: "template" is no text.`,
      'Write it like "template": "It was <mask>. {text}".',
    );
  if (rest.preset !== undefined) return presetClasses(String(rest.preset), template, name);
  const verbalizer = parseVerbalizer(rest, name);
  if (typeof template === "number")
    throw refused(
      `${name}: only a preset has a template ${template}.`,
      'Write it as a text, like "It was <mask>. {text}", or name a "preset".',
    );
  return { verbalizer, ...(isText ? { template } : {}) };
}

/**
 * The classes of a preset in one of its templates, counted from 1, or in the user's own. Throws ExplainError
 * `invalid-option` for a preset or a template that is not there.
 */
export function presetClasses(
  id: string,
  template: number | string | undefined,
  name: string,
): ClassWords {
  const preset = classPreset(id);
  if (!preset)
    throw refused(`${name}: there is no preset ${id}.`, `Use ${classPresetIds.join(", ")}.`);
  return {
    verbalizer: { kind: "manual", labels: preset.labels },
    template: typeof template === "string" ? template : templateOf(preset, id, template ?? 1, name),
  };
}

function templateOf({ templates }: ClassPreset, id: string, place: number, name: string): string {
  const found = templates[place - 1];
  if (found !== undefined) return found;
  throw refused(
    `${name}: the preset ${id} has no template ${place}.`,
    `Use 1 to ${templates.length}, or write a template with {text} and <mask>.`,
  );
}

function refused(message: string, remedy: string): ExplainError {
  return new ExplainError({ kind: "invalid-option", message, remedy });
}
