import type * as vscode from "vscode";
import type { Failure } from "#protocol/failure";
import { isMethodId, methodIds } from "#protocol/methods";
import { granularities, type TemplateChoice } from "#protocol/request";
import { type PromptBlock, type PromptSettings, readPromptFile } from "#text/front-matter";
import { type MappedText, textAt } from "#text/mapped-text";
import type { Span } from "#text/span";
import { enclosingStringLiteral } from "#text/string-literal";
import { filledAt, slotsOf } from "#text/template";

/** The text to explain, where it came from, and what its file says about the run. */
export interface Subject {
  readonly uri: string;
  readonly fileName: string;
  /** How it was found, so that it is found again after an edit. */
  readonly kind: "selection" | "block" | "literal";
  readonly mapped: MappedText;
  /** Where its file gives its slots values: what the text was made from. */
  readonly template?: TemplateChoice;
  readonly system?: string;
  readonly fileSettings: PromptSettings;
  /** What is wrong with its front matter, for the user; none of it stops a run. */
  readonly problems: readonly string[];
}

const promptLanguages = new Set(["prompt", "jinja", "jinja-html", "jinja-md", "jinja2"]);
const promptFileName = /\.(prompt|prompty|jinja2?|j2)$/i;

/** A file that is a prompt as a whole. */
export function isPromptFile(document: vscode.TextDocument): boolean {
  return promptLanguages.has(document.languageId) || promptFileName.test(document.fileName);
}

/** The prompt blocks of a prompt file, or of a Markdown file's fences; none elsewhere. */
export function promptBlocks(document: vscode.TextDocument): readonly PromptBlock[] {
  if (document.languageId === "markdown") return readPromptFile(document.getText(), true).blocks;
  return isPromptFile(document) ? readPromptFile(document.getText()).blocks : [];
}

/** Whether the front matter of a prompt file, or of a Markdown file, says which classes its prompts have. */
export function namesClasses(document: vscode.TextDocument): boolean {
  const isMarkdown = document.languageId === "markdown";
  if (!isMarkdown && !isPromptFile(document)) return false;
  return readPromptFile(document.getText(), isMarkdown).settings.classes !== undefined;
}

/**
 * What *Explain Generation* explains: the selection; with nothing selected the prompt block at the
 * cursor, a plain text file as a whole, or the string literal around the cursor.
 */
export function subjectAt(
  document: vscode.TextDocument,
  selection: vscode.Selection,
): Subject | Failure {
  const text = document.getText();
  if (text.includes("\0"))
    return {
      kind: "binary-file",
      message: `${fileNameOf(document)} holds binary data, not a prompt.`,
      remedy: "Open a text file, and select the prompt in it.",
    };
  const span = {
    start: document.offsetAt(selection.start),
    end: document.offsetAt(selection.end),
  };
  if (span.start < span.end) return subjectIn(document, "selection", span);
  const blocks = promptBlocks(document);
  const block = blocks.find((own) => own.span.end >= span.start) ?? blocks.at(-1);
  if (block) return subjectIn(document, "block", block.span);
  if (isPromptFile(document))
    return subjectIn(document, "block", { start: text.length, end: text.length });
  if (document.languageId === "plaintext") return subjectIn(document, "block", trimmed(text));
  return subjectIn(document, "literal", span);
}

/** The subject of an earlier run again, from where it stands now. */
export function subjectAgain(
  document: vscode.TextDocument,
  kind: Subject["kind"],
  whole: Span,
): Subject | Failure {
  if (kind !== "block") return subjectIn(document, kind, whole);
  const block = promptBlocks(document).find(
    (own) => own.span.start <= whole.end && own.span.end >= whole.start,
  );
  return subjectIn(document, "block", block?.span ?? whole);
}

function subjectIn(
  document: vscode.TextDocument,
  kind: Subject["kind"],
  span: Span,
): Subject | Failure {
  const text = document.getText();
  const isPrompt = isPromptFile(document) || document.languageId === "markdown";
  const file = isPrompt ? readPromptFile(text, document.languageId === "markdown") : undefined;
  const template = file && templateOf(text.slice(span.start, span.end), file.settings);
  const mapped =
    kind === "literal"
      ? enclosingStringLiteral(text, span.start, document.languageId)
      : template
        ? filledAt(text, span, template.values)
        : textAt(text, span.start, span.end);
  if (!mapped || mapped.text.trim() === "")
    return {
      kind: "empty-prompt",
      message:
        kind === "literal"
          ? "Nothing is selected, and the cursor is in no string literal."
          : "The text to explain is empty.",
      remedy: "Select the prompt in the editor, and run Explain Generation again.",
    };
  const block = file?.blocks.find(
    (own) => own.span.start <= span.start && own.span.end >= span.end,
  );
  const system = block?.system ?? file?.settings.system;
  return {
    uri: document.uri.toString(),
    fileName: fileNameOf(document),
    kind,
    mapped,
    ...(template && kind !== "literal" ? { template } : {}),
    ...(system === undefined ? {} : { system }),
    fileSettings: file?.settings ?? {},
    problems: [
      ...(file?.problems ?? []),
      ...unknownNames(file?.settings ?? {}),
      ...absentTexts(text, file?.settings ?? {}, file?.blocks ?? [], mapped),
    ],
  };
}

const baselineForm = /^(zero|remove|attention|token:(\d+|pad|unk|mask|eos|bos)|text:[\s\S]*)$/;

/** `text` as a template, where the file's front matter gives values to its slots. */
function templateOf(text: string, { values, baselines }: PromptSettings) {
  const names = values ? slotsOf(text).map(({ name }) => name) : [];
  if (!values || names.every((name) => values[name] === undefined)) return undefined;
  const own = <T>(given: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
  return { template: text, values: own(values), baselines: own(baselines ?? {}) };
}

/** What the front matter names and is not there: the run goes on with the user's own setting. */
function unknownNames({
  method,
  baseline,
  granularity,
  baselines = {},
  values = {},
}: PromptSettings): string[] {
  const problems: string[] = [];
  if (method !== undefined && !isMethodId(method))
    problems.push(`There is no method ${method}. Use ${methodIds.join(", ")}.`);
  if (baseline !== undefined && !baselineForm.test(baseline))
    problems.push(
      `There is no baseline ${baseline}. Use zero, remove, attention, token:ID, token:pad or text:STRING.`,
    );
  if (granularity !== undefined && !granularities.some((own) => own === granularity))
    problems.push(`There is no granularity ${granularity}. Use ${granularities.join(", ")}.`);
  for (const name of Object.keys(baselines))
    if (values[name] === undefined)
      problems.push(`{${name}} has a baseline and no value. Give it one under "values".`);
  return problems;
}

/** What the front matter wants to keep, and neither `mapped` nor another prompt of the file has. */
function absentTexts(
  document: string,
  { keep = [] }: PromptSettings,
  blocks: readonly PromptBlock[],
  mapped: MappedText,
): string[] {
  const texts = [mapped.text, ...blocks.map(({ span }) => document.slice(span.start, span.end))];
  return keep
    .filter((kept) => !texts.some((text) => text.includes(kept)))
    .map((kept) => `The text to keep is not in the prompt: ${kept}`);
}

export function fileNameOf(document: vscode.TextDocument): string {
  return document.uri.path.split("/").at(-1) || document.fileName;
}

function trimmed(text: string): Span {
  const start = text.length - text.trimStart().length;
  return { start, end: Math.max(start, text.trimEnd().length) };
}
