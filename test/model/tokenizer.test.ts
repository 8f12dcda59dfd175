import { describe, expect, it } from "vitest";
import { Tokenizer, type TokenizerFiles } from "#model/tokenizer";
import type { PromptToken } from "#protocol/explanation";
import type { PromptSource } from "#protocol/request";
import {
  bundledFolder,
  fixtureModel,
  type GoldenCase,
  goldenCases,
  tokenizerFiles,
  tokenizerOf,
} from "./fixtures.ts";
import { randomTexts } from "./random-text.ts";
import {
  foldedByteLevel,
  metaspaceFirst,
  splitByteLevel,
  unigram,
  wordPiece,
} from "./small-tokenizers.ts";

const raw = (text: string): PromptSource => ({ text, frame: "raw" });
const spans = (tokens: readonly PromptToken[]) => tokens.map(({ start, end }) => [start, end]);
const userTokens = (tokens: readonly PromptToken[]) => tokens.filter((t) => t.role === "user");
const pieces = (text: string, tokens: readonly PromptToken[]) =>
  userTokens(tokens).map((t) => text.slice(t.start, t.end));

/** The span of each token, from its UTF-8 bytes and the text: the character that each byte belongs to. */
function spansFromBytes(golden: GoldenCase): number[][] {
  const byteSpans: number[][] = [];
  let at = 0;
  for (const character of golden.prompt) {
    const span = [at, at + character.length];
    for (const _ of new TextEncoder().encode(character)) byteSpans.push(span);
    at += character.length;
  }
  const bytes = golden.token_bytes_hex.map((hex) => hex.length / 2);
  const prefix = golden.n_special_prefix;
  const content = bytes.slice(prefix).reduce((sum, count) => sum + count, 0);
  let next = byteSpans.length - content;
  return bytes.map((count, i) => {
    if (i < prefix) return [0, 0];
    const covered = byteSpans.slice(Math.max(next, 0), next + count);
    next += count;
    return [covered[0]?.[0] ?? -1, covered.at(-1)?.[1] ?? -1];
  });
}

describe.each(["tiny-gpt2", "tiny-llama"])("spans of %s against the reference", (model) => {
  it.each(goldenCases(model))("$prompt", async (golden) => {
    const tokenizer = await tokenizerOf(fixtureModel(model));
    const { tokens, isChat } = tokenizer.encode(raw(golden.prompt));
    expect(isChat).toBe(false);
    expect(tokens.map((token) => token.id)).toEqual(golden.input_ids);
    expect(spans(tokens)).toEqual(spansFromBytes(golden));
    const roles = golden.input_ids.map((_, i) =>
      i < golden.n_special_prefix ? "special" : "user",
    );
    expect(tokens.map((token) => token.role)).toEqual(roles);
    expect(tokenizer.decode(golden.greedy.ids).join("")).toBe(golden.greedy.text);
    expect(tokenizer.encode({ text: golden.prompt, frame: "auto" }).tokens).toEqual(tokens);
  });
});

const byteLevel = tokenizerFiles(fixtureModel("tiny-gpt2"));
const kinds: [string, TokenizerFiles, { drops?: RegExp }][] = [
  ["byte-level BPE", byteLevel, {}],
  ["byte-level BPE, NFC, Split, prefix space", splitByteLevel(byteLevel), {}],
  [
    "byte-level BPE, NFKC, lower case, accents stripped",
    foldedByteLevel(byteLevel),
    { drops: /[\s\p{M}]/u },
  ],
  ["RoBERTa's byte-level BPE", tokenizerFiles(fixtureModel("tiny-roberta")), {}],
  ["SentencePiece BPE with byte fallback", tokenizerFiles(fixtureModel("tiny-llama")), {}],
  ["the bundled chat model's", tokenizerFiles(`${bundledFolder}/story-chat`), {}],
  ["Metaspace on the first section", metaspaceFirst, {}],
  ["WordPiece", wordPiece, { drops: /[\s\p{C}\p{M}\ufffd]/u }],
  ["Unigram", unigram, { drops: /[\s\p{C}\ufffd\u2581]/u }],
];

describe.each(kinds)("random text: %s", (_, files, { drops }) => {
  it("is covered in order by whole characters, with the library's ids", async () => {
    const tokenizer = await Tokenizer.create(files);
    for (const text of randomTexts(400, 7)) {
      const { tokens } = tokenizer.encode(raw(text));
      checkSpans(text, tokens, drops);
      expect(tokenizer.encode(raw(text)).tokens).toEqual(tokens);
    }
  });
});

function checkSpans(text: string, tokens: readonly PromptToken[], drops: RegExp | undefined): void {
  let covered = 0;
  let last = { start: 0, end: 0 };
  const problems: string[] = [];
  const gap = (end: number) =>
    [...text.slice(covered, end)].every((character) => drops?.test(character) ?? false);
  for (const token of userTokens(tokens)) {
    if (token.start < last.start || token.end < last.end) problems.push("out of order");
    if (token.end <= token.start) problems.push("empty");
    if (splitsPair(text, token.start) || splitsPair(text, token.end)) problems.push("split pair");
    if (!gap(token.start)) problems.push(`not covered before ${token.start}`);
    covered = Math.max(covered, token.end);
    last = token;
  }
  if (!gap(text.length)) problems.push("not covered at the end");
  expect(problems.length > 0 ? { problems, text, tokens } : undefined).toBeUndefined();
}

function splitsPair(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text[at - 1] ?? "") && /[\udc00-\udfff]/.test(text[at] ?? "");
}

describe("known texts", () => {
  const rows: [string, TokenizerFiles, string, string[]][] = [
    [
      "WordPiece drops spaces, strips accents, splits words",
      wordPiece,
      "The Cafe\u0301 doctors' naïve",
      ["The", "Cafe\u0301", "doct", "ors", "'", "na", "ïve"],
    ],
    ["WordPiece: an unknown word is one token", wordPiece, "a xyzzy.", ["a", "xyzzy", "."]],
    ["WordPiece: Chinese characters stand alone", wordPiece, "a東京b", ["a", "東", "京", "b"]],
    ["Unigram: NFKC's one character from two", unigram, "the ｶﾞ", ["the", "ｶﾞ", "ｶﾞ"]],
    ["Unigram: two characters from one ligature", unigram, "ﬁ", ["ﬁ", "ﬁ"]],
    [
      "Unigram: unknown ones fused, a space of its own shares the first",
      unigram,
      "the 東京",
      ["the", "東", "東京"],
    ],
    [
      "Unigram: a mask takes the space before it",
      unigram,
      "the <mask> the",
      ["the", " <mask>", "the"],
    ],
    [
      "Unigram: and one that takes the space after",
      unigram,
      "the<end>  the",
      ["the", "<end>  ", "the"],
    ],
    [
      "byte fallback: each byte has the whole character",
      metaspaceFirst,
      "the 🍕",
      ["the", " ", "🍕", "🍕", "🍕", "🍕"],
    ],
    [
      "lower case that depends on its neighbours",
      metaspaceFirst,
      "tΟΔΟΣ",
      ["t", "t", "Ο", "Δ", "Ο", "Σ", "Σ"],
    ],
    [
      "NFC over Hangul jamo",
      metaspaceFirst,
      "the\u1112\u1161\u11ab국",
      ["the", "\u1112\u1161\u11ab", "국"],
    ],
  ];
  it.each(rows)("%s", async (_, files, text, expected) => {
    const tokenizer = await Tokenizer.create(files);
    expect(pieces(text, tokenizer.encode(raw(text)).tokens)).toEqual(expected);
  });

  it("refuses a tokenizer that the library does not know", async () => {
    const odd = {
      ...wordPiece,
      tokenizer: { ...wordPiece.tokenizer, normalizer: { type: "Odd" } },
    };
    await expect(Tokenizer.create(odd)).rejects.toMatchObject({
      failure: { kind: "model-unsupported" },
    });
  });
});

describe("decode", () => {
  it("puts a character on the token that completes it", async () => {
    const tokenizer = await tokenizerOf(fixtureModel("tiny-gpt2"));
    const text = "I love 🍕!";
    const ids = tokenizer.encodeText(text);
    const decoded = tokenizer.decode(ids);
    expect(decoded.join("")).toBe(text);
    expect(decoded.filter((piece) => piece.includes("🍕"))).toHaveLength(1);
    expect(decoded.every((piece) => !piece.includes("\ufffd"))).toBe(true);
    const cut = ids.slice(0, -2);
    expect(tokenizer.decode(cut).join("")).toBe("I love \ufffd");
    expect(tokenizer.decode(cut, false).join("")).toBe("I love ");
  });

  it.each([
    ["byte-level", byteLevel],
    ["SentencePiece", tokenizerFiles(fixtureModel("tiny-llama"))],
    ["the bundled", tokenizerFiles(`${bundledFolder}/story-chat`)],
  ])("gives back well-formed text: %s", async (_, files) => {
    const tokenizer = await Tokenizer.create(files);
    for (const text of randomTexts(100, 3)) {
      // SentencePiece writes a space as ▁, and its library takes what looks like a byte token for that byte
      const clean = Buffer.from(text).toString().replaceAll(/[▁<]/g, "");
      expect(tokenizer.decode(tokenizer.encodeText(clean)).join("")).toBe(clean);
    }
  });
});

describe("truncate", () => {
  it.each([
    ["start", "tiny-gpt2"],
    ["end", "tiny-gpt2"],
    ["start", "tiny-llama"],
    ["end", "tiny-llama"],
  ] as const)("keeps as much of the %s as fits: %s", async (keep, model) => {
    const tokenizer = await tokenizerOf(fixtureModel(model));
    const text =
      "Once upon a time 👩‍👩‍👧 there was a king who had two daughters and one son. ".repeat(8);
    for (const limit of [5, 20, 64]) {
      const { start, end } = tokenizer.truncate(raw(text), limit, keep);
      const { tokens } = tokenizer.encode(raw(text.slice(start, end)));
      expect(tokens.length).toBeLessThanOrEqual(limit);
      expect(tokens.length).toBeGreaterThan(limit - 6);
      expect(keep === "start" ? start : end).toBe(keep === "start" ? 0 : text.length);
      expect(splitsPair(text, start) || splitsPair(text, end)).toBe(false);
    }
    expect(tokenizer.truncate(raw("The"), 100, keep)).toEqual({ start: 0, end: 3 });
    expect(tokenizer.truncate(raw(text), 0, keep)).toEqual(
      keep === "start" ? { start: 0, end: 0 } : { start: text.length, end: text.length },
    );
  });
});
