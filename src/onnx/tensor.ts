import { assert } from "#base/assert";
import type { Tensor } from "./proto.ts";

/** TensorProto.DataType by the names that the standard's text form uses. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  complex64: 14,
  complex128: 15,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e4m3fnuz: 18,
  float8e5m2: 19,
  float8e5m2fnuz: 20,
  uint4: 21,
  int4: 22,
  float4e2m1: 23,
} as const;

export type ElementTypeName = keyof typeof elementTypes;

/** Bits that one element takes in raw data. */
export const elementBits: Readonly<Record<number, number>> = {
  [elementTypes.float32]: 32,
  [elementTypes.uint8]: 8,
  [elementTypes.int8]: 8,
  [elementTypes.uint16]: 16,
  [elementTypes.int16]: 16,
  [elementTypes.int32]: 32,
  [elementTypes.int64]: 64,
  [elementTypes.bool]: 8,
  [elementTypes.float16]: 16,
  [elementTypes.float64]: 64,
  [elementTypes.uint32]: 32,
  [elementTypes.uint64]: 64,
  [elementTypes.complex64]: 64,
  [elementTypes.complex128]: 128,
  [elementTypes.bfloat16]: 16,
  [elementTypes.float8e4m3fn]: 8,
  [elementTypes.float8e4m3fnuz]: 8,
  [elementTypes.float8e5m2]: 8,
  [elementTypes.float8e5m2fnuz]: 8,
  [elementTypes.uint4]: 4,
  [elementTypes.int4]: 4,
  [elementTypes.float4e2m1]: 4,
};

/** The name of an element type's number, undefined where the standard gives it none. */
export function elementTypeName(elementType: number | undefined): ElementTypeName | undefined {
  const typeNames = Object.keys(elementTypes) as ElementTypeName[];
  return typeNames.find((name) => elementTypes[name] === elementType);
}

/** Bytes of raw data that a tensor of this type and these dims takes; undefined for strings. */
export function rawByteLength(tensor: Tensor): number | undefined {
  const bits = elementBits[tensor.elementType ?? 0];
  return bits === undefined ? undefined : Math.ceil((elementCount(tensor.dims) * bits) / 8);
}

/** The number of elements of a tensor with these dims; 1 for a scalar's `[]`. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

type NumericType = keyof typeof codecs;

/** Makes a small tensor whose values are held in memory, row-major. */
export function makeTensor(
  type: NumericType,
  dims: readonly number[],
  values: readonly number[],
): Tensor {
  assert(values.length === elementCount(dims), "a tensor has as many values as its dims say");
  const { bytes, write } = codecs[type];
  const raw = new Uint8Array(values.length * bytes);
  const view = new DataView(raw.buffer);
  values.forEach((value, index) => {
    write(view, index * bytes, value);
  });
  return { ...empty, dims, elementType: elementTypes[type], raw };
}

/** The values of a numeric tensor held in memory, row-major; undefined where only located or not numeric. */
export function tensorValues(tensor: Tensor): number[] | undefined {
  const { raw } = tensor;
  if (raw === undefined) {
    const { floats, int32s, int64s, doubles, uint64s } = tensor;
    const isFloat16 = tensor.elementType === elementTypes.float16;
    if (tensor.strings.length > 0 || (isFloat16 && int32s.length > 0)) return undefined;
    return [...floats, ...int32s, ...int64s, ...doubles, ...uint64s].map(Number);
  }
  const codec = codecs[elementTypeName(tensor.elementType) as NumericType];
  if (!(raw instanceof Uint8Array) || codec === undefined) return undefined;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const count = Math.floor(raw.byteLength / codec.bytes);
  return Array.from({ length: count }, (_, index) => codec.read(view, index * codec.bytes));
}

interface Codec {
  readonly bytes: number;
  read(view: DataView, offset: number): number;
  write(view: DataView, offset: number, value: number): void;
}

const byteCodec: Codec = {
  bytes: 1,
  read: (view, offset) => view.getUint8(offset),
  write: (view, offset, value) => view.setUint8(offset, value),
};

const codecs = {
  float32: {
    bytes: 4,
    read: (view, offset) => view.getFloat32(offset, true),
    write: (view, offset, value) => view.setFloat32(offset, value, true),
  },
  float64: {
    bytes: 8,
    read: (view, offset) => view.getFloat64(offset, true),
    write: (view, offset, value) => view.setFloat64(offset, value, true),
  },
  int64: {
    bytes: 8,
    read: (view, offset) => Number(view.getBigInt64(offset, true)),
    write: (view, offset, value) => view.setBigInt64(offset, BigInt(value), true),
  },
  int32: {
    bytes: 4,
    read: (view, offset) => view.getInt32(offset, true),
    write: (view, offset, value) => view.setInt32(offset, value, true),
  },
  int8: {
    bytes: 1,
    read: (view, offset) => view.getInt8(offset),
    write: (view, offset, value) => view.setInt8(offset, value),
  },
  uint8: byteCodec,
  bool: byteCodec,
} satisfies Partial<Record<ElementTypeName, Codec>>;

const empty = {
  floats: [],
  int32s: [],
  strings: [],
  int64s: [],
  doubles: [],
  uint64s: [],
  externalData: [],
} as const;
