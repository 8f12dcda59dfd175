import { assert } from "#base/assert";
import type { EncodedPrompt, ScoringModel } from "#explain/scoring-model";
import type { PromptToken } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { PromptSource } from "#protocol/request";
import type { Span } from "#text/span";
import { type AlignedToken, alignTokens } from "./align-tokens.ts";
import { type FramedText, frameChat } from "./chat-frame.ts";
import { decodePieces, type TokenBytes, tokenBytesOf } from "./decode.ts";
import { type LibraryTokenizer, loadLibrary } from "./library.ts";

/** A model folder's tokenizer files, parsed. */
export interface TokenizerFiles {
  readonly tokenizer: Record<string, unknown>;
  readonly config: Record<string, unknown>;
  /** chat_template.jinja, which has precedence over the config's. */
  readonly chatTemplate?: string;
}

/**
 * The tokenizer of @huggingface/transformers with what it lacks: exact spans in the user's text.
 *
 * A user who types a special token's name, such as `<|im_end|>`, gets that token, as the library (and the model's
 * own code) has it: in a chat this ends the user's turn early. It keeps the role `user` and its span, so that it can
 * be masked and seen.
 */
export class Tokenizer {
  readonly hasChatTemplate: boolean;
  readonly specialIds: ScoringModel["specialIds"];
  private readonly library: LibraryTokenizer;
  private readonly bytesOf: TokenBytes;

  private constructor(library: LibraryTokenizer, config: Record<string, unknown>) {
    this.library = library;
    this.hasChatTemplate = Boolean(library.chat_template);
    this.bytesOf = tokenBytesOf(library._tokenizer);
    this.specialIds = specialIdsOf(library, config);
  }

  /** Throws ExplainError `model-unsupported` for a tokenizer that the library cannot build. */
  static async create(files: TokenizerFiles): Promise<Tokenizer> {
    const library = await loadLibrary();
    const config = completeConfig(files);
    const name = String(config.tokenizer_class ?? "").replace(/Fast$/, "");
    const candidate = (library as Record<string, unknown>)[name];
    const Class = isTokenizerClass(candidate, library.PreTrainedTokenizer)
      ? candidate
      : library.PreTrainedTokenizer;
    try {
      const built = new Class(files.tokenizer, config);
      return new Tokenizer(built as unknown as LibraryTokenizer, config);
    } catch (error) {
      throw new ExplainError({
        kind: "model-unsupported",
        message: `The tokenizer of this model cannot be used: ${error instanceof Error ? error.message : String(error)}`,
        remedy: "Choose another model.",
      });
    }
  }

  /** How many ids the vocabulary has, added tokens included. */
  get vocabularySize(): number {
    return this.library._tokenizer.model.vocab.length;
  }

  /**
   * The prompt as the model reads it. In a chat the template's text is tokenised whole, without further special
   * tokens; raw text with the special tokens that the tokenizer adds, a system prompt in front of it after a blank
   * line. A token that holds user text and template text has role `user` and the span of the user's part. Tokens
   * outside the user's text have an empty span: 0 before it, the text's length after it. `text` is what the token
   * stands for in the framed prompt.
   */
  encode(source: PromptSource): EncodedPrompt {
    const isChat = this.isChat(source.frame);
    const framed = isChat ? this.chat(source) : raw(source, this.aroundOf(source));
    const tokens = this.align(framed.text, !isChat).map((token) =>
      placeToken(token, framed, source.text.length),
    );
    return { source, tokens, isChat };
  }

  /** The ids of `text` alone, nothing special added. */
  encodeText(text: string): number[] {
    return this.align(text, false).map((token) => token.id);
  }

  /** What each id adds to the text, see `decodePieces`. */
  decode(ids: readonly number[], isWhole = true): string[] {
    return decodePieces(ids, this.bytesOf, isWhole);
  }

  /** The stretch of `source.text`, from its start or its end, whose prompt fits `tokenCount` tokens. */
  truncate(source: PromptSource, tokenCount: number, keep: "start" | "end"): Span {
    let start = 0;
    let end = source.text.length;
    while (start < end) {
      const text = source.text.slice(start, end);
      const { tokens } = this.encode({ ...source, text });
      const excess = tokens.length - tokenCount;
      if (excess <= 0) break;
      const user = tokens.filter((token) => token.start < token.end);
      const cut = keep === "start" ? user.at(-excess)?.start : user[excess - 1]?.end;
      if (keep === "start") end = start + Math.min(cut ?? 0, text.length - 1);
      else start += Math.max(cut ?? text.length, 1);
    }
    return { start, end };
  }

  /** What stands around the user's text, with this model's own mask token. */
  private aroundOf({ around = { before: "", after: "" } }: PromptSource): Around {
    const mask = this.maskToken;
    const named = (text: string) => (mask ? text.replaceAll("<mask>", mask) : text);
    return { before: named(around.before), after: named(around.after) };
  }

  private get maskToken(): string | undefined {
    const { mask } = this.specialIds;
    return mask === undefined ? undefined : this.library._tokenizer.model.vocab[mask];
  }

  private isChat(frame: PromptSource["frame"]): boolean {
    if (frame === "chat" && !this.hasChatTemplate) {
      throw new ExplainError({
        kind: "invalid-option",
        message: "This model has no chat template.",
        remedy: "Use the prompt as it is (raw), or choose a chat model.",
      });
    }
    return frame !== "raw" && this.hasChatTemplate;
  }

  private chat(source: PromptSource): FramedText {
    const render = (user: string, system: string | undefined): string =>
      this.library.apply_chat_template(
        [
          ...(system === undefined ? [] : [{ role: "system", content: system }]),
          { role: "user", content: user },
        ],
        { tokenize: false, add_generation_prompt: true },
      );
    const around = this.aroundOf(source);
    const { before, after } = around;
    const framed = frameChat(render, before + source.text + after, source.system || undefined);
    return within(framed, around, source.text.length);
  }

  private align(text: string, addSpecial: boolean): AlignedToken[] {
    if (text === "" && !addSpecial) return [];
    const tokens = alignTokens(this.library._tokenizer, text, addSpecial);
    if (text.length > verifiedLength) return tokens;
    const ids = this.library.encode(text, { add_special_tokens: addSpecial });
    assert(
      ids.length === tokens.length && ids.every((id, i) => id === tokens[i]?.id),
      `the tokens with spans are the library's: ${ids.join()} and ${tokens.map((t) => t.id).join()}`,
    );
    return tokens;
  }
}

/** Longer texts, which no model here reads whole, are not encoded a second time to check the ids. */
const verifiedLength = 20_000;

type Around = NonNullable<PromptSource["around"]>;

/** The user's part of a message that is the user's text in a frame; `framed` has the whole message as the user's. */
function within(framed: FramedText, { before, after }: Around, length: number): FramedText {
  if (before === "" && after === "") return framed;
  const origin = framed.user.start - framed.userOffset;
  const start = Math.max(framed.user.start, origin + before.length);
  const end = Math.min(framed.user.end, origin + before.length + length);
  return {
    ...framed,
    user: { start, end: Math.max(start, end) },
    userOffset: start - origin - before.length,
  };
}

function raw(source: PromptSource, { before, after }: Around): FramedText {
  const front = (source.system ? `${source.system}\n\n` : "") + before;
  const text = front + source.text + after;
  return {
    text,
    user: { start: front.length, end: front.length + source.text.length },
    userOffset: 0,
    ...(source.system ? { system: { start: 0, end: source.system.length } } : {}),
  };
}

function placeToken(token: AlignedToken, framed: FramedText, textLength: number): PromptToken {
  const { user, system } = framed;
  const start = Math.max(token.start, user.start);
  const end = Math.min(token.end, user.end);
  const text = token.start < token.end ? framed.text.slice(token.start, token.end) : token.symbol;
  const shift = framed.userOffset - user.start;
  if (start < end) {
    return { id: token.id, text, role: "user", start: start + shift, end: end + shift };
  }
  const at = isBefore(token, user) ? 0 : textLength;
  const isSystem = system && token.start < system.end && token.end > system.start;
  const role = token.special ? "special" : isSystem ? "system" : "template";
  return { id: token.id, text, role, start: at, end: at };
}

/** Special tokens added in front have an empty span at 0, those at the end one at the text's end. */
function isBefore(token: Span, user: Span): boolean {
  return token.end <= user.start && (token.start < user.end || token.end === 0);
}

type TokenizerClass = new (tokenizer: object, config: object) => unknown;

function isTokenizerClass(candidate: unknown, base: TokenizerClass): candidate is TokenizerClass {
  return (
    typeof candidate === "function" && (candidate === base || candidate.prototype instanceof base)
  );
}

const tokenKeys = [
  "bos_token",
  "eos_token",
  "unk_token",
  "sep_token",
  "pad_token",
  "cls_token",
  "mask_token",
] as const;

/** The config as the library wants it: older files lack the mark of an added token on an object. */
function completeConfig(files: TokenizerFiles): Record<string, unknown> {
  const config = { ...files.config };
  for (const key of tokenKeys) {
    const value = config[key];
    if (isObject(value) && typeof value.content === "string") {
      config[key] = { ...value, __type: "AddedToken" };
    }
  }
  if (files.chatTemplate !== undefined) config.chat_template = files.chatTemplate;
  return config;
}

function specialIdsOf(
  library: LibraryTokenizer,
  config: Record<string, unknown>,
): ScoringModel["specialIds"] {
  const ids: Partial<Record<"pad" | "unk" | "mask" | "eos" | "bos", number>> = {};
  for (const name of ["pad", "unk", "mask", "eos", "bos"] as const) {
    const value = config[`${name}_token`];
    const symbol = isObject(value) ? value.content : value;
    const id =
      typeof symbol === "string" ? library._tokenizer.model.tokens_to_ids.get(symbol) : undefined;
    if (id !== undefined) ids[name] = id;
  }
  return ids;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
