import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { FileRegion } from "#onnx/message";
import { decodeModel, encodeModel } from "#onnx/proto";
import { WireReader, WireWriter } from "#onnx/wire";
import { realModels } from "../support/onnx-fixtures.ts";
import { bytesSource, repositoryPath, withFile } from "../support/onnx-runtime.ts";

test.each(realModels)("$name is written back to the byte", ({ path }) => {
  const bytes = readFileSync(repositoryPath(path));
  const model = withFile(repositoryPath(path), (source) => decodeModel(source, "model"));
  const readRegion = ({ offset, length }: FileRegion) => bytes.subarray(offset, offset + length);
  expect(Buffer.compare(encodeModel(model, readRegion), bytes)).toBe(0);
});

test("weights are skipped, not read", () => {
  const bytes = readFileSync(repositoryPath("media/models/story-chat/onnx/model.onnx"));
  let readCount = 0;
  const source = {
    size: bytes.length,
    read: (offset: number, length: number) => {
      readCount += length;
      return bytes.subarray(offset, offset + length);
    },
  };
  const model = decodeModel(source, "model");
  const located = model.graph!.initializers.flatMap(({ raw }) =>
    raw && "path" in raw ? raw.length : [],
  );
  const locatedBytes = located.reduce((sum, length) => sum + length, 0);
  expect(locatedBytes).toBeGreaterThan(0.9 * bytes.length);
  expect(readCount).toBeLessThan((located.length + 10) * 128 * 1024);
});

/** Varints from protobuf's encoding guide and the ends of the ranges. */
test.each([
  [0, "00"],
  [127, "7f"],
  [150, "9601"],
  [2 ** 53 - 1, "ffffffffffffff0f"],
  [2n ** 63n - 1n, "ffffffffffffffff7f"],
  [-1, "ffffffffffffffffff01"],
  [-(2n ** 63n), "80808080808080808001"],
])("the varint %s is %s", (value, hex) => {
  const writer = new WireWriter();
  writer.varint(value);
  const bytes = writer.finish();
  expect(Buffer.from(bytes).toString("hex")).toBe(hex);
  const read = new WireReader(bytesSource(bytes)).varint();
  expect(BigInt.asIntN(64, BigInt(read))).toBe(BigInt(value));
});

test("fields that no table names are kept, in their place", () => {
  // ModelProto: irVersion (1) = 8, unknown field 3 of the wrong type, field 25 (functions), field 2000.
  const bytes = Buffer.from("0808" + "1807" + "ca0103616263" + "807d01", "hex");
  const model = decodeModel(bytesSource(bytes), "model");
  expect(model.unknown?.map(({ number }) => number)).toEqual([3, 25, 2000]);
  expect(Buffer.from(encodeModel(model)).toString("hex")).toBe(bytes.toString("hex"));
});

test("a packed list is read where the table says unpacked, and the other way round", () => {
  // ModelProto.graph.initializer with dims [2, 3] packed and int64_data 5, 6 unpacked.
  const tensor = "0a0202033805" + "3806";
  const graph = `2a${byteLength(tensor)}${tensor}`;
  const model = decodeModel(bytesSource(Buffer.from(`3a${byteLength(graph)}${graph}`, "hex")), "m");
  const [initializer] = model.graph!.initializers;
  expect(initializer?.dims).toEqual([2, 3]);
  expect(initializer?.int64s).toEqual([5, 6]);
});

function byteLength(hex: string): string {
  return (hex.length / 2).toString(16).padStart(2, "0");
}
