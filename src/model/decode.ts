import type { DecoderConfig, Engine } from "./library.ts";

/** Bytes that one token adds to the text, given its place in the sequence. */
export type TokenBytes = (id: number, isFirst: boolean) => Uint8Array;

const utf8 = new TextEncoder();

/**
 * How the tokenizer's vocabulary writes bytes: byte-level alphabets, `<0x0A>` with metaspace, WordPiece's `##` or a
 * word's end suffix. As in the library, the first token of SentencePiece loses its space, so that encoding the text
 * again gives the same tokens. Special tokens are written out.
 */
export function tokenBytesOf(engine: Engine): TokenBytes {
  const decoders = flatten(engine.decoder?.config);
  const added = new Map(engine.added_tokens.map((token) => [token.id, token.content]));
  const write = writerFor(decoders);
  return (id, isFirst) => {
    const content = added.get(id);
    if (content !== undefined) return utf8.encode(content);
    return write(engine.model.vocab[id] ?? engine.model.unk_token ?? "", isFirst);
  };
}

/**
 * What each token adds to the text: whole characters, each on the token that completes it, so that the pieces joined
 * are the decoded text. Bytes that never make a character become U+FFFD; at the end only when `isWhole`, since more
 * tokens may still complete them otherwise.
 */
export function decodePieces(
  ids: readonly number[],
  bytesOf: TokenBytes,
  isWhole: boolean,
): string[] {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const pieces = ids.map((id, i) => decoder.decode(bytesOf(id, i === 0), { stream: true }));
  if (isWhole && pieces.length > 0) pieces[pieces.length - 1] += decoder.decode();
  return pieces;
}

function flatten(config: DecoderConfig | undefined): DecoderConfig[] {
  if (!config) return [];
  return config.type === "Sequence" ? (config.decoders ?? []).flatMap(flatten) : [config];
}

function writerFor(
  decoders: readonly DecoderConfig[],
): (symbol: string, isFirst: boolean) => Uint8Array {
  const byType = (type: string) => decoders.find((decoder) => decoder.type === type);
  if (byType("ByteLevel")) return byteLevelBytes;
  const wordPiece = byType("WordPiece");
  if (wordPiece) {
    const prefix = wordPiece.prefix ?? "##";
    return (symbol, isFirst) => {
      if (symbol.startsWith(prefix)) return utf8.encode(symbol.slice(prefix.length));
      return utf8.encode(isFirst ? symbol : ` ${symbol}`);
    };
  }
  const suffix = byType("BPEDecoder")?.suffix;
  if (suffix) return (symbol) => utf8.encode(symbol.replaceAll(suffix, " "));
  const space = byType("Metaspace")?.replacement ?? "▁";
  const hasBytes = byType("ByteFallback") !== undefined;
  const strips = decoders.some(
    ({ type, start }) => type === "Metaspace" || (type === "Strip" && start),
  );
  return (symbol, isFirst) => {
    const byte = hasBytes ? /^<0x([0-9A-Fa-f]{2})>$/.exec(symbol)?.[1] : undefined;
    if (byte) return Uint8Array.of(Number.parseInt(byte, 16));
    const text = symbol.replaceAll(space, " ");
    return utf8.encode(strips && isFirst && text.startsWith(" ") ? text.slice(1) : text);
  };
}

/** GPT-2's alphabet: printable Latin-1 stands for itself, the other bytes follow from U+0100 on. */
const byteOfLetter: ReadonlyMap<string, number> = (() => {
  const letters = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    letters.set(String.fromCharCode(isPrintable ? byte : next++), byte);
  }
  return letters;
})();

function byteLevelBytes(symbol: string): Uint8Array {
  const bytes: number[] = [];
  for (const letter of symbol) {
    const byte = byteOfLetter.get(letter);
    if (byte === undefined) bytes.push(...utf8.encode(letter));
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
