import type { Explanation, Role } from "#protocol/explanation";
import { exampleSegments } from "#text/examples";
import { formatCount } from "#text/numbers";
import { spansOverlap } from "#text/span";
import { sumOf } from "./score-rows.ts";
import { singular } from "./words.ts";

/** What a part of the whole prompt adds: the sum over its features, none where it was kept as it is. */
export interface RoleTotal {
  readonly part: "Prompt" | "Examples" | "System prompt" | "Template";
  readonly total: number | undefined;
  readonly note: string;
}

/** The parts of the prompt that the model saw, each with the sum of its scores; together they are all scores. */
export function roleTotals(explanation: Explanation, plural: string): RoleTotal[] {
  const { features, prompt } = explanation;
  const examples = examplesOf(prompt.text);
  const partOf = features.map((feature): RoleTotal["part"] => {
    const role: Role = prompt.tokens[feature.tokens[0] ?? -1]?.role ?? "user";
    if (role === "system") return "System prompt";
    if (role !== "user") return "Template";
    return examples.some((span) => spansOverlap(span, feature)) ? "Examples" : "Prompt";
  });
  const row = (part: RoleTotal["part"], keptNote: string): RoleTotal[] => {
    const own = partOf.flatMap((name, feature) => (name === part ? [feature] : []));
    if (own.length === 0) return keptNote ? [{ part, total: undefined, note: keptNote }] : [];
    const scores = own.map((feature) => explanation.seqAttribution[feature]!);
    const count = formatCount(own.length, singular(plural));
    const note =
      part === "Examples" ? `${formatCount(examples.length, "example")}, ${count}` : count;
    return [{ part, total: sumOf(scores), note }];
  };
  const kept = (roles: readonly Role[]) =>
    prompt.tokens.some(({ role }) => roles.includes(role)) ? "kept, not scored" : "";
  return [
    ...row("Prompt", ""),
    ...row("Examples", ""),
    ...row("System prompt", kept(["system"])),
    ...row("Template", kept(["template", "special"])),
  ];
}

/** The few-shot examples of a prompt, without what stands before them and the question at the end. */
function examplesOf(text: string) {
  const pieces = exampleSegments(text) ?? [];
  const hasOutput = pieces.filter(({ start, end }) => isExample(text.slice(start, end)));
  return hasOutput.length >= 2 ? hasOutput : [];
}

/** Two labelled lines, or an arrow, with something after the last of them. */
function isExample(text: string): boolean {
  const lines = text.trim().split(/\r\n|\r|\n/);
  if (/(->|=>|→|⇒)\s*\S/.test(text)) return true;
  const labelled = lines.filter((line) => /^[^:]{1,32}:/.test(line.trim()));
  return labelled.length >= 2 && !/:\s*$/.test(text);
}
