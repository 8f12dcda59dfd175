import type { Span } from "./span.ts";

/** One prompt in a file. */
export interface PromptBlock {
  /** In the document, without the blank lines around it. */
  readonly span: Span;
  /** The system prompt that the file gives above it. */
  readonly system?: string;
}

/**
 * The prompts in `body`. In Markdown they are the fenced blocks whose info string begins with
 * `prompt`; a body, or such a block, in the Prompty layout has one for each `user:` section.
 */
export function promptBlocks(document: string, body: Span, isMarkdown: boolean): PromptBlock[] {
  const bodies = isMarkdown ? promptFences(document, body) : [body];
  return bodies.flatMap((each) => chatBlocks(document, each));
}

interface Section {
  readonly role: string;
  readonly span: Span;
}

function chatBlocks(document: string, body: Span): PromptBlock[] {
  const sections = chatSections(document, body);
  const blocks: PromptBlock[] = [];
  if (!sections.some((section) => section.role === "user")) {
    const span = withoutBlankLines(document, body);
    return span ? [{ span }] : [];
  }
  let system: string | undefined;
  for (const section of sections) {
    const span = withoutBlankLines(document, section.span);
    if (section.role === "system" || section.role === "developer")
      system = span && document.slice(span.start, span.end).replace(/\r\n?/g, "\n");
    else if (section.role === "user" && span)
      blocks.push(system === undefined ? { span } : { span, system });
  }
  return blocks;
}

/** A role alone on its line: `user:`, `# User:`, `assistant[name="Ada"]:`. */
const roleLine =
  /^[ \t]*#{0,6}[ \t]*(system|developer|user|assistant|tool|function)[ \t]*(?:\[[^\]\r\n]*\])?[ \t]*:[ \t]*$/i;

/** What stands under each role; Prompty counts what stands above the first as the system's. */
function chatSections(document: string, body: Span): Section[] {
  const sections: Section[] = [];
  let role = "system";
  let start = body.start;
  for (const line of linesOf(document, body)) {
    const match = roleLine.exec(document.slice(line.start, line.textEnd));
    if (!match) continue;
    sections.push({ role, span: { start, end: line.start } });
    role = match[1]!.toLowerCase();
    start = line.end;
  }
  sections.push({ role, span: { start, end: body.end } });
  return sections;
}

/** The insides of fenced blocks marked `prompt`; one that is not closed lasts to the end. */
function promptFences(document: string, body: Span): Span[] {
  const found: Span[] = [];
  let open:
    | { readonly fence: string; readonly isPrompt: boolean; readonly start: number }
    | undefined;
  for (const line of linesOf(document, body)) {
    const text = document.slice(line.start, line.textEnd);
    if (!open) {
      const match = /^[ \t]*(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s{]*)/.exec(text);
      if (match) open = { fence: match[1]!, isPrompt: match[2] === "prompt", start: line.end };
      continue;
    }
    const closing = /^[ \t]*(`{3,}|~{3,})[ \t]*$/.exec(text)?.[1];
    if (!closing?.startsWith(open.fence)) continue;
    if (open.isPrompt) found.push({ start: open.start, end: line.start });
    open = undefined;
  }
  if (open?.isPrompt) found.push({ start: open.start, end: body.end });
  return found;
}

/** From the first line that is not blank to the last, without its line end; undefined if all are. */
function withoutBlankLines(document: string, span: Span): Span | undefined {
  let start: number | undefined;
  let end = span.end;
  for (const line of linesOf(document, span)) {
    if (document.slice(line.start, line.textEnd).trim() === "") continue;
    start ??= line.start;
    end = line.textEnd;
  }
  return start === undefined ? undefined : { start, end };
}

function* linesOf(document: string, span: Span) {
  const lineEnd = /\r\n|\r|\n/g;
  let start = span.start;
  while (start < span.end) {
    lineEnd.lastIndex = start;
    const match = lineEnd.exec(document);
    const textEnd = match && match.index < span.end ? match.index : span.end;
    const end = match && match.index < span.end ? textEnd + match[0].length : span.end;
    yield { start, textEnd, end };
    start = end;
  }
}
