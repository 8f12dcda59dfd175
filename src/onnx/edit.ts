import { assert } from "#base/assert";
import { type AttributeValue, makeAttributes } from "./attribute.ts";
import { type OnnxModel, sortNodes, usedNames } from "./graph.ts";
import { namePrefix } from "./names.ts";
import type { Node, Tensor, ValueInfo } from "./proto.ts";
import { makeTensor } from "./tensor.ts";

/** What a new node may have beyond its op and inputs. */
export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** "" is the standard's own operator set. */
  readonly domain?: string;
  /** Names of the outputs; one fresh name when left out. */
  readonly outputs?: readonly string[];
}

/** Gathers changes to a copy of a model's graph; the model it was made from stays as it is. */
export class GraphEditor {
  private readonly original: OnnxModel;
  private readonly taken: Set<string>;
  private readonly nodes: Set<Node>;
  private initializers: Tensor[];
  private inputs: ValueInfo[];
  private outputs: ValueInfo[];

  constructor(model: OnnxModel) {
    this.original = model;
    this.taken = usedNames(model.graph);
    this.nodes = new Set(model.graph.nodes);
    this.initializers = [...model.graph.initializers];
    this.inputs = [...model.graph.inputs];
    this.outputs = [...model.graph.outputs];
  }

  /** A name not yet in use: the prefix, `base`, and a number where needed. */
  freshName(base: string): string {
    const stem = base.startsWith(namePrefix) ? base : namePrefix + base;
    let name = stem;
    for (let count = 2; this.taken.has(name); count += 1) name = `${stem}_${count}`;
    this.taken.add(name);
    return name;
  }

  /** Adds a node and returns the name of its first output. */
  node(op: string, inputs: readonly string[], options: NodeOptions = {}): string {
    const name = this.freshName(op.toLowerCase());
    const { attributes = {}, domain = "", outputs = [name] } = options;
    this.nodes.add({
      op,
      inputs,
      outputs,
      name,
      attributes: makeAttributes(attributes),
      ...(domain !== "" && { domain }),
    });
    return outputs[0]!;
  }

  /** Adds a copy of `node` that reads `replacements` in place of some inputs; returns its first output. */
  copyNode(node: Node, replacements: ReadonlyMap<string, string>): string {
    return this.copyAll(node, replacements)[0]!;
  }

  /** The same; returns all outputs of the copy. */
  copyAll(node: Node, replacements: ReadonlyMap<string, string>): string[] {
    const inputs = node.inputs.map((value) => replacements.get(value) ?? value);
    const outputs = node.outputs.map((value) => (value ? this.freshName(value) : ""));
    this.nodes.add({ ...node, inputs, outputs, name: outputs[0]! });
    return outputs;
  }

  /** Takes a node away; what it made must be made anew, or read no more. */
  remove(node: Node): void {
    this.nodes.delete(node);
  }

  /** Adds a small constant held in the model and returns its name. */
  constant(base: string, tensor: Tensor): string {
    const name = this.freshName(base);
    this.initializers.push({ ...tensor, name });
    return name;
  }

  /** Adds a one-dimensional int64 constant: a shape, axes or indices. */
  int64s(base: string, values: readonly number[]): string {
    return this.constant(base, makeTensor("int64", [values.length], values));
  }

  /** Adds a graph input and returns its name. */
  input(value: ValueInfo): string {
    this.taken.add(value.name);
    this.inputs.push(value);
    return value.name;
  }

  /** Adds a graph output that carries `value`. */
  output(declared: ValueInfo, value: string): void {
    this.taken.add(declared.name);
    this.node("Identity", [value], { outputs: [declared.name] });
    this.outputs.push(declared);
  }

  /**
   * Puts nodes between `value` and all its readers: `build` receives the value's new name and adds them; the last
   * must give the old name as its output, so that no reader, in a subgraph or outside, needs to change.
   */
  interpose(value: string, build: (raw: string) => void): void {
    const raw = this.freshName(`${value}_raw`);
    const producer = [...this.nodes].find((node) => node.outputs.includes(value));
    assert(producer, "only a value that a node makes can be interposed");
    this.nodes.delete(producer);
    const outputs = producer.outputs.map((output) => (output === value ? raw : output));
    this.nodes.add({ ...producer, outputs });
    build(raw);
  }

  /** The changed model, its nodes in topological order. */
  finish(): OnnxModel {
    const { nodes, initializers, inputs, outputs } = this;
    const graph = {
      ...this.original.graph,
      nodes: sortNodes([...nodes]),
      initializers,
      inputs,
      outputs,
    };
    return { ...this.original, graph };
  }
}
