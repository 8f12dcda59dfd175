import { availableParallelism } from "node:os";
import type { InferenceSession } from "onnxruntime-node";
import type { Provider } from "#protocol/request";

export type Runtime = typeof import("onnxruntime-node");

let runtime: Promise<Runtime> | undefined;

/** onnxruntime-node, loaded on first use. */
export function loadRuntime(): Promise<Runtime> {
  runtime ??= import("onnxruntime-node").then((module) => {
    const packed = (module as { default?: Runtime }).default;
    return module.InferenceSession ? module : (packed ?? module);
  });
  return runtime;
}

/** What onnxruntime-node calls a provider. */
const runtimeNames: Readonly<Record<Provider, string>> = {
  cpu: "cpu",
  cuda: "cuda",
  webgpu: "webgpu",
  directml: "dml",
  coreml: "coreml",
};

export interface OpenOptions {
  readonly threadCount?: number;
  /** Further entries of the runtime's own configuration. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** True where this build of the runtime has the provider at all: it leaves out one that it lacks without a word. */
export async function hasProvider(provider: Provider): Promise<boolean> {
  const { listSupportedBackends } = await loadRuntime();
  return listSupportedBackends().some(({ name }) => name === runtimeNames[provider]);
}

/** Opens a graph on `provider`, with the CPU for the operators that it lacks. Throws what the runtime throws. */
export async function openGraph(
  graph: Uint8Array,
  provider: Provider,
  { threadCount, extra = {} }: OpenOptions = {},
): Promise<InferenceSession> {
  const { env, InferenceSession } = await loadRuntime();
  env.logLevel = "fatal";
  return InferenceSession.create(graph, {
    executionProviders: provider === "cpu" ? ["cpu"] : [runtimeNames[provider], "cpu"],
    intraOpNumThreads: threadCount ?? availableParallelism(),
    interOpNumThreads: 1,
    // DirectML cannot plan memory ahead
    enableMemPattern: provider !== "directml",
    logSeverityLevel: 4,
    extra: { "session.intra_op.allow_spinning": "0", ...extra },
  });
}

/** The runtime's words without the place in its source that it starts them with. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const words = text.replace(/^\S*onnxruntime\S*:\d+ .* was false\. /s, "").trim();
  return words.split("\n")[0]!.replace(/\.$/, "");
}
