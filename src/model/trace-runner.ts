import type { Tensor, TypedTensor } from "onnxruntime-node";
import type { ElementTypeName } from "#onnx/tensor";
import type { TensorType, TraceRunner } from "#onnx/trace";
import { loadRuntime } from "./runtime.ts";

/** Runs a model once on the CPU, unoptimised, with inputs full of ones; its weights are found from `weightsFolder`. */
export function traceRunner(weightsFolder: string): TraceRunner {
  return async (model, inputs) => {
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
      const feeds = [...inputs].map(([name, type]) => [name, ones(runtime, type)] as const);
      const outputs = await session.run(Object.fromEntries(feeds));
      return new Map(Object.entries(outputs).map(([name, tensor]) => [name, typeOf(tensor)]));
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

function ones(
  runtime: typeof import("onnxruntime-node"),
  { type, dims }: TensorType,
): TypedTensor<Tensor.Type> {
  const count = dims.reduce((product, size) => product * size, 1);
  switch (type) {
    case "int64":
      return new runtime.Tensor(type, new BigInt64Array(count).fill(1n), dims);
    case "int32":
      return new runtime.Tensor(type, new Int32Array(count).fill(1), dims);
    case "bool":
      return new runtime.Tensor(type, new Uint8Array(count).fill(1), dims);
    case "float64":
      return new runtime.Tensor(type, new Float64Array(count).fill(1), dims);
    case "float16":
      return new runtime.Tensor(type, new Uint16Array(count).fill(oneAsHalf), dims);
    default:
      return new runtime.Tensor("float32", new Float32Array(count).fill(1), dims);
  }
}
