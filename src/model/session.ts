import { availableParallelism } from "node:os";
import type { InferenceSession, OnnxValue, Tensor } from "onnxruntime-node";
import { namePrefix } from "#onnx/names";
import { ExplainError } from "#protocol/failure";
import type { Device } from "#protocol/request";
import { halfToFloat } from "./log-softmax.ts";

type Runtime = typeof import("onnxruntime-node");

let runtime: Promise<Runtime> | undefined;

/** onnxruntime-node, loaded on first use. */
export function loadRuntime(): Promise<Runtime> {
  runtime ??= import("onnxruntime-node").then((module) => {
    const packed = (module as { default?: Runtime }).default;
    return module.InferenceSession ? module : (packed ?? module);
  });
  return runtime;
}

export interface SessionOptions {
  readonly device: Device;
  readonly threadCount?: number;
  /** Folder that the external data of a model given as bytes is found in. */
  readonly weightsFolder: string;
  /** Copies weights into the layout the kernels like best: faster by a sixth, doubles the memory. */
  readonly prepacks: boolean;
  /** What to call the model in a failure. */
  readonly name: string;
}

/** One tensor of the key-value cache: `[batch, heads, past tokens, head width]`. */
interface PastInput {
  readonly name: string;
  /** The output that it continues as, of this graph or of one that gives the cache. */
  readonly present: string;
  /** True where it is one cache, `[1, …]`, for all rows. */
  readonly isShared: boolean;
  readonly type: "float32" | "float16";
  readonly heads: number;
  readonly width: number;
}

export type Past = Readonly<Record<string, OnnxValue>>;
export type Feeds = Record<string, OnnxValue>;

/** A loaded graph with what this room knows of its inputs. A run blocks the thread until it is done. */
export class Session {
  readonly device: Exclude<Device, "auto">;
  readonly inputs: ReadonlySet<string>;
  readonly outputs: readonly string[];
  readonly pastInputs: readonly PastInput[];
  /** True where the cache goes in and comes out again, so that tokens need to be read once only. */
  readonly hasCache: boolean;
  private readonly session: InferenceSession;
  private readonly runtime: Runtime;

  private constructor(session: InferenceSession, runtime: Runtime, device: Session["device"]) {
    this.session = session;
    this.runtime = runtime;
    this.device = device;
    this.inputs = new Set(session.inputNames);
    this.outputs = session.outputNames;
    this.pastInputs = pastInputsOf(session);
    this.hasCache =
      this.pastInputs.length > 0 &&
      this.pastInputs.every(({ present }) => this.outputs.includes(present));
  }

  /**
   * Loads a graph. `auto` takes the CPU. Throws ExplainError: `invalid-option` where the device asked for cannot be
   * used, `out-of-memory`, `model-corrupt` where the runtime refuses the graph.
   */
  static async create(graph: Uint8Array, options: SessionOptions): Promise<Session> {
    const loaded = await loadRuntime();
    const device = options.device === "auto" ? "cpu" : options.device;
    const extra: Record<string, string> = {
      "session.intra_op.allow_spinning": "0",
      "session.model_external_initializers_file_folder_path": options.weightsFolder,
      ...(options.prepacks ? {} : { "session.disable_prepacking": "1" }),
    };
    loaded.env.logLevel = "fatal";
    try {
      const session = await loaded.InferenceSession.create(graph, {
        executionProviders: device === "cpu" ? ["cpu"] : [device, "cpu"],
        intraOpNumThreads: options.threadCount ?? availableParallelism(),
        interOpNumThreads: 1,
        logSeverityLevel: 4,
        extra,
      });
      return new Session(session, loaded, device);
    } catch (error) {
      throw creationFailure(error, device, options.name);
    }
  }

  /** Runs the graph for `fetches`. Throws ExplainError `out-of-memory`; other errors are bugs. */
  async run(feeds: Feeds, fetches: readonly string[]): Promise<Record<string, Tensor>> {
    try {
      return (await this.session.run(feeds, [...fetches])) as Record<string, Tensor>;
    } catch (error) {
      if (isOutOfMemory(error)) throw outOfMemory(error);
      throw error;
    }
  }

  int64(values: readonly number[], dims: readonly number[]): Tensor {
    return new this.runtime.Tensor("int64", BigInt64Array.from(values, BigInt), dims);
  }

  float32(values: Float32Array, dims: readonly number[]): Tensor {
    return new this.runtime.Tensor("float32", values, dims);
  }

  /** An empty cache for `batch` rows. */
  emptyPast(batch: number): Past {
    return Object.fromEntries(
      this.pastInputs.map(({ name, type, heads, width, isShared }) => {
        const dims = [isShared ? 1 : batch, heads, 0, width];
        const data = type === "float16" ? new Uint16Array(0) : new Float32Array(0);
        return [name, new this.runtime.Tensor(type, data as Float32Array, dims)];
      }),
    );
  }

  /** What graphs of some exporters ask for besides: which branch to take, how many logits to give (0: all). */
  extraFeeds(hasPast: boolean): Feeds {
    const feeds: Feeds = {};
    if (this.inputs.has("use_cache_branch")) {
      feeds.use_cache_branch = new this.runtime.Tensor("bool", [hasPast], [1]);
    }
    if (this.inputs.has("num_logits_to_keep")) feeds.num_logits_to_keep = this.int64([0], []);
    return feeds;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

/** The numbers of a float tensor. */
export function floats(tensor: Tensor): Float32Array {
  if (tensor.type === "float16") return halfToFloat(tensor.data as unknown as Uint16Array);
  return tensor.data as Float32Array;
}

function pastInputsOf(session: InferenceSession): PastInput[] {
  return session.inputMetadata.flatMap((input) => {
    const isShared = input.name.startsWith(namePrefix);
    const past = isShared ? input.name.slice(namePrefix.length) : input.name;
    const present = past.replace(/^past_key_values\./, "present.");
    if (!input.isTensor || present === past) return [];
    const [, heads, , width] = input.shape;
    return {
      name: input.name,
      present,
      isShared,
      type: input.type === "float16" ? "float16" : "float32",
      heads: Number(heads),
      width: Number(width),
    } as const;
  });
}

function creationFailure(error: unknown, device: Session["device"], name: string): ExplainError {
  const detail = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(error)) return outOfMemory(error);
  if (device !== "cpu") {
    return new ExplainError({
      kind: "invalid-option",
      message: `The model cannot run on ${device} here.`,
      remedy: "Choose the device auto or cpu.",
      detail,
    });
  }
  return new ExplainError({
    kind: "model-corrupt",
    message: `The runtime cannot load ${name}.`,
    remedy: "Get the model again, or choose another one.",
    detail,
  });
}

/** The runtime says what went wrong in words only. */
function isOutOfMemory(error: unknown): boolean {
  const text = error instanceof Error ? error.message : String(error);
  return /bad_alloc|failed to allocate memory|out of memory|array buffer allocation/i.test(text);
}

function outOfMemory(error: unknown): ExplainError {
  return new ExplainError({
    kind: "out-of-memory",
    message: "There is not enough memory to run the model on this prompt.",
    remedy: "Close other programs, shorten the prompt, or choose a smaller model.",
    detail: error instanceof Error ? error.message : String(error),
  });
}
