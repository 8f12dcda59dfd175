import {
  type Data,
  decodeMessage,
  encodeMessage,
  type FileRegion,
  type Int64,
  type Message,
  type Schema,
  schema,
} from "./message.ts";
import { type ByteSource, WireReader } from "./wire.ts";

/** ModelProto. Functions, training info and device configurations stay among the unknown fields. */
export interface Model extends Message {
  readonly irVersion?: Int64;
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly domain?: string;
  readonly modelVersion?: Int64;
  readonly docString?: string;
  readonly graph?: Graph;
  readonly opsets: readonly Opset[];
  readonly metadata: readonly StringEntry[];
}

/** OperatorSetIdProto; the standard's own domain is "". */
export interface Opset extends Message {
  readonly domain?: string;
  readonly version?: Int64;
}

/** StringStringEntryProto. */
export interface StringEntry extends Message {
  readonly key?: string;
  readonly value?: string;
}

/** GraphProto. Sparse initializers and quantization annotations stay among the unknown fields. */
export interface Graph extends Message {
  readonly nodes: readonly Node[];
  readonly name?: string;
  readonly initializers: readonly Tensor[];
  readonly docString?: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly valueInfo: readonly ValueInfo[];
}

/** NodeProto; an absent optional input or output is "". */
export interface Node extends Message {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly op: string;
  readonly attributes: readonly Attribute[];
  readonly docString?: string;
  readonly domain?: string;
  readonly overload?: string;
}

/** AttributeProto; `type` says which of the value fields is meant (attribute.ts). */
export interface Attribute extends Message {
  readonly name: string;
  readonly float?: number;
  readonly int?: Int64;
  readonly string?: Uint8Array;
  readonly tensor?: Tensor;
  readonly graph?: Graph;
  readonly floats: readonly number[];
  readonly ints: readonly Int64[];
  readonly strings: readonly Uint8Array[];
  readonly tensors: readonly Tensor[];
  readonly graphs: readonly Graph[];
  readonly docString?: string;
  readonly type?: number;
  readonly refName?: string;
}

/** TensorProto; large raw data is a region of a file. */
export interface Tensor extends Message {
  readonly dims: readonly number[];
  readonly elementType?: number;
  readonly floats: readonly number[];
  readonly int32s: readonly Int64[];
  readonly strings: readonly Uint8Array[];
  readonly int64s: readonly Int64[];
  readonly name?: string;
  readonly raw?: Data;
  readonly doubles: readonly number[];
  readonly uint64s: readonly Int64[];
  readonly docString?: string;
  readonly externalData: readonly StringEntry[];
  readonly dataLocation?: number;
}

/** ValueInfoProto. */
export interface ValueInfo extends Message {
  readonly name: string;
  readonly type?: ValueType;
  readonly docString?: string;
}

/** TypeProto; sequences, maps and optionals stay among the unknown fields. */
export interface ValueType extends Message {
  readonly tensor?: TensorType;
}

/** TypeProto.Tensor. */
export interface TensorType extends Message {
  readonly elementType?: number;
  readonly shape?: Shape;
}

/** TensorShapeProto. */
export interface Shape extends Message {
  readonly dims: readonly Dimension[];
}

/** TensorShapeProto.Dimension: a fixed size, a named size, or neither. */
export interface Dimension extends Message {
  readonly size?: Int64;
  readonly symbol?: string;
}

const opsetSchema = schema<Opset>({ 1: ["domain", "string"], 2: ["version", "int64"] });

const entrySchema = schema<StringEntry>({ 1: ["key", "string"], 2: ["value", "string"] });

const tensorSchema = schema<Tensor>({
  1: ["dims", "size", "many"],
  2: ["elementType", "size"],
  4: ["floats", "float32", "packed"],
  5: ["int32s", "int64", "packed"],
  6: ["strings", "bytes", "many"],
  7: ["int64s", "int64", "packed"],
  8: ["name", "string"],
  9: ["raw", "data"],
  10: ["doubles", "float64", "packed"],
  11: ["uint64s", "uint64", "packed"],
  12: ["docString", "string"],
  13: ["externalData", () => entrySchema, "many"],
  14: ["dataLocation", "size"],
});

const dimensionSchema = schema<Dimension>({ 1: ["size", "int64"], 2: ["symbol", "string"] });

const shapeSchema = schema<Shape>({ 1: ["dims", () => dimensionSchema, "many"] });

const tensorTypeSchema = schema<TensorType>({
  1: ["elementType", "size"],
  2: ["shape", () => shapeSchema],
});

const valueTypeSchema = schema<ValueType>({ 1: ["tensor", () => tensorTypeSchema] });

const valueInfoSchema = schema<ValueInfo>({
  1: ["name", "string", "name"],
  2: ["type", () => valueTypeSchema],
  3: ["docString", "string"],
});

const attributeSchema: Schema<Attribute> = schema<Attribute>({
  1: ["name", "string", "name"],
  2: ["float", "float32"],
  3: ["int", "int64"],
  4: ["string", "bytes"],
  5: ["tensor", () => tensorSchema],
  6: ["graph", () => graphSchema],
  7: ["floats", "float32", "many"],
  8: ["ints", "int64", "many"],
  9: ["strings", "bytes", "many"],
  10: ["tensors", () => tensorSchema, "many"],
  11: ["graphs", () => graphSchema, "many"],
  13: ["docString", "string"],
  20: ["type", "size"],
  21: ["refName", "string"],
});

const nodeSchema: Schema<Node> = schema<Node>({
  1: ["inputs", "string", "many"],
  2: ["outputs", "string", "many"],
  3: ["name", "string"],
  4: ["op", "string", "name"],
  5: ["attributes", () => attributeSchema, "many"],
  6: ["docString", "string"],
  7: ["domain", "string"],
  8: ["overload", "string"],
});

const graphSchema: Schema<Graph> = schema<Graph>({
  1: ["nodes", () => nodeSchema, "many"],
  2: ["name", "string"],
  5: ["initializers", () => tensorSchema, "many"],
  10: ["docString", "string"],
  11: ["inputs", () => valueInfoSchema, "many"],
  12: ["outputs", () => valueInfoSchema, "many"],
  13: ["valueInfo", () => valueInfoSchema, "many"],
});

const modelSchema = schema<Model>({
  1: ["irVersion", "int64"],
  2: ["producerName", "string"],
  3: ["producerVersion", "string"],
  4: ["domain", "string"],
  5: ["modelVersion", "int64"],
  6: ["docString", "string"],
  7: ["graph", () => graphSchema],
  8: ["opsets", () => opsetSchema, "many"],
  14: ["metadata", () => entrySchema, "many"],
});

/** Decodes a whole model file; large raw data is located in `path`, not read. Throws OnnxError. */
export function decodeModel(source: ByteSource, path: string): Model {
  return decodeMessage(new WireReader(source), modelSchema, path);
}

/**
 * Encodes a model. Undoes `decodeModel` to the byte for files written in field order with the standard's
 * packing, to the meaning for others. Located data is embedded by `readRegion`.
 */
export function encodeModel(
  model: Model,
  readRegion?: (region: FileRegion) => Uint8Array,
): Uint8Array {
  return encodeMessage(modelSchema, model, readRegion);
}
