import { type MappedText, MappedTextBuilder } from "./mapped-text.ts";
import type { Span } from "./span.ts";

/** A template with its slots filled: the text, and where each slot's value stands in it. */
export interface FilledTemplate {
  readonly text: string;
  readonly slots: readonly { readonly name: string; readonly spans: readonly Span[] }[];
  /** Slots of the template without a value, and values without a slot. */
  readonly missing: readonly string[];
  readonly unused: readonly string[];
}

/** Fills `{name}` with `values.name`, in the order of `values`. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
): FilledTemplate {
  const spans = new Map<string, Span[]>(Object.keys(values).map((name) => [name, []]));
  const missing: string[] = [];
  let text = "";
  let end = 0;
  for (const { name, ...slot } of slotsOf(template)) {
    text += template.slice(end, slot.start);
    end = slot.end;
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

/** What `[start, end)` of `document` says with its slots filled: each value came from its whole slot. */
export function filledAt(
  document: string,
  { start, end }: Span,
  values: Readonly<Record<string, string>>,
): MappedText {
  const builder = new MappedTextBuilder(document, start);
  let from = start;
  for (const slot of slotsOf(document.slice(start, end))) {
    const value = values[slot.name];
    if (value === undefined) continue;
    builder.plain(from, start + slot.start).encoded(value, start + slot.start, start + slot.end);
    from = start + slot.end;
  }
  return builder.plain(from, end).build();
}

/** The slots of a template, where they stand in it; `{}` are named "0", "1", … in turn. */
export function slotsOf(template: string): (Span & { readonly name: string })[] {
  let position = 0;
  return [...template.matchAll(/\{([\w.-]*)\}/g)].map(({ index, 0: slot, 1: name }) => ({
    name: name || String(position++),
    start: index,
    end: index + slot.length,
  }));
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
