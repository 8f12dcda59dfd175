import { Tensor } from "onnxruntime-node";
import { expect } from "vitest";
import type { AttributeValue } from "#onnx/attribute";
import { qualifiedOp } from "#onnx/lower/expansion";
import { lower } from "#onnx/lower/lower";
import type { Tensor as Initializer } from "#onnx/proto";
import { type ElementTypeName, elementCount } from "#onnx/tensor";
import { checkLoweredGradient } from "./lowered-gradient.ts";
import { buildModel } from "./onnx-builder.ts";
import { float32, numbers, relativeError, runModel } from "./onnx-runtime.ts";

/** One node as a test states it: an input is fed, an initializer held in the model, undefined absent. */
export interface FusedNode {
  readonly op: string;
  readonly domain?: string;
  readonly inputs: readonly (Tensor | Initializer | undefined)[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** The outputs compared; "" is one that is not asked for. */
  readonly outputs?: readonly string[];
  readonly opset?: number;
  readonly tolerance?: number;
  /** Tells apart the entries of the first output that mean something. */
  readonly counts?: (index: number) => boolean;
}

/** The operators that `checkLowering` compared so far, for the test that none is left out. */
export const checkedOps = new Set<string>();

/** Runs a node by its kernel and by its expansion and compares all outputs, relatively to the largest entry. */
export async function checkLowering(fused: FusedNode): Promise<void> {
  const { op, domain = "com.microsoft", attributes = {}, outputs = ["y"] } = fused;
  const isFed = (input: unknown): input is Tensor => input instanceof Tensor;
  const feeds = Object.fromEntries(
    fused.inputs.flatMap((input, at) => (isFed(input) ? [[`x${at}`, input]] : [])),
  );
  const declare = ({ type, dims }: Tensor) => [type as ElementTypeName, dims] as const;
  const asked = outputs.filter((name) => name !== "");
  const declared = Object.fromEntries(asked.map((name) => [name, ["float32", []] as const]));
  const built = buildModel(
    Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, declare(tensor)])),
    declared,
    (editor) => {
      const inputs = fused.inputs.map((input, at) => {
        if (input === undefined) return "";
        return isFed(input) ? `x${at}` : editor.constant("held", input);
      });
      const made = outputs.map((name) => name && `made_${name}`);
      editor.node(op, inputs, { attributes, domain, outputs: made });
      return Object.fromEntries(asked.map((name) => [name, `made_${name}`]));
    },
    fused.opset ?? 17,
  );
  const untyped = built.graph.outputs.map(({ name }) => ({ name }));
  const model = { ...built, graph: { ...built.graph, outputs: untyped } };
  const lowered = lower(model);
  const name = qualifiedOp({ op, domain, inputs: [], outputs: [], attributes: [] });
  checkedOps.add(name);
  expect(lowered.graph.nodes.map(qualifiedOp)).not.toContain(name);
  const [expected, actual] = [await runModel(model, feeds), await runModel(lowered, feeds)];
  for (const name of asked) {
    expect(actual[name]!.dims).toEqual(expected[name]!.dims);
    const counts = name === outputs[0] ? (fused.counts ?? (() => true)) : () => true;
    const values = numbers(expected[name]).filter((_, index) => counts(index));
    const others = numbers(actual[name]).filter((_, index) => counts(index));
    expect(relativeError(others, values), name).toBeLessThan(fused.tolerance ?? 2e-6);
  }
  await checkLoweredGradient(model, lowered, feeds, asked[0]!, fused.counts ?? (() => true));
}

/** Seeded numbers between −1 and 1; another seed for each call. */
export function noise(...dims: readonly number[]): Tensor {
  seed += 1;
  let state = seed * 2_654_435_761;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  };
  return float32(Array.from({ length: elementCount(dims) }, next), dims);
}

let seed = 0;

/** An int32 tensor. */
export function int32(values: readonly number[], dims: readonly number[]): Tensor {
  return new Tensor("int32", Int32Array.from(values), dims);
}
