import type { AlignedText } from "./aligned-text.ts";
import type { Normalizer, PreTokenizer } from "./library.ts";

/** The library's normalizer applied to `text`, aligned. */
export function normalizeAligned(text: AlignedText, normalizer: Normalizer | null): AlignedText {
  if (!normalizer) return text;
  const { config, normalizers, pattern } = normalizer;
  switch (config.type) {
    case "Sequence":
      return (normalizers ?? []).reduce(normalizeAligned, text);
    case "Prepend":
      return text.prepend(config.prepend ?? "");
    case "Strip":
      return text.trim(config.strip_left ?? false, config.strip_right ?? false);
    case "Replace":
      return pattern ? text.replace(pattern, config.content ?? "") : text;
    default:
      return text.apply((part) => normalizer(part));
  }
}

const accents = /\p{M}/gu;

/** What the library does before the normalizer for a few older tokenizers. */
export function prepareAligned(
  text: AlignedText,
  engine: { readonly remove_space?: boolean; readonly do_lowercase_and_remove_accent: boolean },
): AlignedText {
  let prepared = text;
  if (engine.remove_space === true) prepared = prepared.trim(true, true).replace(/\s+/g, " ");
  if (engine.do_lowercase_and_remove_accent) {
    prepared = prepared.apply((part) => part.toLowerCase().replace(accents, ""));
  }
  return prepared;
}

/** The library's pre-tokenizer applied to `text`: the pieces that the model sees, aligned. */
export function preTokenizeAligned(
  text: AlignedText,
  step: PreTokenizer | null,
  sectionIndex: number,
): AlignedText[] {
  if (!step) return [text];
  if (step.tokenizers) {
    return step.tokenizers.reduce(
      (pieces, inner) => pieces.flatMap((piece) => preTokenizeAligned(piece, inner, sectionIndex)),
      [text],
    );
  }
  if (step.byte_encoder) return byteLevel(text, step, step.byte_encoder);
  if (step.prepend_scheme !== undefined) return [metaspace(text, step, sectionIndex)];
  if (step.content !== undefined && step.pattern) return [text.replace(step.pattern, step.content)];
  return substrings(text, step(text.text, { section_index: sectionIndex }));
}

function byteLevel(
  text: AlignedText,
  step: PreTokenizer,
  alphabet: Readonly<Record<number, string>>,
): AlignedText[] {
  const spaced = step.add_prefix_space && !text.text.startsWith(" ") ? text.prepend(" ") : text;
  const pieces =
    step.use_regex && step.pattern
      ? substrings(spaced, spaced.text.match(step.pattern) ?? [])
      : [spaced];
  return pieces.map((piece) => piece.toBytes(alphabet));
}

function metaspace(text: AlignedText, step: PreTokenizer, sectionIndex: number): AlignedText {
  const space = step.str_rep ?? "▁";
  const replaced = text.replace(/ /g, space);
  const prepends =
    !replaced.text.startsWith(step.replacement ?? space) &&
    (step.prepend_scheme === "always" || (step.prepend_scheme === "first" && sectionIndex === 0));
  return prepends ? replaced.prepend(space) : replaced;
}

/** `pieces`, which follow each other in `text` with at most separators between them, aligned. */
function substrings(text: AlignedText, pieces: readonly string[]): AlignedText[] {
  let at = 0;
  return pieces.map((piece) => {
    const from = text.text.indexOf(piece, at);
    if (from < 0) throw new Error(`the pre-tokenizer changed its text: ${JSON.stringify(piece)}`);
    at = from + piece.length;
    return text.slice(from, at);
  });
}
