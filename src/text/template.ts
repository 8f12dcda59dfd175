import type { Span } from "./span.ts";

/** A template with its slots filled: the text, and where each slot's value stands in it. */
export interface FilledTemplate {
  readonly text: string;
  readonly slots: readonly { readonly name: string; readonly spans: readonly Span[] }[];
  /** Slots of the template without a value, and values without a slot. */
  readonly missing: readonly string[];
  readonly unused: readonly string[];
}

/** Fills `{name}` with `values.name`, in the order of `values`; `{}` are named "0", "1", … in turn. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
): FilledTemplate {
  const spans = new Map<string, Span[]>(Object.keys(values).map((name) => [name, []]));
  const missing: string[] = [];
  let text = "";
  let end = 0;
  let position = 0;
  for (const match of template.matchAll(/\{([\w.-]*)\}/g)) {
    const name = match[1] || String(position++);
    text += template.slice(end, match.index);
    end = match.index + match[0].length;
    const value = values[name];
    if (value === undefined) {
      missing.push(name);
      continue;
    }
    spans.get(name)?.push({ start: text.length, end: text.length + value.length });
    text += value;
  }
  text += template.slice(end);
  const slots = [...spans].map(([name, places]) => ({ name, spans: places }));
  return {
    text,
    slots: slots.filter((slot) => slot.spans.length > 0),
    missing,
    unused: slots.filter((slot) => slot.spans.length === 0).map((slot) => slot.name),
  };
}

/** `text` with stretches replaced; the edits must not overlap. */
export function replaceSpans(
  text: string,
  edits: readonly { readonly span: Span; readonly replacement: string }[],
): string {
  let result = "";
  let end = 0;
  for (const { span, replacement } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    result += text.slice(end, span.start) + replacement;
    end = span.end;
  }
  return result + text.slice(end);
}
