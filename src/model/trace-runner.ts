import type { Tensor } from "onnxruntime-node";
import type { ElementTypeName } from "#onnx/tensor";
import type { TensorType, TensorTypes, TraceInput, TraceRunner } from "#onnx/trace";
import { loadRuntime } from "./runtime.ts";

/** Runs a model on the CPU, unoptimised, for what its values are; its weights are found from `weightsFolder`. */
export function traceRunner(weightsFolder: string): TraceRunner {
  return async (model, runs) => {
    const runtime = await loadRuntime();
    const session = await runtime.InferenceSession.create(model, {
      executionProviders: ["cpu"],
      graphOptimizationLevel: "disabled",
      enableMemPattern: false,
      logSeverityLevel: 4,
      extra: {
        "session.model_external_initializers_file_folder_path": weightsFolder,
        "session.disable_prepacking": "1",
      },
    });
    try {
      const traced: TensorTypes[] = [];
      for (const inputs of runs) {
        const feeds = [...inputs].map(([name, input]) => [name, filled(runtime, input)] as const);
        const outputs = Object.entries(await session.run(Object.fromEntries(feeds)));
        traced.push(new Map(outputs.map(([name, tensor]) => [name, typeOf(tensor as Tensor)])));
      }
      return traced;
    } finally {
      await session.release();
    }
  };
}

function typeOf({ type, dims }: Tensor): TensorType {
  return { type: type as ElementTypeName, dims };
}

/** One as a number of half precision: sign 0, exponent 15, fraction 0. */
const oneAsHalf = 0x3c00;

function filled(
  runtime: typeof import("onnxruntime-node"),
  { type, dims, fill }: TraceInput,
): Tensor {
  const count = dims.reduce((product, size) => product * size, 1);
  switch (type) {
    case "int64":
      return new runtime.Tensor(type, new BigInt64Array(count).fill(BigInt(fill)), dims);
    case "int32":
      return new runtime.Tensor(type, new Int32Array(count).fill(fill), dims);
    case "bool":
      return new runtime.Tensor(type, new Uint8Array(count).fill(fill), dims);
    case "float64":
      return new runtime.Tensor(type, new Float64Array(count).fill(fill), dims);
    case "float16":
      return new runtime.Tensor(type, new Uint16Array(count).fill(fill * oneAsHalf), dims);
    default:
      return new runtime.Tensor("float32", new Float32Array(count).fill(fill), dims);
  }
}
