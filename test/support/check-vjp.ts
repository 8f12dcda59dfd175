import { Tensor as RuntimeTensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import type { AttributeValue } from "#onnx/attribute";
import type { GraphEditor } from "#onnx/edit";
import { differentiate } from "#onnx/grad/differentiate";
import type { RuleTable } from "#onnx/grad/rule";
import type { OnnxModel } from "#onnx/graph";
import { gradientName, names } from "#onnx/names";
import type { Tensor } from "#onnx/proto";
import { elementCount, tensorValues } from "#onnx/tensor";
import { traceModel } from "#onnx/trace";
import { buildModel } from "./onnx-builder.ts";
import { createSession, numbers, traceRunner } from "./onnx-runtime.ts";

type Dims = readonly (number | string)[];

type VjpInput = Dims | { dims: Dims; within: readonly [number, number] } | Tensor | "";

/** One use of an op, to be differentiated with respect to all its inputs that are given by dims. */
export interface VjpRow {
  readonly op: string;
  /** Dims of a random input, with the interval its values lie in where it matters; a constant; "" for none. */
  readonly inputs: readonly VjpInput[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly domain?: string;
  readonly opset?: number;
  /** float32 where the runtime has no kernel for float64. */
  readonly type?: "float32";
  /** How many outputs the op has, and what is made of them; the first output when left out. */
  readonly outputs?: number;
  readonly read?: (editor: GraphEditor, outputs: readonly string[]) => string;
}

/** Sizes of named axes when values are compared; others than those of tracing. */
const sizes: Readonly<Record<string, number>> = { n: 5, t: 6 };

/** One test for each row, and one that every rule of the table has a row. */
export function checkTable(table: RuleTable, rows: readonly VjpRow[]): void {
  test("every rule has a row", () => {
    const tested = new Set(rows.map(({ op }) => op));
    expect(Object.keys(table).filter((op) => !tested.has(op))).toEqual([]);
  });
  describe("the product with a cotangent is the central difference", () => {
    test.each(rows.map((row) => [rowTitle(row), row] as const))("%s", (_, row) => checkVjp(row));
  });
}

/**
 * Compares ⟨x̄, d⟩ with ⟨ȳ, f(x + hd) − f(x − hd)⟩/2h for random ȳ and d: three seeds, to 1e-7 in float64 and 2e-3 in
 * float32, relative to ‖x̄‖‖d‖.
 */
async function checkVjp(row: VjpRow): Promise<void> {
  const { type = "float64" } = row;
  const [step, tolerance] = type === "float64" ? [1e-5, 1e-7] : [1e-2, 2e-3];
  const model = modelOf(row);
  const inputs = activeInputs(row);
  const trace = await traceModel(model, traceRunner);
  const wrt = inputs.map(({ name }) => name);
  const primal = await createSession(model);
  const gradient = await createSession(
    differentiate(model, trace, { of: "y", wrt, cotangent: "given" }),
  );
  for (const seed of [1, 2, 3]) {
    const random = randomNumbers(seed);
    const point = inputs.map(({ dims, within }) => spread(elementCount(dims), within, random));
    const direction = point.map((values) => values.map(() => 2 * random() - 1));
    const feedsAt = (along: number) =>
      inputs.map(({ name, dims }, index) => {
        const values = point[index]!.map((value, at) => value + along * direction[index]![at]!);
        return [name, floatTensor(type, values, dims)] as const;
      });
    const valueAt = async (along: number) =>
      (await primal.run(Object.fromEntries(feedsAt(along)))).y!;
    const [ahead, behind] = [await valueAt(step), await valueAt(-step)];
    const cotangent = Array.from({ length: ahead.size }, () => 2 * random() - 1);
    const seeds = [names.cotangent, floatTensor(type, cotangent, ahead.dims)] as const;
    const results = await gradient.run(Object.fromEntries([...feedsAt(0), seeds]));
    const gradients = inputs.map(({ name, dims }) => {
      const result = results[gradientName(name)]!;
      expect(result.dims).toEqual(dims);
      return numbers(result);
    });

    const behindValues = numbers(behind);
    const difference = numbers(ahead).map((value, at) => (value - behindValues[at]!) / (2 * step));
    const product = dot(gradients.flat(), direction.flat());
    const scale = Math.sqrt(dot(gradients.flat(), gradients.flat()) * direction.flat().length);
    expect(scale).toBeGreaterThan(0);
    expect(Math.abs(product - dot(cotangent, difference)) / scale).toBeLessThan(tolerance);
  }
  await primal.release();
  await gradient.release();
}

interface ActiveInput {
  readonly name: string;
  readonly declared: Dims;
  readonly dims: readonly number[];
  readonly within: readonly [number, number];
}

function activeInputs(row: VjpRow): ActiveInput[] {
  return row.inputs.flatMap((input, index) => {
    if (isGiven(input)) return [];
    const { dims: declared, within } = "dims" in input ? input : { dims: input, within: both };
    const dims = declared.map((dim) => (typeof dim === "number" ? dim : sizes[dim]!));
    return [{ name: `x${index}`, declared, dims, within }];
  });
}

/** Numbers of both signs. */
const both = [-2, 2] as const;

function modelOf(row: VjpRow): OnnxModel {
  const { type = "float64", attributes = {}, domain = "", outputs: count = 1 } = row;
  const declared = activeInputs(row).map((input) => [input.name, [type, input.declared]] as const);
  const { graph, ...rest } = buildModel(
    Object.fromEntries(declared),
    {},
    (editor) => {
      const inputs = row.inputs.map((input, index) => {
        if (!isGiven(input)) return `x${index}`;
        return input === "" ? "" : editor.constant("constant", input);
      });
      const outputs = Array.from({ length: count }, () => editor.freshName("output"));
      editor.node(row.op, inputs, { attributes, domain, outputs });
      editor.node("Identity", [row.read?.(editor, outputs) ?? outputs[0]!], { outputs: ["y"] });
      return {};
    },
    row.opset ?? 18,
  );
  return { ...rest, graph: { ...graph, outputs: [{ name: "y" }] } };
}

function isGiven(input: VjpInput): input is Tensor | "" {
  return input === "" || "elementType" in input;
}

/** Values evenly spread over an interval in random order: all distinct, none at 0 or near another. */
function spread(
  count: number,
  [low, high]: readonly [number, number],
  random: () => number,
): number[] {
  const values = Array.from(
    { length: count },
    (_, index) => low + ((high - low) * (index + 0.4)) / count,
  );
  const keys = new Map(values.map((value) => [value, random()]));
  return values.sort((a, b) => keys.get(a)! - keys.get(b)!);
}

/** Mulberry32: numbers in [0, 1). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function floatTensor(
  type: "float32" | "float64",
  values: readonly number[],
  dims: readonly number[],
): RuntimeTensor {
  return type === "float64"
    ? new RuntimeTensor(type, Float64Array.from(values), dims)
    : new RuntimeTensor(type, Float32Array.from(values), dims);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

function rowTitle({ op, inputs, attributes }: VjpRow): string {
  const parts = inputs.map((input) => {
    if (input === "") return "none";
    if ("elementType" in input) return `constant ${tensorValues(input)}`;
    return `[${"dims" in input ? input.dims : input}]`;
  });
  return `${op} ${parts.join(" ")} ${JSON.stringify(attributes ?? {})}`;
}
