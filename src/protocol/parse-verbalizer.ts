import { type Refinement, refinements, type Verbalizer } from "./classes.ts";
import { ExplainError } from "./failure.ts";

/**
 * The verbalizer that parsed JSON describes. `name` is how the user knows it: a file, or a field. Throws ExplainError
 * `invalid-option` that says which class or field is wrong.
 */
export function parseVerbalizer(json: unknown, name: string): Verbalizer {
  const refuse = (problem: string, remedy = example): never => {
    throw new ExplainError({ kind: "invalid-option", message: `${name}: ${problem}`, remedy });
  };
  if (!isRecord(json)) return refuse("a verbalizer is a JSON object.");
  const { kind = "manual" } = json;
  switch (kind) {
    case "manual":
      return { kind, labels: wordLists(json.labels, refuse) };
    case "kpt":
      return {
        kind,
        labels: wordLists(json.labels, refuse, { mayBeEmpty: json.neighbours !== undefined }),
        ...optional("neighbours", json.neighbours, isCount, "a whole number", refuse),
        ...optional("support", json.support, isTexts, "a list of texts", refuse),
        ...optional("refine", json.refine, isRefinements, `of ${refinements.join(", ")}`, refuse),
      };
    case "prototypical": {
      const { examples } = json;
      if (!Array.isArray(examples) || !examples.every(isExample))
        return refuse('"examples" is a list of {"text", "label"}.');
      checkClassCount(new Set(examples.map(({ label }) => label)).size, refuse);
      return { kind, examples };
    }
    case "soft": {
      if (!isRecord(json.labels) || !Object.values(json.labels).every(isVector))
        return refuse('"labels" has a list of numbers for each class.');
      checkClassCount(Object.keys(json.labels).length, refuse);
      return { kind, labels: json.labels as Record<string, number[]> };
    }
    default:
      return refuse(`there is no verbalizer of kind ${String(kind)}.`);
  }
}

const example =
  'Write it like {"kind": "manual", "labels": {"positive": ["great"], "negative": ["terrible"]}}.';

type Refuse = (problem: string, remedy?: string) => never;

function wordLists(
  labels: unknown,
  refuse: Refuse,
  { mayBeEmpty = false } = {},
): Record<string, string[]> {
  if (!isRecord(labels)) return refuse('"labels" has a list of words for each class.');
  checkClassCount(Object.keys(labels).length, refuse);
  for (const [label, words] of Object.entries(labels)) {
    if (!isTexts(words)) return refuse(`the words of the class ${label} are no list of texts.`);
    if (words.length === 0 && !mayBeEmpty)
      return refuse(`the class ${label} has no words.`, "Give it at least one label word.");
    if (words.some((word) => word.trim() === ""))
      return refuse(`the class ${label} has an empty word.`, "Take it out.");
  }
  return labels as Record<string, string[]>;
}

function checkClassCount(count: number, refuse: Refuse): void {
  if (count < 2) refuse("there are fewer than two classes.", "Name at least two.");
}

function optional<N extends string, T>(
  name: N,
  value: unknown,
  fits: (value: unknown) => value is T,
  what: string,
  refuse: Refuse,
): { [K in N]?: T } {
  if (value === undefined) return {};
  if (!fits(value)) return refuse(`"${name}" is not ${what}.`);
  return { [name]: value } as { [K in N]?: T };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every(Number.isFinite);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}

function isRefinements(value: unknown): value is Refinement[] {
  return isTexts(value) && value.every((item) => refinements.some((known) => known === item));
}

function isExample(value: unknown): value is { text: string; label: string } {
  return isRecord(value) && typeof value.text === "string" && typeof value.label === "string";
}
