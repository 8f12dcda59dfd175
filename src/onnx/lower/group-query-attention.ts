import { type Expansion, type LoweringTable, NotLowered } from "./expansion.ts";
import { rotate } from "./rotary-embedding.ts";
import {
  causalMask,
  mergeHeads,
  scaledDotProduct,
  splitHeads,
  withPast,
} from "./scaled-dot-product.ts";

/**
 * Causal attention with shared keys, rotation and cache. Every row's past is as long as the cache that is fed, and
 * short rows are padded on the right: the kernel's sequence lengths are not needed then, and unlike the kernel the
 * expansion takes several rows and several tokens after a past. What stands at padded positions means nothing.
 */
export const groupQueryAttention: LoweringTable = {
  "com.microsoft.GroupQueryAttention": (e) => {
    if (e.wantsOutput(3)) throw new NotLowered("its scores are an output");
    if ((e.string("k_quant_type") ?? "NONE") !== "NONE")
      throw new NotLowered("its cache is quantised");
    const [heads, keyHeads] = [e.int("num_heads"), e.int("kv_num_heads")];
    let [query, key, value] = projections(e, heads, keyHeads);
    const [pastKey, pastValue] = [e.input(3), e.input(4)];
    if (e.int("do_rotary") === 1) {
      const from = pastKey === undefined ? e.vector(0) : e.size(pastKey, 2);
      const to = e.op("Add", [from, e.size(query, 2)]);
      const positions = e.input(9) ?? e.unsqueeze(e.range(from, to), 0);
      const cos = e.op("Gather", [e.needed(7), positions]);
      const sin = e.op("Gather", [e.needed(8), positions]);
      const isInterleaved = e.int("rotary_interleaved") === 1;
      query = rotate(e, query, cos, sin, isInterleaved);
      key = rotate(e, key, cos, sin, isInterleaved);
    }
    key = withPast(e, pastKey, key);
    value = withPast(e, pastValue, value);
    const attended = scaledDotProduct(e, {
      query,
      key,
      value,
      heads,
      keyHeads,
      scale: e.float("scale", 0),
      softcap: e.float("softcap", 0),
      mask: causalMask(e, query, key, Math.max(e.int("local_window_size", -1), 0)),
      bias: e.input(10),
      sink: e.input(11) ?? (e.int("smooth_softmax") === 1 ? 0 : undefined),
    });
    return [mergeHeads(e, attended), key, value];
  },
};

/** Queries, keys and values by head; given apart, or side by side in the first input. */
function projections(e: Expansion, heads: number, keyHeads: number): [string, string, string] {
  const [query, key, value] = [e.needed(0), e.input(1), e.input(2)];
  if (key !== undefined && value !== undefined) {
    return [
      splitHeads(e, query, heads),
      splitHeads(e, key, keyHeads),
      splitHeads(e, value, keyHeads),
    ];
  }
  const packed = splitHeads(e, query, heads + 2 * keyHeads);
  return e.split(packed, 1, heads, keyHeads, keyHeads) as [string, string, string];
}
