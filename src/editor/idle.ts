import { listWords } from "#protocol/joint-words";
import type { MinimalPrompt } from "#protocol/minimal";
import { mapSpan } from "#text/mapped-text";
import { visibleWhitespace } from "#text/numbers";
import type { Span } from "#text/span";
import type { Placement } from "./placement.ts";
import type { Subject } from "./selection.ts";

/** Words that are named one by one in a sentence. */
const namedAtMost = 8;

/** Of the answer, in a dialog. */
const shownLetters = 600;

/** Where the words that do nothing stand in the document, and what goes with them when they are deleted. */
export interface IdlePlaces {
  readonly words: readonly (readonly Span[])[];
  readonly removed: readonly Span[];
}

/** The places of `minimal`, followed through edits as the features of an explanation are: the words, then what is removed. */
export function idlePlacement({ mapped }: Subject, minimal: MinimalPrompt): Placement {
  const inDocument = (span: Span) => mapSpan(mapped, span);
  const words = minimal.idle.map((index) => {
    const feature = minimal.features[index]!;
    return (feature.spans ?? [feature]).map(inDocument);
  });
  return {
    whole: inDocument({ start: 0, end: mapped.text.length }),
    features: [...words, minimal.removed.map(inDocument)],
    isStale: false,
  };
}

/** None once the text was edited. */
export function idlePlaces({ features, isStale }: Placement): IdlePlaces {
  if (isStale) return { words: [], removed: [] };
  return { words: features.slice(0, -1), removed: features.at(-1) ?? [] };
}

/** What is said of one of the words where it stands: "“the” does nothing: without it and 3 others the answer stays the same." */
export function idleMessage(minimal: MinimalPrompt, place: number): string {
  const others = minimal.idle.length - 1;
  const beside = others === 0 ? "" : ` and ${others} ${others === 1 ? "other" : "others"}`;
  return `${wordNames(minimal)[place]} does nothing: without it${beside} the answer stays the same.`;
}

/** `Delete the 4 words that do nothing`, with what they are called. */
export function deletionTitle({ idle }: MinimalPrompt, plural: string): string {
  const noun = idle.length === 1 ? plural.replace(/s$/, "") : `${idle.length} ${plural}`;
  return `Delete the ${noun} that ${idle.length === 1 ? "does" : "do"} nothing`;
}

/** "Without “a”, “about” and “the” the answer stays the same." */
export function deletionQuestion(minimal: MinimalPrompt, plural: string): string {
  const names = wordNames(minimal);
  const said = names.length > namedAtMost ? `these ${names.length} ${plural}` : listWords(names);
  return `Without ${said} the answer stays the same.`;
}

/** Prompt and answer as one text, which is compared with another such. */
export function promptAndAnswer(prompt: string, answer: string): string {
  return `Prompt\n\n${prompt.trim()}\n\nAnswer\n\n${answer.trim()}\n`;
}

/** The answer that stays, for below the question; what of it does not fit there is in the comparison. */
export function sameAnswer({ answer }: MinimalPrompt): string {
  const text = answer.trim();
  const shown = text.length > shownLetters ? `${text.slice(0, shownLetters - 1)}…` : text;
  return `The answer, with them and without:\n\n${shown}\n\nThe comparison behind shows both prompts.`;
}

/** In quotation marks: what is deleted may well be an *and*. */
export function wordNames({ idle, features }: MinimalPrompt): string[] {
  return idle.map((index) => {
    const text = features[index]!.text;
    const trimmed = text.trim();
    return `“${trimmed === "" ? visibleWhitespace(text) : trimmed.replace(/\s+/g, " ")}”`;
  });
}
