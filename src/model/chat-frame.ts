import { ExplainError } from "#protocol/failure";
import type { Span } from "#text/span";

/** A prompt as the model gets it, with the places of the user's and the system's words in it. */
export interface FramedText {
  readonly text: string;
  /** Where the user's words stand. */
  readonly user: Span;
  /** Offset in the user's text of the first character that stands there; more than 0 where a template trims. */
  readonly userOffset: number;
  readonly system?: Span;
}

export type Render = (user: string, system: string | undefined) => string;

/**
 * The chat template around `user`. A template is a program, so the user's words are not searched for: it is rendered
 * once more with markers in their place, which shows what stands around them, also where they repeat words of the
 * template, look like its markers, or are trimmed by it. A template that shows them more than once (a title, say)
 * has its last copy explained. Throws ExplainError where the template fails or has no place for the words.
 */
export function frameChat(render: Render, user: string, system: string | undefined): FramedText {
  const whole = attempt(render, user, system);
  const marks = freshMarks([user, system ?? "", whole]);
  const marked = attempt(render, marks.user, system === undefined ? undefined : marks.system);
  if (!marked.includes(marks.user)) {
    throw unsupportedTemplate("has no place for the user's message");
  }
  if (system !== undefined && !marked.includes(marks.system)) {
    throw new ExplainError({
      kind: "invalid-option",
      message: "This model's chat template ignores a system prompt.",
      remedy: "Clear the system prompt, or put it into the prompt itself.",
    });
  }
  for (const userPart of variants(user)) {
    for (const systemPart of system === undefined ? [undefined] : variants(system)) {
      const built = substitute(marked, marks, userPart.text, systemPart?.text);
      if (built.text === whole) return { ...built, userOffset: userPart.offset };
    }
  }
  return searchPrefix(whole, marked, marks, user, system);
}

interface Marks {
  readonly user: string;
  readonly system: string;
}

function attempt(render: Render, user: string, system: string | undefined): string {
  try {
    return render(user, system);
  } catch (error) {
    if (system !== undefined && renders(render, user)) {
      throw new ExplainError({
        kind: "invalid-option",
        message: "This model's chat template does not take a system prompt.",
        remedy: "Clear the system prompt, or put it into the prompt itself.",
        detail: String(error),
      });
    }
    throw unsupportedTemplate("cannot be rendered", String(error));
  }
}

function renders(render: Render, user: string): boolean {
  try {
    render(user, undefined);
    return true;
  } catch {
    return false;
  }
}

function unsupportedTemplate(what: string, detail?: string): ExplainError {
  return new ExplainError({
    kind: "model-unsupported",
    message: `This model's chat template ${what}.`,
    remedy: "Use the prompt as it is, without the chat template (raw).",
    ...(detail ? { detail } : {}),
  });
}

/** Words of letters only, which no template treats in a special way, and which occur nowhere else. */
function freshMarks(texts: readonly string[]): Marks {
  for (let i = 0; ; i++) {
    const letters = String(i).replace(/\d/g, (digit) => "QRSTUVWXYZ"[Number(digit)] ?? "Q");
    const marks = { user: `UxPromptlight${letters}xU`, system: `SxPromptlight${letters}xS` };
    if (!texts.some((text) => text.includes(marks.user) || text.includes(marks.system)))
      return marks;
  }
}

/** The text as a template may put it: whole, or trimmed at either end, with the offset where it then begins. */
function variants(text: string): { readonly text: string; readonly offset: number }[] {
  const lead = text.length - text.trimStart().length;
  return [
    { text, offset: 0 },
    { text: text.trim(), offset: text.trim() === "" ? text.length : lead },
    { text: text.trimStart(), offset: lead },
    { text: text.trimEnd(), offset: 0 },
  ];
}

function substitute(
  marked: string,
  marks: Marks,
  user: string,
  system: string | undefined,
): { text: string; user: Span; system?: Span } {
  let text = "";
  let userSpan: Span = { start: 0, end: 0 };
  let systemSpan: Span | undefined;
  for (const part of marked.split(new RegExp(`(${marks.user}|${marks.system})`))) {
    const start = text.length;
    if (part === marks.user) {
      text += user;
      userSpan = { start, end: text.length };
    } else if (part === marks.system && system !== undefined) {
      text += system;
      systemSpan ??= { start, end: text.length };
    } else text += part;
  }
  return { text, user: userSpan, ...(systemSpan ? { system: systemSpan } : {}) };
}

/** For a template that says something else around this very text: what stands before it decides. */
function searchPrefix(
  whole: string,
  marked: string,
  marks: Marks,
  user: string,
  system: string | undefined,
): FramedText {
  const before = marked.slice(0, marked.lastIndexOf(marks.user));
  for (const systemPart of system === undefined ? [undefined] : variants(system)) {
    const { text: prefix, system: systemSpan } = substitute(before, marks, user, systemPart?.text);
    for (const userPart of variants(user)) {
      if (!whole.startsWith(prefix + userPart.text)) continue;
      return {
        text: whole,
        user: { start: prefix.length, end: prefix.length + userPart.text.length },
        userOffset: userPart.offset,
        ...(systemSpan ? { system: systemSpan } : {}),
      };
    }
  }
  throw unsupportedTemplate("changes the user's message");
}
