import { OnnxError } from "./problem.ts";

/** Random access to the bytes of one file; `read` may return fewer bytes at the end of the file. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** What a file may make the reader do; a hostile file is refused when it goes beyond. */
export const wireLimits = {
  /** Nested messages. Protobuf's own default; a subgraph takes three, real models nest two subgraphs. */
  depth: 100,
  /** Decoded fields and packed elements. An 80-layer export has some 200 000; one costs 400 bytes at most. */
  fields: 1_000_000,
  /** Bytes copied into memory: names, small tensors, unknown fields. Real graphs hold under 20 MB. */
  heldBytes: 256 * 2 ** 20,
} as const;

export type LimitName = keyof typeof wireLimits;

export const wireTypes = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const;

/** Bytes per read of the source: few system calls, and little read in vain around skipped weights. */
const windowBytes = 128 * 1024;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads protobuf's wire format from a source by a sliding window; throws OnnxError. */
export class WireReader {
  position = 0;
  readonly size: number;
  private readonly source: ByteSource;
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;
  private depth = 0;
  private fieldCount = 0;
  private heldByteCount = 0;

  constructor(source: ByteSource) {
    this.source = source;
    this.size = source.size;
  }

  /** Reads a field's key; counts it against the limit. */
  tag(): { number: number; wireType: number } {
    this.count(1);
    const start = this.position;
    const key = this.varint();
    if (typeof key === "bigint" || key > 0xffffffff || key < 8) {
      throw this.malformed("a field number out of range", start);
    }
    return { number: Math.floor(key / 8), wireType: key % 8 };
  }

  /** Reads an unsigned 64-bit varint, as a bigint where a number could not hold it. */
  varint(): number | bigint {
    let low = 0;
    let scale = 1;
    for (let index = 0; index < 7; index += 1) {
      const byte = this.byte();
      low += (byte & 0x7f) * scale;
      if (byte < 0x80) return low;
      scale *= 128;
    }
    let value = BigInt(low);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        const unsigned = BigInt.asUintN(64, value);
        return unsigned <= Number.MAX_SAFE_INTEGER ? Number(unsigned) : unsigned;
      }
    }
    throw this.malformed("a varint longer than ten bytes");
  }

  /** Reads a length and checks that it stays before `end`. */
  length(end: number): number {
    const start = this.position;
    const length = this.varint();
    if (typeof length === "bigint") throw this.malformed("a length beyond 2^53", start);
    const needed = this.position + length;
    if (needed > end) {
      if (end === this.size) throw new OnnxError([{ kind: "truncated", size: this.size, needed }]);
      throw this.malformed("a field longer than its message", start);
    }
    return length;
  }

  float32(): number {
    return view(this.bytes(4)).getFloat32(0, true);
  }

  float64(): number {
    return view(this.bytes(8)).getFloat64(0, true);
  }

  /** Copies the next `length` bytes; counts them against the limit. */
  bytes(length: number): Uint8Array {
    this.heldByteCount += length;
    if (this.heldByteCount > wireLimits.heldBytes) throw this.overLimit("heldBytes");
    const within = this.position - this.windowStart;
    if (within >= 0 && within + length <= this.window.length) {
      this.position += length;
      return this.window.slice(within, within + length);
    }
    const bytes = this.source.read(this.position, length);
    if (bytes.length < length) throw this.truncated(length);
    this.position += length;
    return bytes.slice(0, length);
  }

  string(length: number): string {
    const start = this.position;
    const bytes = this.bytes(length);
    try {
      return utf8.decode(bytes);
    } catch {
      throw this.malformed("a name that is not UTF-8", start);
    }
  }

  /** Moves past the value of a field whose key was just read. */
  skip(wireType: number, end: number): void {
    if (wireType === wireTypes.varint) this.varint();
    else if (wireType === wireTypes.fixed64) this.position += 8;
    else if (wireType === wireTypes.fixed32) this.position += 4;
    else if (wireType === wireTypes.delimited) {
      const length = this.length(end);
      this.position += length;
    } else throw this.malformed(`wire type ${wireType}`);
  }

  /** Runs `body` one message deeper and checks that it ends exactly at `end`. */
  nested<T>(end: number, body: () => T): T {
    this.depth += 1;
    if (this.depth > wireLimits.depth) throw this.overLimit("depth");
    const result = body();
    if (this.position > this.size) throw this.truncated(0);
    if (this.position !== end) throw this.malformed("a field that runs past its message");
    this.depth -= 1;
    return result;
  }

  /** Counts `count` decoded fields or elements against the limit. */
  count(count: number): void {
    this.fieldCount += count;
    if (this.fieldCount > wireLimits.fields) throw this.overLimit("fields");
  }

  malformed(reason: string, offset = this.position): OnnxError {
    return new OnnxError([{ kind: "malformed", offset, reason }]);
  }

  private byte(): number {
    const within = this.position - this.windowStart;
    if (within < 0 || within >= this.window.length) {
      this.window = this.source.read(this.position, windowBytes);
      this.windowStart = this.position;
      if (this.window.length === 0) throw this.truncated(1);
    }
    const byte = this.window[this.position - this.windowStart]!;
    this.position += 1;
    return byte;
  }

  private truncated(length: number): OnnxError {
    return new OnnxError([{ kind: "truncated", size: this.size, needed: this.position + length }]);
  }

  private overLimit(limit: LimitName): OnnxError {
    return new OnnxError([{ kind: "over-limit", limit, offset: this.position }]);
  }
}

/** Writes protobuf's wire format into one growing buffer. */
export class WireWriter {
  private buffer = new Uint8Array(256);
  private length = 0;

  tag(number: number, wireType: number): void {
    this.varint(number * 8 + wireType);
  }

  /** Writes a 64-bit varint; a negative value takes ten bytes (two's complement). */
  varint(value: number | bigint): void {
    if (typeof value === "bigint" || value < 0) {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 0x7fn; rest >>= 7n) this.byte(Number(rest & 0x7fn) | 0x80);
      this.byte(Number(rest));
      return;
    }
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 0x80);
    this.byte(rest);
  }

  float32(value: number): void {
    const bytes = new Uint8Array(4);
    view(bytes).setFloat32(0, value, true);
    this.bytes(bytes);
  }

  float64(value: number): void {
    const bytes = new Uint8Array(8);
    view(bytes).setFloat64(0, value, true);
    this.bytes(bytes);
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  delimited(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.bytes(bytes);
  }

  finish(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private byte(byte: number): void {
    this.reserve(1);
    this.buffer[this.length] = byte;
    this.length += 1;
  }

  private reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
