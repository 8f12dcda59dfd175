import { type LoweringTable, NotLowered } from "./expansion.ts";
import {
  causalMask,
  mergeHeads,
  scaledDotProduct,
  splitHeads,
  withPast,
} from "./scaled-dot-product.ts";

/** Attention of the standard's own operator set, from version 23 on. */
export const standardAttention: LoweringTable = {
  /** Inputs Q, K, V by head or side by side, attn_mask (truth values or added), past_key, past_value. */
  Attention: (e) => {
    if (e.wantsOutput(3)) throw new NotLowered("its scores are an output");
    if (e.input(6) !== undefined) throw new NotLowered("its keys are padded");
    const isByHead = e.int("q_num_heads") === 0;
    const split = (value: string, heads: string) =>
      isByHead ? value : splitHeads(e, value, e.int(heads));
    const query = split(e.needed(0), "q_num_heads");
    const key = withPast(e, e.input(4), split(e.needed(1), "kv_num_heads"));
    const value = withPast(e, e.input(5), split(e.needed(2), "kv_num_heads"));
    const given = e.input(3);
    const isMask = given !== undefined && e.isTruth(given);
    const causal = e.int("is_causal") === 1 ? causalMask(e, query, key) : undefined;
    const mask = isMask && causal ? e.op("And", [given, causal]) : isMask ? given : causal;
    const attended = scaledDotProduct(e, {
      query,
      key,
      value,
      heads: isByHead ? e.size(query, 1) : e.int("q_num_heads"),
      keyHeads: isByHead ? e.size(key, 1) : e.int("kv_num_heads"),
      scale: e.float("scale", 0),
      softcap: e.float("softcap", 0),
      mask,
      bias: isMask ? undefined : given,
    });
    return [isByHead ? attended : mergeHeads(e, attended), key, value];
  },
};
