import { indexGraph, nodeReads, type OnnxModel } from "#onnx/graph";
import type { Node } from "#onnx/proto";
import { attentionProbabilities } from "./attention-probabilities.ts";
import { findEmbeddingLookup } from "./embedding-lookup.ts";

/** A value through which all passes that the embeddings do to the logits. */
interface Bottleneck {
  readonly value: string;
  /** The node that makes it, and where that stands in the graph. */
  readonly node: Node;
  readonly at: number;
  /** True of a residual sum: several of its summands depend on the embeddings. */
  readonly isJunction: boolean;
}

/**
 * The hidden states `[batch, tokens, width]` after each block, one for each layer of attention. A residual connection
 * runs beside all of a block, so no value inside it is a bottleneck between embeddings and logits: the last bottleneck
 * before a block's attention is what the block before gave, a sum or, in BERT, the norm of one. The last block ends as
 * those before it did, an only block with its sum. Fused norms and attention must be lowered first. Throws as
 * `findEmbeddingLookup`.
 */
export function blockOutputs(
  model: OnnxModel,
  { ids = "input_ids", logits = "logits" } = {},
): string[] {
  const probabilities = new Set(attentionProbabilities(model));
  const attention = model.graph.nodes.flatMap(({ outputs }, at) =>
    outputs.some((value) => probabilities.has(value)) ? [at] : [],
  );
  if (attention.length === 0) return [];
  const bottlenecks = findBottlenecks(model, findEmbeddingLookup(model, ids).value, logits);
  const ends = attention.slice(1).map((at) => bottlenecks.findLastIndex((b) => b.at < at));
  const lastSum = bottlenecks.findLastIndex(({ isJunction }) => isJunction);
  const opsAfterSum = (end: number) => {
    const sum = bottlenecks.findLastIndex((b, index) => index <= end && b.isJunction);
    return bottlenecks.slice(sum + 1, end + 1).map(({ node }) => node.op);
  };
  const [tail = []] = ends.map(opsAfterSum);
  const isRepeated = String(opsAfterSum(lastSum + tail.length)) === String(tail);
  ends.push(isRepeated ? lastSum + tail.length : lastSum);
  return ends.flatMap((end) => bottlenecks[end]?.value ?? []);
}

/** The values that every path from `from` to `to` meets, in the order of the graph. */
function findBottlenecks({ graph }: OnnxModel, from: string, to: string): Bottleneck[] {
  const reached = new Set([from]);
  for (const node of graph.nodes) {
    const isReached = !shapeOps.has(node.op) && nodeReads(node).some((value) => reached.has(value));
    if (isReached) for (const value of node.outputs) reached.add(value);
  }
  const { producers } = indexGraph(graph);
  const needed = new Set([to]);
  for (const value of needed) {
    const node = value === from ? undefined : producers.get(value);
    for (const read of node ? nodeReads(node) : []) if (reached.has(read)) needed.add(read);
  }
  const carried = (values: readonly string[]) => values.filter((value) => needed.has(value));

  const readersLeft = new Map<string, number>();
  const path = [...graph.nodes.entries()].filter(([, node]) => {
    return carried(node.outputs).some((value) => value !== from && reached.has(value));
  });
  for (const value of path.flatMap(([, node]) => carried(nodeReads(node)))) {
    readersLeft.set(value, (readersLeft.get(value) ?? 0) + 1);
  }
  const open = new Set([from]);
  return path.flatMap(([at, node]) => {
    const reads = carried(nodeReads(node));
    for (const value of reads) {
      const left = (readersLeft.get(value) ?? 0) - 1;
      readersLeft.set(value, left);
      if (left === 0) open.delete(value);
    }
    for (const value of carried(node.outputs)) open.add(value);
    const [value] = open;
    if (value === undefined || open.size > 1) return [];
    return [{ value, node, at, isJunction: sums.has(node.op) && reads.length > 1 }];
  });
}

/** Ops that read the dims alone. */
const shapeOps = new Set(["Shape", "Size"]);

const sums = new Set(["Add", "Sum"]);
