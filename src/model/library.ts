/**
 * What this room uses of @huggingface/transformers, loaded on first use because importing it takes a while. Its
 * tokenizer keeps the steps of encoding in fields that its types leave out; they are named here, once.
 */
export type Library = typeof import("@huggingface/transformers");

let library: Promise<Library> | undefined;

export function loadLibrary(): Promise<Library> {
  library ??= import("@huggingface/transformers");
  return library;
}

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly special: boolean;
}

/** A step that changes text; `normalizers` where it is a sequence of steps. */
export interface Normalizer {
  (text: string): string;
  readonly config: {
    readonly type: string;
    readonly content?: string;
    readonly prepend?: string;
    readonly strip_left?: boolean;
    readonly strip_right?: boolean;
  };
  readonly pattern?: RegExp | null;
  readonly normalizers?: readonly (Normalizer | null)[];
}

/** A step that cuts text; `tokenizers` where it is a sequence of steps. */
export interface PreTokenizer {
  (text: string, options?: { readonly section_index: number }): string[];
  readonly config?: { readonly content?: string };
  readonly tokenizers?: readonly (PreTokenizer | null)[];
  /** ByteLevel only. */
  readonly byte_encoder?: Readonly<Record<number, string>>;
  readonly add_prefix_space?: boolean;
  readonly use_regex?: boolean;
  readonly pattern?: RegExp | null;
  /** Metaspace only. */
  readonly prepend_scheme?: "always" | "first" | "never";
  readonly replacement?: string;
  readonly str_rep?: string;
  /** Replace only. */
  readonly content?: string;
}

export interface TokenModel {
  (pieces: readonly string[]): string[];
  readonly config: { readonly continuing_subword_prefix?: string | null };
  readonly vocab: readonly (string | undefined)[];
  readonly tokens_to_ids: ReadonlyMap<string, number>;
  readonly unk_token?: string | null;
  readonly unk_token_id?: number;
  readonly fuse_unk: boolean;
  encode(pieces: readonly string[]): string[];
  /** BPE only: the merged units of one piece, before unknown ones are looked for. */
  bpe?(piece: string): string[];
  readonly end_of_word_suffix?: string | null;
  readonly continuing_subword_suffix?: string | null;
  readonly byte_fallback?: boolean;
  readonly ignore_merges?: boolean;
  /** Unigram only. */
  tokenize?(piece: string): string[];
}

/** The engine inside the library's tokenizer: @huggingface/tokenizers. */
export interface Engine {
  readonly normalizer: Normalizer | null;
  readonly pre_tokenizer: PreTokenizer | null;
  readonly model: TokenModel;
  readonly post_processor:
    | ((
        tokens: readonly string[],
        pair: null,
        addSpecial: boolean,
      ) => { readonly tokens: string[] })
    | null;
  readonly decoder: { readonly config: DecoderConfig } | null;
  readonly added_tokens: readonly AddedToken[];
  readonly added_tokens_map: ReadonlyMap<string, AddedToken>;
  readonly splitter_unnormalized: { split(text: string): string[] };
  readonly splitter_normalized: { split(text: string): string[] };
  readonly remove_space?: boolean;
  readonly do_lowercase_and_remove_accent: boolean;
}

export interface DecoderConfig {
  readonly type: string;
  readonly decoders?: readonly DecoderConfig[];
  readonly prefix?: string;
  readonly suffix?: string;
  readonly replacement?: string;
  readonly start?: number;
}

/** The library's tokenizer with what this room calls on it. */
export interface LibraryTokenizer {
  readonly _tokenizer: Engine;
  readonly chat_template: unknown;
  encode(text: string, options: { add_special_tokens: boolean }): number[];
  apply_chat_template(
    conversation: readonly { readonly role: string; readonly content: string }[],
    options: { tokenize: false; add_generation_prompt: boolean },
  ): string;
}
