import type { Draw } from "./draw.ts";

/** A stretch of a text that speaks for a class, in UTF-16 code units. */
export interface Cue {
  readonly start: number;
  readonly end: number;
  /** Whether it speaks for the text's class or for another one that the rest outweighs. */
  readonly role: "decisive" | "distractor";
  /** What could stand there with the same meaning for the class, in as many words. */
  readonly others: readonly string[];
}

/** A text that knows its cues: they are made where a word is put in, and only moved after that. */
export interface Marked {
  readonly text: string;
  readonly cues: readonly Cue[];
}

export function plain(text: string): Marked {
  return { text, cues: [] };
}

/** The whole of `text` as one cue. */
export function cue(text: string, pool: readonly string[], role: Cue["role"] = "decisive"): Marked {
  const words = wordCount(text);
  const others = pool.filter((each) => each !== text && wordCount(each) === words);
  return { text, cues: [{ start: 0, end: text.length, role, others }] };
}

function wordCount(text: string): number {
  return text.split(" ").length;
}

export function join(parts: readonly Marked[], separator = ""): Marked {
  let text = "";
  const cues: Cue[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += separator;
    for (const each of part.cues) {
      cues.push({ ...each, start: each.start + text.length, end: each.end + text.length });
    }
    text += part.text;
  }
  return { text, cues };
}

/** With a capital at the front, also in what could stand there. */
export function capitalised({ text, cues }: Marked): Marked {
  return {
    text: upper(text),
    cues: cues.map((each) =>
      each.start === 0 ? { ...each, others: each.others.map(upper) } : each,
    ),
  };
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same cues as distractors. */
export function asDistractor({ text, cues }: Marked): Marked {
  return { text, cues: cues.map((each) => ({ ...each, role: "distractor" })) };
}

/**
 * Fills a pattern: `{slot}` by what `resolve` gives, `{a:slot}` with the article in front, `[one|two]` by one of the
 * alternatives as a cue, `(one|two)` by one of them without meaning for the class.
 */
export function fill(pattern: string, draw: Draw, resolve: (slot: string) => Marked): Marked {
  const parts: Marked[] = [];
  let last = 0;
  const found = /\{(a:)?(\w+)\}|(a:)?\[([^\]]*)\]|\(([^()]*\|[^()]*)\)/g;
  for (const match of pattern.matchAll(found)) {
    parts.push(plain(pattern.slice(last, match.index)));
    last = match.index + match[0].length;
    const [, slotArticle, slot, cueArticle, cues, choice] = match;
    let part: Marked;
    if (slot !== undefined) part = resolve(slot);
    else if (cues !== undefined) part = cue(draw.pick(cues.split("|")), cues.split("|"));
    else part = plain(draw.pick(choice!.split("|")));
    if (slotArticle ?? cueArticle) parts.push(plain(`${article(part.text)} `));
    parts.push(part);
  }
  parts.push(plain(pattern.slice(last)));
  return capitalised(join(parts));
}

function article(noun: string): string {
  return /^([aeio]|un(?!i)|u(?!ni|s))/i.test(noun) ? "an" : "a";
}

const irregularPlurals: Readonly<Record<string, string>> = {
  leaf: "leaves",
  larva: "larvae",
  headquarters: "headquarters",
};

export function plural(noun: string): string {
  const irregular = irregularPlurals[noun];
  if (irregular) return irregular;
  if (noun.endsWith("man")) return noun.replace(/man$/, "men");
  if (noun.endsWith("wife")) return noun.replace(/wife$/, "wives");
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|sh|ch|x)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** "one, two" -> ["one", "two"] */
export function words(text: string): string[] {
  return text.trim().split(/\s*,\s*/);
}
