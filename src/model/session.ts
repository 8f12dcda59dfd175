import type { InferenceSession, OnnxValue, Tensor } from "onnxruntime-node";
import { namePrefix } from "#onnx/names";
import { ExplainError } from "#protocol/failure";
import type { Provider } from "#protocol/request";
import { type DeviceChoice, deviceUnavailable } from "./device-choice.ts";
import { halfToFloat } from "./log-softmax.ts";
import { loadRuntime, openGraph, type Runtime, reasonOf } from "./runtime.ts";

export interface SessionOptions {
  /** Where the graph runs; shared by the sessions of one model. */
  readonly devices: DeviceChoice;
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

/**
 * A loaded graph with what this room knows of its inputs. A run blocks the thread until it is done. When the model's
 * device is given up, here or by another of its sessions, the graph is loaded again on the next one.
 */
export class Session {
  readonly inputs: ReadonlySet<string>;
  readonly outputs: readonly string[];
  readonly pastInputs: readonly PastInput[];
  /** True where the cache goes in and comes out again, so that tokens need to be read once only. */
  readonly hasCache: boolean;
  private readonly graph: Uint8Array;
  private readonly options: SessionOptions;
  private readonly runtime: Runtime;
  private loaded: Loaded;

  private constructor(
    graph: Uint8Array,
    options: SessionOptions,
    runtime: Runtime,
    loaded: Loaded,
  ) {
    const { session } = loaded;
    this.graph = graph;
    this.options = options;
    this.runtime = runtime;
    this.loaded = loaded;
    this.inputs = new Set(session.inputNames);
    this.outputs = session.outputNames;
    this.pastInputs = pastInputsOf(session);
    this.hasCache =
      this.pastInputs.length > 0 &&
      this.pastInputs.every(({ present }) => this.outputs.includes(present));
  }

  /**
   * Loads a graph on the current device, or on the next one that takes it. Throws ExplainError: `device-unavailable`
   * where none is left but the one asked for, `out-of-memory`, `model-corrupt` where the CPU refuses the graph.
   */
  static async create(graph: Uint8Array, options: SessionOptions): Promise<Session> {
    return new Session(graph, options, await loadRuntime(), await load(graph, options));
  }

  /**
   * Runs the graph for `fetches`. A run that fails on another device than the CPU, as it does when the device is out
   * of memory, is repeated on the next one. Throws ExplainError `out-of-memory` and as `create`; other errors are bugs.
   */
  async run(feeds: Feeds, fetches: readonly string[]): Promise<Record<string, Tensor>> {
    const { devices } = this.options;
    for (;;) {
      if (this.loaded.provider !== devices.current) await this.reload();
      try {
        const outputs = await this.loaded.session.run(feeds, [...fetches]);
        return outputs as Record<string, Tensor>;
      } catch (error) {
        const why = isOutOfMemory(error)
          ? "ran out of memory"
          : `a run failed (${reasonOf(error)})`;
        if (devices.giveUp(why)) continue;
        if (isOutOfMemory(error)) throw outOfMemory(error, devices.current);
        throw error;
      }
    }
  }

  int64(values: readonly number[], dims: readonly number[]): Tensor {
    return new this.runtime.Tensor("int64", BigInt64Array.from(values, BigInt), dims);
  }

  float32(values: Float32Array, dims: readonly number[]): Tensor {
    return new this.runtime.Tensor("float32", values, dims);
  }

  /** A copy of one row of `[batch, …]`, as `[1, …]`. */
  row(tensor: Tensor, row: number): Tensor {
    const [, ...dims] = tensor.dims;
    const size = dims.reduce((product, each) => product * each, 1);
    const data = (tensor.data as Float32Array).slice(row * size, (row + 1) * size);
    return new this.runtime.Tensor(tensor.type as "float32", data, [1, ...dims]);
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
    await this.loaded.session.release();
  }

  private async reload(): Promise<void> {
    await this.loaded.session.release();
    this.loaded = await load(this.graph, this.options);
  }
}

interface Loaded {
  readonly session: InferenceSession;
  readonly provider: Provider;
}

async function load(graph: Uint8Array, options: SessionOptions): Promise<Loaded> {
  const { devices, threadCount, weightsFolder, prepacks } = options;
  for (;;) {
    const provider = devices.current;
    try {
      const session = await openGraph(graph, provider, {
        ...(threadCount === undefined ? {} : { threadCount }),
        extra: {
          "session.model_external_initializers_file_folder_path": weightsFolder,
          ...(prepacks ? {} : { "session.disable_prepacking": "1" }),
        },
      });
      return { session, provider };
    } catch (error) {
      if (devices.giveUp(`the model cannot be loaded (${reasonOf(error)})`)) continue;
      throw creationFailure(error, provider, options.name);
    }
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

function creationFailure(error: unknown, provider: Provider, name: string): ExplainError {
  const detail = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(error)) return outOfMemory(error, provider);
  if (provider !== "cpu") return deviceUnavailable(provider, reasonOf(error), detail);
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

function outOfMemory(error: unknown, provider: Provider): ExplainError {
  const isCpu = provider === "cpu";
  return new ExplainError({
    kind: "out-of-memory",
    message: `There is not enough memory${isCpu ? "" : ` on ${provider}`} to run the model on this prompt.`,
    remedy: `Close other programs, shorten the prompt, or choose ${isCpu ? "" : "the device auto or "}a smaller model.`,
    detail: error instanceof Error ? error.message : String(error),
  });
}
