import { maxFlows } from "./max-flow.ts";

/** One layer's matrix [queries × keys] over n tokens, row after row. */
export type TokenMatrix = Float64Array;

/** [queries × keys] the mean over heads of [heads × queries × keys]. */
export function meanOverHeads(
  layer: Float32Array,
  headCount: number,
  tokenCount: number,
): TokenMatrix {
  const size = tokenCount * tokenCount;
  const mean = new Float64Array(size);
  for (const [entry, share] of layer.entries()) mean[entry % size]! += share / headCount;
  return mean;
}

/** What a query at `query` draws from each token, by `layers`, the first block first. */
export type AttentionReading = (layers: readonly TokenMatrix[], query: number) => Float64Array;

/** A-Last: the query's row of the last layer's attention (methods.md section 4). */
export const lastRow: AttentionReading = (layers, query) => {
  const last = layers.at(-1)!;
  const tokenCount = Math.sqrt(last.length);
  return last.slice(query * tokenCount, (query + 1) * tokenCount);
};

/** Rollout: the query's row of Â_L … Â_1, Â = ½(A + I) (Abnar & Zuidema 2020). */
export const rolloutRow: AttentionReading = (layers, query) =>
  rowOfProduct(layers, query, (drawn, row) => (drawn + row) / 2);

/**
 * Attention flow: the largest flow from the query above the last layer to each token below the first, through edges of
 * capacity Â = ½(A + I) (Abnar & Zuidema 2020).
 */
export const flowRow: AttentionReading = (layers, query) => {
  const tokenCount = Math.sqrt(layers[0]!.length);
  const capacities = layers.map((layer) =>
    layer.map((share, entry) => (share + Number(entry % (tokenCount + 1) === 0)) / 2),
  );
  return maxFlows(capacities, query);
};

/**
 * GAE: the query's row of R after R ← R + Ā R from the first layer to the last, from R = I, Ā = mean over heads of
 * (A ⊙ ∂v/∂A)⁺ (Chefer et al. 2021), which `layers` are.
 */
export const relevancyRow: AttentionReading = (layers, query) =>
  rowOfProduct(layers, query, (drawn, row) => drawn + row);

/** The query's row of a product over layers, the last on the left: row ← join(row · layer, row). */
function rowOfProduct(
  layers: readonly TokenMatrix[],
  query: number,
  join: (drawn: number, row: number) => number,
): Float64Array {
  const tokenCount = Math.sqrt(layers[0]!.length);
  const start = new Float64Array(tokenCount);
  start[query] = 1;
  return layers.reduceRight((row, layer) => {
    const drawn = new Float64Array(tokenCount);
    for (const [q, share] of row.entries()) {
      if (share === 0) continue;
      for (let key = 0; key < tokenCount; key++)
        drawn[key]! += share * layer[q * tokenCount + key]!;
    }
    return drawn.map((value, key) => join(value, row[key]!));
  }, start);
}
