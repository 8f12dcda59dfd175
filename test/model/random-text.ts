/** Random texts of the kinds that break tokenizers, from a seed. */
export function randomTexts(count: number, seed: number): string[] {
  const random = mulberry(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return Array.from({ length: count }, () => {
    let text = "";
    const length = 1 + Math.floor(random() * 24);
    for (let i = 0; i < length; i++) text += random() < 0.15 ? codePoint(random) : pick(pieces);
    return text;
  });
}

const pieces = [
  ..."aZ3.,! \t\n",
  "\r\n",
  "  ",
  "   \n\n",
  " the",
  "doctor",
  " patient's",
  "don't",
  "é",
  "e\u0301",
  "A\u030a",
  "\u1e69",
  "s\u0323\u0307",
  "s\u0307\u0323",
  "ﬁ",
  "①",
  "Å",
  "½",
  "ＡＢ",
  "ｶﾞ",
  "ß",
  "İ",
  "ΟΔΟΣ",
  "Σ",
  "ς",
  "한국",
  "\u1112\u1161\u11ab",
  "ㄱㅏ",
  "\uffa1\uffc2",
  "東京",
  "日本語",
  "مرحبا",
  "السلام\u064e",
  "שלום",
  "हिन्दी",
  "กำ",
  "👩‍👩‍👧",
  "🍕",
  "👍🏽",
  "🇩🇪",
  "🇩",
  "\u200b",
  "\u200d",
  "\u200e",
  "\ufeff",
  "\u00a0",
  "\u3000",
  "\u2028",
  "\u0000",
  "\u0007",
  "\ud83d",
  "\ude00",
  "\ufffd",
  "～",
  "▁",
  "Ġ",
  "##",
  "<0x0A>",
  "<s>",
  "</s>",
  "<unk>",
  "<|im_end|>",
  "<|endoftext|>",
  "<mask>",
  "[MASK]",
  " [SEP] ",
  "{{ x }}",
  "{% if %}",
];

function codePoint(random: () => number): string {
  const planes = [0x250, 0x2000, 0xffff, 0x1ffff, 0x10ffff];
  const limit = planes[Math.floor(random() * planes.length)] as number;
  return String.fromCodePoint(Math.floor(random() * limit));
}

export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
