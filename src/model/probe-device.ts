import { GraphEditor } from "#onnx/edit";
import { makeValueInfo } from "#onnx/graph";
import { writeModel } from "#onnx/write-model";
import type { Provider } from "#protocol/request";
import { linkCudaSupport } from "./cuda-support.ts";
import { hasProvider, loadRuntime, openGraph, reasonOf } from "./runtime.ts";

/** What one small product on a device says of it. */
export interface Probe {
  /** Why nothing can run there. */
  readonly problem?: string;
  /** True where the device is made up by software: such an adapter is far slower than the CPU it runs on. */
  readonly isSoftware: boolean;
}

const probes = new Map<Provider, Promise<Probe>>();

/** Tries a device once per process, by multiplying two matrices there. */
export function probeDevice(provider: Provider): Promise<Probe> {
  const known = probes.get(provider) ?? tryDevice(provider);
  probes.set(provider, known);
  return known;
}

/** Forgets what was found of a device: something was installed for it. */
export function forgetProbe(provider: Provider): void {
  probes.delete(provider);
}

async function tryDevice(provider: Provider): Promise<Probe> {
  const platform = `${process.platform} ${process.arch}`;
  if (!(await hasProvider(provider))) {
    return { problem: `the runtime has none for ${platform}`, isSoftware: false };
  }
  const missing = provider === "cuda" ? linkCudaSupport() : undefined;
  if (missing !== undefined) return { problem: missing, isSoftware: false };
  try {
    const [ms, cpuMs] = [await productMs(provider), await productMs("cpu")];
    return { isSoftware: ms > softwareFactor * Math.max(cpuMs, cpuFloorMs) };
  } catch (error) {
    return { problem: reasonOf(error), isSoftware: false };
  }
}

/**
 * A product of 256 x 256 matrices, 33 million operations, takes 0.5 ms on two cores. An integrated GPU takes about as
 * long, SwiftShader 250 ms on the same two cores.
 */
const productSize = 256;
const softwareFactor = 20;
const cpuFloorMs = 0.2;

/** Milliseconds of the product beyond what a run costs in any case; the best of three, warmed up. */
async function productMs(provider: Provider): Promise<number> {
  const { Tensor } = await loadRuntime();
  const session = await openGraph(productGraph(), provider);
  try {
    const best = async (size: number) => {
      const matrix = new Tensor("float32", new Float32Array(size * size), [size, size]);
      const times: number[] = [];
      for (let round = 0; round < 4; round += 1) {
        const start = performance.now();
        await session.run({ matrix });
        times.push(performance.now() - start);
      }
      return Math.min(...times.slice(1));
    };
    const overhead = await best(16);
    return Math.max(0, (await best(productSize)) - overhead);
  } finally {
    await session.release();
  }
}

function productGraph(): Uint8Array {
  const dims = ["rows", "columns"];
  const editor = new GraphEditor({
    irVersion: 8,
    opsets: [{ domain: "", version: 17 }],
    metadata: [],
    graph: {
      name: "product",
      nodes: [],
      initializers: [],
      inputs: [makeValueInfo("matrix", "float32", dims)],
      outputs: [],
      valueInfo: [],
    },
  });
  const product = editor.node("MatMul", ["matrix", "matrix"]);
  editor.output(makeValueInfo("product", "float32", dims), product);
  return writeModel(editor.finish());
}
