import { type Expansion, type LoweringTable, NotLowered } from "./expansion.ts";
import {
  causalMask,
  mergeHeads,
  scaledDotProduct,
  splitHeads,
  withPast,
} from "./scaled-dot-product.ts";

/** Attention as onnxruntime's optimiser fuses it, with and without the projections. */
export const multiHeadAttention: LoweringTable = {
  /** Inputs query, key, value, bias, key_padding_mask, attention_bias, past_key, past_value. */
  "com.microsoft.MultiHeadAttention": (e) => {
    if (e.wantsOutput(3)) throw new NotLowered("its scores are an output");
    if (e.input(8) !== undefined) throw new NotLowered("its cache is a buffer of fixed size");
    const heads = e.int("num_heads");
    const biases = e.input(3);
    const [queries, keys, values] = [e.needed(0), e.needed(1), e.needed(2)];
    if (e.rank(keys) === 5) throw new NotLowered("its keys and values are packed");
    const isByHead = e.rank(keys) === 4;
    const ends = biases === undefined ? [] : biasParts(e, biases, e.size(queries, 2), values);
    const prepare = (value: string, bias: string | undefined) =>
      splitHeads(e, bias === undefined ? value : e.add(value, bias), heads);
    const query = prepare(queries, ends[0]);
    const key = withPast(e, e.input(6), isByHead ? keys : prepare(keys, ends[1]));
    const value = withPast(e, e.input(7), isByHead ? values : prepare(values, ends[2]));
    const attended = attend(e, query, key, value, heads, e.input(4), e.input(5));
    return [mergeHeads(e, attended), key, value];
  },
  /** Inputs x, weights, bias, mask_index, past `[2, batch, heads, past, width]`, attention_bias. */
  "com.microsoft.Attention": (e) => {
    if (e.int("do_rotary") === 1) throw new NotLowered("it rotates by position");
    if (e.input(6) !== undefined) throw new NotLowered("its cache is a buffer of fixed size");
    const heads = e.int("num_heads");
    const [x, weights, bias, past] = [e.needed(0), e.needed(1), e.input(2), e.input(4)];
    const product = e.op("MatMul", [x, weights]);
    const projected = bias === undefined ? product : e.add(product, bias);
    const third = e.op("Div", [e.size(weights, 1), e.vector(3)]);
    const sizes = e.ints("qkv_hidden_sizes") ?? [third, third, third];
    const [query, newKey, newValue] = e
      .split(projected, 2, ...sizes)
      .map((part) => splitHeads(e, part, heads)) as [string, string, string];
    const [pastKey, pastValue] =
      past === undefined ? [] : e.split(past, 0, 1, 1).map((part) => e.squeeze(part, 0));
    const key = withPast(e, pastKey, newKey);
    const value = withPast(e, pastValue, newValue);
    const attended = attend(e, query, key, value, heads, e.input(3), e.input(5));
    const present = e.wantsOutput(1)
      ? e.concat(0, e.unsqueeze(key, 0), e.unsqueeze(value, 0))
      : undefined;
    return [mergeHeads(e, attended), present];
  },
};

/** The biases of queries, keys and values out of one vector; those of the values may be of another size. */
function biasParts(e: Expansion, biases: string, width: string, values: string): string[] {
  const valueWidth =
    e.rank(values) === 4 ? e.op("Sub", [e.size(biases, 0), twice(e, width)]) : e.size(values, 2);
  return e.split(biases, 0, width, width, valueWidth);
}

function twice(e: Expansion, size: string): string {
  return e.op("Mul", [size, e.vector(2)]);
}

function attend(
  e: Expansion,
  query: string,
  key: string,
  value: string,
  heads: number,
  mask: string | undefined,
  attentionBias: string | undefined,
): string {
  const padding = mask && paddingBias(e, mask, query, key);
  return scaledDotProduct(e, {
    query,
    key,
    value,
    heads,
    keyHeads: heads,
    scale: e.float("scale", 0),
    softcap: 0,
    mask: e.int("unidirectional") === 1 ? causalMask(e, query, key) : undefined,
    bias: padding && attentionBias ? e.add(padding, attentionBias) : (padding ?? attentionBias),
  });
}

/**
 * `mask_filter_value` at the keys that a mask of integers hides: `[batch, keys]`, `[batch, queries, keys]`, or the
 * count `[batch]` of keys before the padding.
 */
function paddingBias(e: Expansion, mask: string, query: string, key: string): string {
  const rank = e.rank(mask);
  let kept = mask;
  if (rank === 1) {
    const keys = e.cast(e.range(0, e.size(key, 2)), "int32");
    kept = e.op("Less", [e.unsqueeze(keys, 0), e.unsqueeze(mask, 1)]);
  } else if (rank > 3) throw new NotLowered(`its mask has ${rank} axes`);
  const numbers = e.op("CastLike", [kept, query]);
  const byHead = rank === 3 ? e.unsqueeze(numbers, 1) : e.unsqueeze(numbers, 1, 2);
  const filter = e.float("mask_filter_value", -10_000);
  return e.mul(e.sub(byHead, 1), -filter);
}
