import type { TokenizerFiles } from "#model/tokenizer";

/** Hand-written tokenizers of the kinds that no fixture model uses. */

const special = (id: number, content: string, more: object = {}) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
  ...more,
});

function numbered(symbols: readonly string[]): Record<string, number> {
  return Object.fromEntries(symbols.map((symbol, id) => [symbol, id]));
}

/** BERT: cleaned, lower-cased, accents stripped, Chinese characters apart, `##` continuations. */
export const wordPiece: TokenizerFiles = {
  tokenizer: {
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [
        { SpecialToken: { id: "[CLS]", type_id: 0 } },
        { Sequence: { id: "A", type_id: 0 } },
        { SpecialToken: { id: "[SEP]", type_id: 0 } },
      ],
      pair: [],
      special_tokens: {},
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    added_tokens: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map((content, id) =>
      special(id, content),
    ),
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: numbered([
        ..."[PAD] [UNK] [CLS] [SEP] [MASK] the doct ##or ##ors cafe na ##ive 東 京 . , ! ' s οδο ##σ ##ς a b e z 3".split(
          " ",
        ),
      ]),
    },
  },
  config: { tokenizer_class: "BertTokenizer", unk_token: "[UNK]", cls_token: "[CLS]" },
};

/** T5 and its like: NFKC by Precompiled, Metaspace, Unigram, unknown characters fused. */
export const unigram: TokenizerFiles = {
  tokenizer: {
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "Precompiled", precompiled_charsmap: "" },
        { type: "Replace", pattern: { Regex: " {2,}" }, content: " " },
      ],
    },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "WhitespaceSplit" },
        { type: "Metaspace", replacement: "▁", prepend_scheme: "always", add_prefix_space: true },
      ],
    },
    post_processor: null,
    decoder: { type: "Metaspace", replacement: "▁", prepend_scheme: "always" },
    added_tokens: [
      special(0, "<pad>"),
      special(1, "</s>"),
      special(2, "<unk>"),
      special(40, "<mask>", { lstrip: true }),
      special(41, "<end>", { rstrip: true }),
    ],
    model: {
      type: "Unigram",
      unk_id: 2,
      vocab: [
        ["<pad>", 0],
        ["</s>", 0],
        ["<unk>", 0],
        ..."▁ ▁the ▁doctor ▁pat ient ient's a b c d e f i o r s t z 3 . , ! fi 1 한 국 ガ é ß ' A B Å 2"
          .split(" ")
          .map((symbol, i) => [symbol, -1 - i / 10]),
      ],
    },
  },
  config: {
    tokenizer_class: "T5Tokenizer",
    unk_token: "<unk>",
    eos_token: "</s>",
    pad_token: "<pad>",
  },
};

const byteSymbols = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
);

/** Gemma's and newer Llama's way: Metaspace on the first section only, byte fallback, NFC, no normalizer prefix. */
export const metaspaceFirst: TokenizerFiles = {
  tokenizer: {
    normalizer: { type: "Sequence", normalizers: [{ type: "NFC" }, { type: "Lowercase" }] },
    pre_tokenizer: {
      type: "Metaspace",
      replacement: "▁",
      prepend_scheme: "first",
      split: false,
    },
    post_processor: null,
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: "▁" }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        { type: "Strip", content: " ", start: 1, stop: 0 },
      ],
    },
    added_tokens: [special(0, "<unk>"), special(1, "<s>"), special(2, "</s>")],
    model: {
      type: "BPE",
      unk_token: "<unk>",
      fuse_unk: true,
      byte_fallback: true,
      vocab: numbered([
        "<unk>",
        "<s>",
        "</s>",
        ...byteSymbols,
        ..."▁ t h e th the ▁the d o c r do doc é ß σ ο δ 한 국 . ,".split(" "),
      ]),
      merges: ["t h", "th e", "▁ the", "d o", "do c"],
    },
  },
  config: { tokenizer_class: "PreTrainedTokenizerFast", unk_token: "<unk>", bos_token: "<s>" },
};

/** Byte-level BPE as Qwen and Llama 3 have it: NFC, a Split expression, ByteLevel without its own. */
export function splitByteLevel(base: TokenizerFiles): TokenizerFiles {
  return {
    ...base,
    tokenizer: {
      ...base.tokenizer,
      normalizer: { type: "NFC" },
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [
          {
            type: "Split",
            pattern: {
              Regex:
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            },
            behavior: "Isolated",
            invert: false,
          },
          { type: "ByteLevel", add_prefix_space: true, trim_offsets: false, use_regex: false },
        ],
      },
    },
  };
}

/** NFKC, lower case and accents stripped in front of a byte-level BPE. */
export function foldedByteLevel(base: TokenizerFiles): TokenizerFiles {
  return {
    ...base,
    tokenizer: {
      ...base.tokenizer,
      normalizer: {
        type: "Sequence",
        normalizers: [
          { type: "NFKC" },
          { type: "Lowercase" },
          { type: "NFD" },
          { type: "StripAccents" },
          { type: "Strip", strip_left: true, strip_right: true },
        ],
      },
    },
  };
}
