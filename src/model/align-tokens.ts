import { assert } from "#base/assert";
import type { Span } from "#text/span";
import { normalizeAligned, prepareAligned, preTokenizeAligned } from "./align-steps.ts";
import { AlignedText } from "./aligned-text.ts";
import type { AddedToken, Engine, TokenModel } from "./library.ts";

/** A token with the stretch of the encoded text that it stands for; empty for one that only the frame adds. */
export interface AlignedToken extends Span {
  readonly id: number;
  /** As the vocabulary writes it. */
  readonly symbol: string;
  /** True for tokens such as `<s>` and `<|im_end|>`. */
  readonly special: boolean;
}

/**
 * The tokens that the library makes of `text`, each with the exact span it came from: the library's own steps
 * (added tokens, normalizer, pre-tokenizer, model, post-processor), one after another, on text that remembers its
 * source. Spans are in UTF-16 code units, in order, never split a surrogate pair, and where a character is spread
 * over several tokens each has the whole character. White space that an added token swallows belongs to it;
 * characters that the tokenizer drops (white space in WordPiece, control characters) belong to no token.
 */
export function alignTokens(engine: Engine, text: string, addSpecial: boolean): AlignedToken[] {
  const content = splitAdded(AlignedText.of(text), engine.splitter_unnormalized, engine).flatMap(
    (part, sectionIndex) =>
      part.added ? [addedToken(part.added, part)] : alignSection(engine, part.text, sectionIndex),
  );
  return withSpecials(engine, content, text.length, addSpecial);
}

interface Part extends Span {
  readonly text: AlignedText;
  readonly added?: AddedToken;
}

/** `text` cut at the added tokens, which take the white space beside them where they ask for it. */
function splitAdded(
  text: AlignedText,
  splitter: Engine["splitter_normalized"],
  engine: Engine,
): Part[] {
  const parts: { text: AlignedText; start: number; end: number; added?: AddedToken }[] = [];
  let at = 0;
  for (const section of splitter.split(text.text)) {
    const part = text.slice(at, at + section.length);
    const added = engine.added_tokens_map.get(section);
    at += section.length;
    parts.push({
      text: part,
      ...(part.length > 0 ? part.span(0, part.length) : { start: 0, end: 0 }),
      ...(added ? { added } : {}),
    });
  }
  parts.forEach((part, i) => {
    const before = parts[i - 1];
    const after = parts[i + 1];
    if (part.added?.lstrip && before) {
      const trimmed = before.text.trim(false, true);
      if (trimmed.length < before.text.length) {
        part.start = before.text.span(trimmed.length, before.text.length).start;
        before.text = trimmed;
      }
    }
    if (part.added?.rstrip && after) {
      const trimmed = after.text.trim(true, false);
      const cut = after.text.length - trimmed.length;
      if (cut > 0) {
        part.end = after.text.span(0, cut).end;
        after.text = trimmed;
      }
    }
  });
  return parts;
}

function alignSection(engine: Engine, text: AlignedText, sectionIndex: number): AlignedToken[] {
  if (text.length === 0) return [];
  const normalized = normalizeAligned(prepareAligned(text, engine), engine.normalizer);
  if (normalized.length === 0) return [];
  return splitAdded(normalized, engine.splitter_normalized, engine).flatMap((part) => {
    if (part.added) return [addedToken(part.added, part)];
    if (part.text.length === 0) return [];
    return modelTokens(
      engine.model,
      preTokenizeAligned(part.text, engine.pre_tokenizer, sectionIndex),
    );
  });
}

function addedToken(added: AddedToken, span: Span): AlignedToken {
  return {
    id: added.id,
    symbol: added.content,
    special: added.special,
    start: span.start,
    end: span.end,
  };
}

function modelTokens(model: TokenModel, pieces: readonly AlignedText[]): AlignedToken[] {
  const tokens: AlignedToken[] = [];
  for (const piece of pieces) {
    let at = 0;
    for (const { symbol, from, length } of unitsOf(model, piece.text)) {
      const start = from ?? at;
      tokens.push({
        id: model.tokens_to_ids.get(symbol) ?? model.unk_token_id ?? -1,
        symbol,
        special: false,
        ...piece.span(start, start + length),
      });
      at = start + length;
    }
  }
  return model.fuse_unk ? fuseUnknown(tokens, model.unk_token_id) : tokens;
}

interface Unit {
  readonly symbol: string;
  /** Where in the piece it begins, where that is not where the one before ended. */
  readonly from?: number;
  readonly length: number;
}

/** The model's symbols for one piece, with the code units of the piece that each stands for. */
function unitsOf(model: TokenModel, piece: string): Unit[] {
  if (model.bpe) return bpeUnits(model, piece);
  if (model.tokenize)
    return model.tokenize(piece).map((symbol) => ({ symbol, length: symbol.length }));
  const symbols = model.encode([piece]);
  if (symbols.length === 1) return [{ symbol: symbols[0] ?? "", length: piece.length }];
  const prefix = model.config.continuing_subword_prefix ?? "";
  return symbols.map((symbol, i) => ({
    symbol,
    length: symbol.length - (i > 0 ? prefix.length : 0),
  }));
}

function bpeUnits(model: TokenModel, piece: string): Unit[] {
  if (model.ignore_merges && model.tokens_to_ids.has(piece)) {
    return [{ symbol: piece, length: piece.length }];
  }
  const units: Unit[] = [];
  const symbols = model.bpe?.(piece) ?? [];
  let at = 0;
  symbols.forEach((symbol, i) => {
    const suffix =
      (i === symbols.length - 1 ? model.end_of_word_suffix : model.continuing_subword_suffix) ?? "";
    const length = symbol.length - suffix.length;
    if (model.tokens_to_ids.has(symbol)) units.push({ symbol, from: at, length });
    else units.push(...fallbackUnits(model, symbol, at, length));
    at += length;
  });
  assert(at === piece.length, "the merged units of a piece make up the piece");
  return units;
}

/** What stands for a unit outside the vocabulary: its bytes, the unknown token, or nothing. */
function fallbackUnits(model: TokenModel, symbol: string, at: number, length: number): Unit[] {
  if (model.byte_fallback) {
    const units: Unit[] = [];
    let from = at;
    for (const character of symbol) {
      for (const byte of new TextEncoder().encode(character)) {
        const hex = byte.toString(16).toUpperCase().padStart(2, "0");
        units.push({ symbol: `<0x${hex}>`, from, length: character.length });
      }
      from += character.length;
    }
    if (units.every((unit) => model.tokens_to_ids.has(unit.symbol))) return units;
  }
  return model.unk_token == null ? [] : [{ symbol: model.unk_token, from: at, length }];
}

function fuseUnknown(
  tokens: readonly AlignedToken[],
  unknownId: number | undefined,
): AlignedToken[] {
  const fused: AlignedToken[] = [];
  for (const token of tokens) {
    const last = fused.at(-1);
    if (last && token.id === unknownId && last.id === unknownId) {
      fused[fused.length - 1] = { ...last, end: Math.max(last.end, token.end) };
    } else fused.push(token);
  }
  return fused;
}

/** `content` with the tokens that the post-processor puts around it, at the two ends of the text. */
function withSpecials(
  engine: Engine,
  content: readonly AlignedToken[],
  textLength: number,
  addSpecial: boolean,
): AlignedToken[] {
  const marker = "\u0000";
  const frame = engine.post_processor?.([marker], null, addSpecial).tokens ?? [marker];
  const place = frame.indexOf(marker);
  const special = (symbol: string, at: number): AlignedToken => ({
    id:
      engine.added_tokens_map.get(symbol)?.id ??
      engine.model.tokens_to_ids.get(symbol) ??
      engine.model.unk_token_id ??
      -1,
    symbol,
    special: true,
    start: at,
    end: at,
  });
  return [
    ...frame.slice(0, place).map((symbol) => special(symbol, 0)),
    ...content,
    ...frame.slice(place + 1).map((symbol) => special(symbol, textLength)),
  ];
}
