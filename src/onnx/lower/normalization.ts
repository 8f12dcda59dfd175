import type { Expansion, LoweringTable } from "./expansion.ts";

/** Norms fused with the sum before them. */
export const normalization: LoweringTable = {
  /** Inputs x, skip, γ, β, bias: the norm of x + skip + bias, which is output 3. */
  "com.microsoft.SkipLayerNormalization": (e) => {
    const sum = residual(e, e.input(4));
    return [layerNorm(e, sum, e.needed(2), e.input(3)), undefined, undefined, sum];
  },
  /** Inputs x, skip, γ, bias: the same by the root mean square. */
  "com.microsoft.SkipSimplifiedLayerNormalization": (e) => {
    const sum = residual(e, e.input(3));
    const norm = e.op("SimplifiedLayerNormalization", [sum, e.needed(2)], overWidth(e));
    return [norm, undefined, undefined, sum];
  },
  /** Inputs ids, segments, tables of words, positions and segments, γ, β, mask, positions. */
  "com.microsoft.EmbedLayerNormalization": (e) => {
    const [ids, segments, segmentTable, mask] = [e.needed(0), e.input(1), e.input(4), e.input(7)];
    const words = e.op("Gather", [e.needed(2), ids]);
    const positions = e.input(8) ?? e.unsqueeze(e.range(0, e.size(ids, 1)), 0);
    let sum = e.add(words, e.op("Gather", [e.needed(3), positions]));
    if (segments !== undefined && segmentTable !== undefined) {
      sum = e.add(sum, e.op("Gather", [segmentTable, segments]));
    }
    const lengths = () =>
      mask === undefined
        ? e.op("Expand", [e.cast(e.integer(0), "int32"), e.size(ids, 0)])
        : e.op("ReduceSum", [mask, e.vector(1)], { keepdims: 0 });
    const norm = layerNorm(e, sum, e.needed(5), e.input(6));
    return [norm, e.wantsOutput(1) ? lengths() : undefined, sum];
  },
};

function residual(e: Expansion, bias: string | undefined): string {
  const x = bias === undefined ? e.needed(0) : e.add(e.needed(0), bias);
  return e.add(x, e.needed(1));
}

function layerNorm(e: Expansion, x: string, gamma: string, beta: string | undefined): string {
  return e.op("LayerNormalization", [x, gamma, ...(beta ? [beta] : [])], overWidth(e));
}

/** The last axis, and the ε that the fused norms default to, other than the standard's. */
function overWidth(e: Expansion) {
  return { axis: -1, epsilon: { float: e.float("epsilon", 1e-12) } };
}
