import { GraphEditor } from "./edit.ts";
import { indexGraph, type OnnxModel, valueDims } from "./graph.ts";
import { OnnxError } from "./problem.ts";
import type { ValueInfo } from "./proto.ts";
import { type ElementTypeName, elementTypeName, makeTensor } from "./tensor.ts";
import { writeModel } from "./write-model.ts";

/** What the runs showed of a value: a size is undefined where it differed between them. */
export interface TracedValue {
  readonly type: ElementTypeName;
  readonly dims: readonly (number | undefined)[];
}

/** The values of a graph by name; those inside subgraphs are left out. */
export type Trace = ReadonlyMap<string, TracedValue>;

/** Type and dims of one tensor in one run. */
export interface TensorType {
  readonly type: ElementTypeName;
  readonly dims: readonly number[];
}

/** Types and dims of several tensors in one run, by name. */
export type TensorTypes = ReadonlyMap<string, TensorType>;

/** An input to feed: every element is `fill`. */
export interface TraceInput extends TensorType {
  readonly fill: 0 | 1;
}

/**
 * Runs a model, bytes that find their weights from the root folder, unoptimised, once for each entry of `runs` on the
 * inputs it describes. Gives type and dims of every output of each run.
 */
export type TraceRunner = (
  model: Uint8Array,
  runs: readonly ReadonlyMap<string, TraceInput>[],
) => Promise<readonly TensorTypes[]>;

/** What is added to graphs has the form of opset 13; from there to 16 operators gained types and options only. */
const least = 13;

/** Sizes of one run, `others` for the symbols of no known meaning. */
interface RunSizes {
  readonly batch: number;
  readonly tokens: number;
  readonly past: number;
  readonly others: readonly number[];
}

/** All different within a run, different between the runs, and none is 1: a size of 1 is one by construction. */
const runs: readonly RunSizes[] = [
  { batch: 2, tokens: 5, past: 3, others: [6, 7, 11, 13, 17, 19, 23, 29] },
  { batch: 3, tokens: 7, past: 4, others: [5, 9, 13, 16, 18, 22, 27, 31] },
];

/**
 * Finds type, rank and fixed sizes of every value by running the model twice with different small sizes. In place
 * of shape inference: onnxruntime knows every op, and no rule of ours can disagree with it. Weights are located from
 * `folder`. Rejects with OnnxError `old-opset`.
 */
export async function traceModel(model: OnnxModel, run: TraceRunner, folder = "/"): Promise<Trace> {
  const version = Number(model.opsets.find(({ domain }) => !domain)?.version ?? 1);
  if (version < least) throw new OnnxError([{ kind: "old-opset", version, least }]);
  const { traced, constants } = withAllOutputs(model);
  const inputs = runs.map((sizes) => traceInputs(model, sizes));
  const outputs = await run(writeModel(traced, folder), inputs);
  const [first, second] = inputs.map(
    (given, index) => new Map<string, TensorType>([...given, ...outputs[index]!]),
  );
  const trace = new Map<string, TracedValue>();
  for (const { name, elementType, dims } of model.graph.initializers) {
    const type = elementTypeName(elementType);
    if (name !== undefined && type !== undefined) trace.set(name, { type, dims });
  }
  for (const [name, { type, dims }] of first!) {
    const others = second!.get(name)?.dims ?? [];
    const fixed = dims.map((size, axis) => (size === others[axis] ? size : undefined));
    const constant = constants.get(name);
    if (constant === undefined) trace.set(name, { type, dims: fixed });
    else trace.set(constant, { type, dims: fixed.slice(1) });
  }
  return trace;
}

/**
 * The model with every value of its graph, subgraphs aside, as an output whose type is left to infer. A value computed
 * from weights alone may be as large as they are: in its place stands a tensor `[0, …]` of its dims and no elements.
 */
function withAllOutputs(model: OnnxModel) {
  const editor = new GraphEditor(model);
  const none = editor.constant("none", makeTensor("int64", [0], []));
  const front = editor.int64s("front", [0]);
  const index = indexGraph(model.graph);
  const declared = new Set(model.graph.outputs.map(({ name }) => name));
  const constants = new Map<string, string>();
  const values = model.graph.nodes.flatMap(({ outputs }) => outputs);
  const added = values.flatMap((value) => {
    if (value === "" || declared.has(value)) return [];
    if (!index.constants.has(value)) return [{ name: value }];
    const probe = editor.node("Gather", [editor.node("Unsqueeze", [value, front]), none]);
    constants.set(probe, value);
    return [{ name: probe }];
  });
  const { graph, ...rest } = editor.finish();
  const traced = { ...rest, graph: { ...graph, outputs: [...graph.outputs, ...added] } };
  return { traced, constants };
}

function traceInputs(model: OnnxModel, sizes: RunSizes): Map<string, TraceInput> {
  const weights = new Set(model.graph.initializers.map(({ name }) => name));
  const hasPast = model.graph.inputs.some(isPast);
  const bySymbol = new Map<string, number>();
  const sizeOf = (input: ValueInfo, axis: number, symbol: string) => {
    if (symbol.startsWith("batch")) return sizes.batch;
    if (perToken.has(input.name)) return axis === 0 ? sizes.batch : sizes.tokens;
    if (input.name === "attention_mask") {
      return axis === 0 ? sizes.batch : sizes.tokens + (hasPast ? sizes.past : 0);
    }
    if (isPast(input)) return axis === 0 ? sizes.batch : sizes.past;
    const size = bySymbol.get(symbol) ?? sizes.others[bySymbol.size % sizes.others.length]!;
    bySymbol.set(symbol, size);
    return size;
  };
  const inputs = model.graph.inputs.filter(({ name }) => !weights.has(name));
  for (const input of inputs.filter(({ name }) => perToken.has(name))) {
    const [batch, tokens] = valueDims(input) ?? [];
    if (batch?.symbol) bySymbol.set(batch.symbol, sizes.batch);
    if (tokens?.symbol) bySymbol.set(tokens.symbol, sizes.tokens);
  }
  return new Map(
    inputs.map((input) => {
      const dims = (valueDims(input) ?? []).map(({ size, symbol }, axis) =>
        size === undefined ? sizeOf(input, axis, symbol ?? `${input.name} ${axis}`) : Number(size),
      );
      const type = elementTypeName(input.type?.tensor?.elementType) ?? "float32";
      // Some models know one token type only; else ones are ids, positions and masks that every model has.
      const fill = input.name === "token_type_ids" ? 0 : 1;
      return [input.name, { type, dims, fill }];
    }),
  );
}

/** The inputs `[batch, tokens]` of the transformers.js layout, whatever their exporter called the axes. */
const perToken = new Set(["input_ids", "position_ids", "token_type_ids"]);

/** Key-value cache in any layout: `past_key_values.0.key`, `past_0`. */
function isPast({ name }: ValueInfo): boolean {
  return name.startsWith("past_");
}
