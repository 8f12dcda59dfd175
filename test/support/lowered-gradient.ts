import { expect } from "vitest";
import { differentiate } from "#onnx/grad/differentiate";
import type { OnnxModel } from "#onnx/graph";
import { gradientName, names } from "#onnx/names";
import type { ElementTypeName } from "#onnx/tensor";
import { type TraceRunner, traceModel } from "#onnx/trace";
import { type Feeds, float32, numbers, openBytes, runModel } from "./onnx-runtime.ts";

const step = 1e-2;

/**
 * Compares the gradient through an expansion with the central difference of the kernel it stands for, along one random
 * direction of all float inputs and for random weights of the entries of `of` that count.
 */
export async function checkLoweredGradient(
  kernel: OnnxModel,
  lowered: OnnxModel,
  feeds: Feeds,
  of: string,
  counts: (index: number) => boolean,
): Promise<void> {
  const wrt = Object.keys(feeds).filter((name) => feeds[name]!.type === "float32");
  if (wrt.length === 0) return;
  const direction = new Map(wrt.map((name, at) => [name, waves(feeds[name]!.size, at + 1)]));
  const valuesAt = async (along: number) => {
    const moved = wrt.map((name) => {
      const values = numbers(feeds[name]).map(
        (value, at) => value + along * direction.get(name)![at]!,
      );
      return [name, float32(values, feeds[name]!.dims)] as const;
    });
    return (await runModel(kernel, { ...feeds, ...Object.fromEntries(moved) }))[of]!;
  };
  const [ahead, behind] = [await valuesAt(step), await valuesAt(-step)];
  const cotangent = waves(ahead.size, 0).map((value, at) => (counts(at) ? value : 0));

  const run: TraceRunner = async (bytes, runs) => {
    const session = await openBytes(bytes, "disabled");
    const results = Object.entries(await session.run(feeds));
    await session.release();
    const typed = results.map(
      ([name, { type, dims }]) => [name, { type: type as ElementTypeName, dims }] as const,
    );
    return runs.map(() => new Map(typed));
  };
  const trace = await traceModel(lowered, run);
  const graph = differentiate(lowered, trace, { of, wrt, cotangent: "given" });
  const outputs = await runModel(graph, {
    ...feeds,
    [names.cotangent]: float32(cotangent, ahead.dims),
  });
  const gradient = wrt.flatMap((name) => numbers(outputs[gradientName(name)]));
  const product = dot(gradient, [...direction.values()].flat());
  const behindValues = numbers(behind);
  const difference = numbers(ahead).map((value, at) =>
    counts(at) ? (value - behindValues[at]!) / (2 * step) : 0,
  );
  const scale = Math.sqrt(dot(gradient, gradient) * gradient.length);
  expect(scale).toBeGreaterThan(0);
  expect(Math.abs(product - dot(cotangent, difference)) / scale).toBeLessThan(2e-3);
}

/** Numbers between -1 and 1 without a pattern that another `phase` shares. */
function waves(count: number, phase: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.sin(index * 12.9898 + phase * 78.233));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
