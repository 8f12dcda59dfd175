import type { Feature } from "#protocol/explanation";
import { visibleWhitespace } from "#text/numbers";

/** A sentence with its stressed words. */
export type Sentence = readonly (string | { readonly strong: string })[];

export function plainText(sentence: Sentence): string {
  return sentence.map((part) => (typeof part === "string" ? part : part.strong)).join("");
}

/** `one`, `one and two`, `one, two and three`. */
export function listed<Part>(parts: readonly Part[]): (Part | string)[] {
  return parts.flatMap((part, index) => {
    if (index === 0) return [part];
    return [index === parts.length - 1 ? " and " : ", ", part];
  });
}

/** `words` of the run line as one: `word`. */
export function singular(plural: string): string {
  return plural.endsWith("s") ? plural.slice(0, -1) : plural;
}

/** A feature as it is named in a line of text: one line, white space alone as marks. */
export function featureName(feature: Feature): string {
  const trimmed = feature.text.trim();
  return visibleLines(trimmed === "" ? visibleWhitespace(feature.text) : trimmed);
}

/** The same, a slot after its name: `(city) Palm Coast`. */
export function slotName(feature: Feature): string {
  const name = featureName(feature);
  return feature.name === undefined ? name : `(${feature.name}) ${name}`;
}

/** Line ends as marks, for a text that is shown in one line. */
export function visibleLines(text: string): string {
  return text.replace(/\r\n|\r|\n/g, "⏎");
}

const countWords = ["no", "one", "two", "three", "four", "five"];

/** Small counts as words. */
export function countWord(count: number): string {
  return countWords[count] ?? String(count);
}
