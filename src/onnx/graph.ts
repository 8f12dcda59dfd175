import { subgraphs, tensorAttribute } from "./attribute.ts";
import { OnnxError } from "./problem.ts";
import type { Dimension, Graph, Model, Node, Tensor, ValueInfo } from "./proto.ts";
import { type ElementTypeName, elementTypes } from "./tensor.ts";

/** A model that has its graph, all of whose weights are held or located: what rewrites take and give. */
export interface OnnxModel extends Model {
  readonly graph: Graph;
}

/** Who makes and who reads each value of one graph (its subgraphs' reads count as their node's). */
export interface GraphIndex {
  readonly graph: Graph;
  readonly producers: ReadonlyMap<string, Node>;
  readonly consumers: ReadonlyMap<string, readonly Node[]>;
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** Values that no graph input reaches: initializers, and what is computed from them alone. */
  readonly constants: ReadonlySet<string>;
}

/** Indexes a graph whose nodes stand in topological order. */
export function indexGraph(graph: Graph): GraphIndex {
  const producers = new Map<string, Node>();
  const consumers = new Map<string, Node[]>();
  const initializers = new Map(graph.initializers.map((tensor) => [tensor.name ?? "", tensor]));
  const constants = new Set(initializers.keys());
  for (const node of graph.nodes) {
    const reads = nodeReads(node);
    for (const value of reads) {
      const readers = consumers.get(value);
      if (readers) readers.push(node);
      else consumers.set(value, [node]);
    }
    const isConstant = reads.every((value) => constants.has(value));
    for (const value of node.outputs) {
      producers.set(value, node);
      if (isConstant) constants.add(value);
    }
  }
  return { graph, producers, consumers, initializers, constants };
}

/** The tensor behind a constant: an initializer, or what a Constant node holds. */
export function constantTensor(index: GraphIndex, value: string): Tensor | undefined {
  const producer = index.producers.get(value);
  if (producer?.op === "Constant") return tensorAttribute(producer, "value");
  return index.initializers.get(value);
}

/** The values a node reads, each once: its inputs and what its subgraphs capture. */
export function nodeReads(node: Node): string[] {
  const reads = new Set(node.inputs);
  for (const graph of subgraphs(node)) for (const value of captured(graph)) reads.add(value);
  reads.delete("");
  return [...reads];
}

/** The values that a subgraph takes from the graphs around it. */
export function captured(graph: Graph): Set<string> {
  const own = new Set<string>();
  for (const tensor of graph.initializers) own.add(tensor.name ?? "");
  for (const input of graph.inputs) own.add(input.name);
  for (const node of graph.nodes) for (const value of node.outputs) own.add(value);
  const reads = [...graph.nodes.flatMap(nodeReads), ...graph.outputs.map(({ name }) => name)];
  return new Set(reads.filter((value) => !own.has(value)));
}

/** Orders nodes so that each stands after those it reads from, moving as few as that takes. */
export function sortNodes(nodes: readonly Node[]): Node[] {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((value) => [value, node])));
  const sourcesOf = (node: Node) => nodeReads(node).flatMap((value) => producers.get(value) ?? []);
  const sorted: Node[] = [];
  const reached = new Set<Node>();
  for (const root of nodes) {
    if (reached.has(root)) continue;
    reached.add(root);
    const stack = [{ node: root, sources: sourcesOf(root).reverse() }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const source = top.sources.pop();
      if (source === undefined) {
        sorted.push(top.node);
        stack.pop();
      } else if (!reached.has(source)) {
        reached.add(source);
        stack.push({ node: source, sources: sourcesOf(source).reverse() });
      }
    }
  }
  return sorted;
}

/** Applies `change` to every tensor of a graph: initializers and attributes, subgraphs included. */
export function mapTensors(graph: Graph, change: (tensor: Tensor) => Tensor): Graph {
  return {
    ...graph,
    initializers: graph.initializers.map(change),
    nodes: graph.nodes.map((node) => ({
      ...node,
      attributes: node.attributes.map((attribute) => ({
        ...attribute,
        ...(attribute.tensor && { tensor: change(attribute.tensor) }),
        ...(attribute.graph && { graph: mapTensors(attribute.graph, change) }),
        tensors: attribute.tensors.map(change),
        graphs: attribute.graphs.map((subgraph) => mapTensors(subgraph, change)),
      })),
    })),
  };
}

/** Applies `change` to the subgraphs of a node. */
export function mapSubgraphs(node: Node, change: (graph: Graph) => Graph): Node {
  const attributes = node.attributes.map((attribute) => ({
    ...attribute,
    ...(attribute.graph && { graph: change(attribute.graph) }),
    graphs: attribute.graphs.map(change),
  }));
  return { ...node, attributes };
}

/** Renames the values that a node reads and makes, in its subgraphs too. */
export function renameValues(node: Node, rename: (value: string) => string): Node {
  const renamed = (graph: Graph): Graph => ({
    ...graph,
    nodes: graph.nodes.map((inner) => renameValues(inner, rename)),
    outputs: graph.outputs.map((output) => ({ ...output, name: rename(output.name) })),
  });
  const { inputs, outputs } = node;
  return {
    ...mapSubgraphs(node, renamed),
    inputs: inputs.map(rename),
    outputs: outputs.map(rename),
  };
}

/** The version of the standard's own operator set that a model is written in. */
export function opsetVersion(model: OnnxModel): number {
  const own = model.opsets.find(({ domain }) => !domain || domain === "ai.onnx");
  return Number(own?.version ?? 1);
}

/** The model with each operator set, by domain ("" the standard's own), at least of the given version. */
export function raiseOpsets(model: OnnxModel, least: Readonly<Record<string, number>>): OnnxModel {
  const present = new Map(
    model.opsets.map(({ domain, version }) => [domain ?? "", Number(version)]),
  );
  for (const [domain, version] of Object.entries(least)) {
    present.set(domain, Math.max(present.get(domain) ?? version, version));
  }
  const opsets = [...present].map(([domain, version]) => ({ domain, version }));
  return { ...model, opsets };
}

/** Every name in use in a graph and its subgraphs. */
export function usedNames(graph: Graph, names = new Set<string>()): Set<string> {
  for (const tensor of graph.initializers) names.add(tensor.name ?? "");
  for (const value of [...graph.inputs, ...graph.outputs]) names.add(value.name);
  for (const node of graph.nodes) {
    if (node.name) names.add(node.name);
    for (const value of [...node.inputs, ...node.outputs]) names.add(value);
    for (const subgraph of subgraphs(node)) usedNames(subgraph, names);
  }
  return names;
}

/** The graph input `name`; throws OnnxError when there is none. */
export function graphInput(graph: Graph, name: string): ValueInfo {
  return named(graph.inputs, name);
}

/** The graph output `name`; throws OnnxError when there is none. */
export function graphOutput(graph: Graph, name: string): ValueInfo {
  return named(graph.outputs, name);
}

/** Declares a value: a number is a fixed size, a string a named one, a Dimension is taken as it is. */
export function makeValueInfo(
  name: string,
  type: ElementTypeName,
  dims: readonly (number | string | Dimension)[],
): ValueInfo {
  const shape = { dims: dims.map(makeDimension) };
  return { name, type: { tensor: { elementType: elementTypes[type], shape } } };
}

/** The declared dims of a value, undefined where it declares no rank. */
export function valueDims(value: ValueInfo): readonly Dimension[] | undefined {
  return value.type?.tensor?.shape?.dims;
}

function makeDimension(dim: number | string | Dimension): Dimension {
  if (typeof dim === "number") return { size: dim };
  return typeof dim === "string" ? { symbol: dim } : dim;
}

function named(values: readonly ValueInfo[], name: string): ValueInfo {
  const value = values.find((candidate) => candidate.name === name);
  if (value === undefined) throw new OnnxError([{ kind: "no-value", name }]);
  return value;
}
