// Text that remembers which of its characters matter. A span is made once, where a word is put into a template, and
// only shifted after that: so it can never disagree with the text.

/** `[start, end)` in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
  label: string;
}
export interface Marked {
  text: string;
  spans: readonly Span[];
}

export function mark(text: string, label: string): Marked {
  return { text, spans: [{ start: 0, end: text.length, label }] };
}

export function plain(text: string): Marked {
  return { text, spans: [] };
}

export function join(parts: readonly Marked[], separator: string): Marked {
  let text = "";
  const spans: Span[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += separator;
    for (const span of part.spans)
      spans.push({ ...span, start: span.start + text.length, end: span.end + text.length });
    text += part.text;
  }
  return { text, spans };
}

/** One sentence after the other; a sentence that ends in no stop gets one, unless it is the last. */
export function joinSentences(parts: readonly Marked[]): Marked {
  const stopped = parts.map((part, index) =>
    index === parts.length - 1 || /[.!?:"]$/.test(part.text) ? part : join([part, plain(".")], ""),
  );
  return join(stopped, " ");
}

export type Slots = Record<string, string | Marked>;

/**
 * Fills `{slot}`; `{a:slot}` puts the article before it. A string becomes a span labelled with the slot's name, a
 * marked text keeps its own spans. The first letter becomes a capital.
 */
export function fill(template: string, slots: Slots): Marked {
  return capitalize(fillAsIs(template, slots));
}

export function fillAsIs(template: string, slots: Slots): Marked {
  const parts: Marked[] = [];
  let last = 0;
  for (const found of template.matchAll(/\{(a:)?(\w+)\}/g)) {
    parts.push(plain(template.slice(last, found.index)));
    const value = slots[found[2]!];
    if (value === undefined) throw new Error(`no slot ${found[2]} in: ${template}`);
    const marked = typeof value === "string" ? mark(value, found[2]!) : value;
    const an = found[1] ? article(marked.text) : "";
    if (an) parts.push(plain(`${an} `));
    parts.push(marked);
    last = found.index + found[0].length;
  }
  parts.push(plain(template.slice(last)));
  return join(parts, "");
}

/** The same without spans, for answers. */
export function say(template: string, slots: Record<string, string>): string {
  return fill(template, slots).text;
}

/** Nouns that take no "a": masses and plurals. */
const bareNouns = new Set(
  (
    "bread gold roses flowers flames sheep crew soup rice pasta salad cheese noodles pancakes honey chocolate " +
    "tomatoes mushrooms olives dumplings milk snow silence water music coffee tea juice fish curry butter jam " +
    "gloves boots glasses scissors skis football tennis chess golf rugby hockey"
  ).split(" "),
);

export function article(noun: string): string {
  const first = noun.split(" ").at(-1)!;
  if (bareNouns.has(first)) return "";
  return /^([aeio]|hour|honest|u(?!ni|s|ku|t))/i.test(noun) ? "an" : "a";
}

export function withArticle(noun: string): string {
  return `${article(noun)} ${noun}`.trim();
}

export function capitalize(marked: Marked): Marked {
  return { text: upperFirst(marked.text), spans: marked.spans };
}

export function lowerFirst(marked: Marked): Marked {
  return { text: marked.text.charAt(0).toLowerCase() + marked.text.slice(1), spans: marked.spans };
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a sailor, a storm and a promise" */
export function enumerate(items: readonly Marked[]): Marked {
  if (items.length < 2) return items[0] ?? plain("");
  return join([join(items.slice(0, -1), ", "), items.at(-1)!], " and ");
}

export function list(words: readonly string[]): string {
  return enumerate(words.map(plain)).text;
}
