import { createHash } from "node:crypto";
import type { PromptLabels } from "#protocol/evaluation";
import type { PromptSource } from "#protocol/request";
import type { Span } from "#text/span";
import { parseJson } from "./option-values.ts";
import { usageError } from "./usage.ts";

/** A line of a file of prompts: of any task the text; its labels where they are known. */
export interface EvaluationPrompt {
  /** Equal for equal lines, whatever their place in the file. */
  readonly key: string;
  readonly text: string;
  readonly system?: string;
  readonly frame?: PromptSource["frame"];
  readonly labels?: PromptLabels;
  /** The true class. */
  readonly label?: string;
}

/**
 * The prompts of a JSONL file: `{"prompt": "…"}`, `{"text": "…"}` or `{"user": "…"}`, with `"label"` for classes, and optionally `"system"`,
 * `"raw": true` (continued as it is), `"decisive": [[start, end], …]`, the same `"distractors"`, and `"redundant": [[[s, e],
 * [s, e]], …]` in UTF-16 code units. A line that comes twice counts once. Throws ExplainError `invalid-option`.
 */
export function parsePrompts(content: string, path: string): EvaluationPrompt[] {
  const prompts = content.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === "") return [];
    const problem = (what: string) =>
      usageError(
        `--prompts: line ${index + 1} of ${path} ${what}.`,
        'Write each line like {"prompt": "Write a story about a doctor."}.',
      );
    const read = parseJson(line);
    if (!isObject(read)) throw problem("is not a JSON object");
    const text = read.prompt ?? read.text ?? read.user;
    if (typeof text !== "string" || text.trim() === "") throw problem('has no "prompt" or "text"');
    const { system, label } = read;
    const decisive = spansOf(read.decisive, text);
    const distractors = spansOf(read.distractors, text);
    const redundant = pairsOf(read.redundant, text);
    if (!decisive || !distractors || !redundant)
      throw problem("has stretches that are not in its text");
    const isLabelled = read.decisive !== undefined || read.redundant !== undefined;
    const prompt: EvaluationPrompt = {
      key: shortHash(line),
      text,
      ...(typeof system === "string" ? { system } : {}),
      ...(read.raw === true ? { frame: "raw" } : {}),
      ...(isLabelled ? { labels: { decisive, distractors, redundant } } : {}),
      ...(typeof label === "string" ? { label } : {}),
    };
    return [prompt];
  });
  if (prompts.length === 0)
    throw usageError(`--prompts: ${path} has no prompts.`, "Write one JSON object a line.");
  return [...new Map(prompts.map((prompt) => [prompt.key, prompt])).values()];
}

/** Equal for equal texts, and practically never else. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function spansOf(value: unknown, text: string): Span[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const spans = value.map((pair) => ({ start: pair?.[0], end: pair?.[1] }));
  const isInside = ({ start, end }: Span) =>
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    start >= 0 &&
    start < end &&
    end <= text.length;
  return spans.every(isInside) ? spans : undefined;
}

function pairsOf(value: unknown, text: string): Span[][] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const pairs = value.map((pair) => spansOf(pair, text));
  return pairs.every((pair) => pair !== undefined && pair.length === 2)
    ? (pairs as Span[][])
    : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
