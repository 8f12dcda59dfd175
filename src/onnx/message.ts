import { assert } from "#base/assert";
import { type WireReader, WireWriter, wireTypes } from "./wire.ts";

/** A stretch of a file, in bytes: weights are located by it and never read. */
export interface FileRegion {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** Bytes held in memory, or the place in a file where they lie. */
export type Data = Uint8Array | FileRegion;

export type Int64 = number | bigint;

/** What every decoded message carries: the fields that its table does not name, as they came. */
export interface Message {
  readonly unknown?: readonly UnknownField[];
}

/** One field not in the table: its key and value as they were in the file. */
export interface UnknownField {
  readonly number: number;
  readonly bytes: Uint8Array;
}

type Scalar = "int64" | "uint64" | "size" | "float32" | "float64" | "string" | "bytes" | "data";

interface Field {
  readonly name: string;
  readonly type: Scalar | (() => Schema<Message>);
  readonly shape: "one" | "name" | "many" | "packed";
}

/**
 * The fields of one message by number. Absent from the file, a field of shape `one` is undefined, a `name` is
 * "", `many` and `packed` are empty arrays.
 */
export interface Schema<T extends Message> {
  readonly fields: ReadonlyMap<number, Field>;
  /** Never set: ties the table to its interface. */
  readonly decodesTo?: T;
}

type FieldRow<T> = readonly [keyof T & string, Field["type"], Field["shape"]?];

/** Makes a schema from rows `number: [name, type, shape = "one"]`. */
export function schema<T extends Message>(rows: Readonly<Record<number, FieldRow<T>>>): Schema<T> {
  const fields = Object.entries(rows).map(
    ([number, [name, type, shape = "one"]]) => [Number(number), { name, type, shape }] as const,
  );
  return { fields: new Map(fields.sort(([a], [b]) => a - b)) };
}

/** Longer `data` fields are located, not read: above any shape, axis or scalar constant. */
const inlineDataBytes = 1024;

/** Decodes the message that ends at `end`; regions name the file `path`. Throws OnnxError. */
export function decodeMessage<T extends Message>(
  reader: WireReader,
  schema: Schema<T>,
  path: string,
  end = reader.size,
): T {
  const message: Record<string, unknown> = {};
  for (const field of schema.fields.values()) {
    if (field.shape !== "one") message[field.name] = field.shape === "name" ? "" : [];
  }
  const unknown: UnknownField[] = [];
  reader.nested(end, () => {
    while (reader.position < end) {
      const start = reader.position;
      const { number, wireType } = reader.tag();
      const field = schema.fields.get(number);
      const many = message[field?.name ?? ""] as unknown[];
      if (field && wireType === wireTypeOf(field.type)) {
        const value = decodeValue(reader, field.type, path, end);
        if (isRepeated(field)) many.push(value);
        else message[field.name] = value;
      } else if (field && isRepeated(field) && wireType === wireTypes.delimited) {
        const length = reader.length(end);
        const packedEnd = reader.position + length;
        reader.nested(packedEnd, () => {
          while (reader.position < packedEnd) {
            reader.count(1);
            many.push(decodeValue(reader, field.type, path, packedEnd));
          }
        });
      } else {
        reader.skip(wireType, end);
        const length = reader.position - start;
        reader.position = start;
        unknown.push({ number, bytes: reader.bytes(length) });
      }
    }
  });
  if (unknown.length > 0) message.unknown = unknown;
  return message as T;
}

/** Encodes a message in the order of field numbers; `readRegion` embeds located data. */
export function encodeMessage<T extends Message>(
  schema: Schema<T>,
  message: T,
  readRegion?: (region: FileRegion) => Uint8Array,
): Uint8Array {
  const writer = new WireWriter();
  const unknown = [...(message.unknown ?? [])].sort((a, b) => a.number - b.number);
  for (const [number, field] of schema.fields) {
    while (unknown[0] && unknown[0].number < number) writer.bytes(unknown.shift()!.bytes);
    const value = (message as Record<string, unknown>)[field.name];
    const values = isRepeated(field) ? (value as unknown[]) : [value];
    const isAbsent = value === undefined || (field.shape === "name" && value === "");
    if (isAbsent || values.length === 0) continue;
    if (field.shape === "packed") {
      const packed = new WireWriter();
      for (const element of values) encodeValue(packed, field.type, element, readRegion);
      writer.tag(number, wireTypes.delimited);
      writer.delimited(packed.finish());
      continue;
    }
    for (const element of values) {
      writer.tag(number, wireTypeOf(field.type));
      encodeValue(writer, field.type, element, readRegion);
    }
  }
  for (const field of unknown) writer.bytes(field.bytes);
  return writer.finish();
}

function isRepeated(field: Field): boolean {
  return field.shape === "many" || field.shape === "packed";
}

function wireTypeOf(type: Field["type"]): number {
  switch (type) {
    case "int64":
    case "uint64":
    case "size":
      return wireTypes.varint;
    case "float32":
      return wireTypes.fixed32;
    case "float64":
      return wireTypes.fixed64;
    default:
      return wireTypes.delimited;
  }
}

function decodeValue(reader: WireReader, type: Field["type"], path: string, end: number): unknown {
  switch (type) {
    case "int64":
      return signed(reader.varint());
    case "uint64":
      return reader.varint();
    case "size": {
      const size = reader.varint();
      if (typeof size === "bigint") throw reader.malformed("a size beyond 2^53");
      return size;
    }
    case "float32":
      return reader.float32();
    case "float64":
      return reader.float64();
    case "string":
      return reader.string(reader.length(end));
    case "bytes":
      return reader.bytes(reader.length(end));
    case "data": {
      const length = reader.length(end);
      if (length <= inlineDataBytes) return reader.bytes(length);
      const offset = reader.position;
      reader.position += length;
      return { path, offset, length } satisfies FileRegion;
    }
    default: {
      const length = reader.length(end);
      return decodeMessage(reader, type(), path, reader.position + length);
    }
  }
}

function encodeValue(
  writer: WireWriter,
  type: Field["type"],
  value: unknown,
  readRegion: ((region: FileRegion) => Uint8Array) | undefined,
): void {
  switch (type) {
    case "int64":
    case "uint64":
    case "size":
      writer.varint(value as Int64);
      break;
    case "float32":
      writer.float32(value as number);
      break;
    case "float64":
      writer.float64(value as number);
      break;
    case "string":
      writer.delimited(new TextEncoder().encode(value as string));
      break;
    case "bytes":
      writer.delimited(value as Uint8Array);
      break;
    case "data":
      writer.delimited(
        value instanceof Uint8Array ? value : embed(value as FileRegion, readRegion),
      );
      break;
    default:
      writer.delimited(encodeMessage(type(), value as Message, readRegion));
  }
}

function embed(
  region: FileRegion,
  readRegion: ((region: FileRegion) => Uint8Array) | undefined,
): Uint8Array {
  assert(readRegion, "located data is embedded only by a caller that can read it");
  return readRegion(region);
}

function signed(value: Int64): Int64 {
  if (typeof value === "number") return value;
  const wrapped = BigInt.asIntN(64, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}
