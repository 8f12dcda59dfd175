import type { Expansion } from "./expansion.ts";

/** Queries, keys and values by head, and what shapes the scores between them. */
export interface ScaledDotProduct {
  /** `[batch, heads, queries, width]` */
  readonly query: string;
  /** `[batch, keyHeads, keys, width]`; each serves heads / keyHeads heads that follow one another. */
  readonly key: string;
  readonly value: string;
  /** Counts, or int64 vectors of one. */
  readonly heads: number | string;
  readonly keyHeads: number | string;
  /** The factor of the scores; 0 stands for 1/√width. */
  readonly scale: number;
  /** The scores become c·tanh(score/c); 0 leaves them. */
  readonly softcap: number;
  /** Truth values: which keys a query may attend to. Like `bias`, it broadcasts to `[batch, heads, queries, keys]`. */
  readonly mask?: string | undefined;
  /** What is added to the scores. */
  readonly bias?: string | undefined;
  /** The score of a key that stands for none and has no value, a number or a value `[heads]`. */
  readonly sink?: number | string | undefined;
}

/**
 * softmax(cap(scale·Q·Kᵀ) + bias)·V, `[batch, heads, queries, width]`. The probabilities are a value
 * `[batch, heads, queries, keys]` of their own, also where several heads share their keys.
 */
export function scaledDotProduct(e: Expansion, attention: ScaledDotProduct): string {
  const { query, key, value, heads, keyHeads, scale, softcap, mask, bias, sink } = attention;
  const width = e.size(query, 3);
  const isShared = heads !== keyHeads;
  const root = () => e.op("Sqrt", [e.op("CastLike", [width, query])]);
  const scaled = scale === 0 ? e.div(query, root()) : e.mul(query, scale);
  const rows = isShared ? e.reshape(scaled, 0, keyHeads, -1, width) : scaled;
  const products = e.op("MatMul", [rows, e.transpose(key, 0, 1, 3, 2)]);
  let scores = isShared ? e.reshape(products, 0, heads, -1, e.size(key, 2)) : products;
  if (softcap !== 0) scores = e.mul(e.op("Tanh", [e.div(scores, softcap)]), softcap);
  if (bias !== undefined) scores = e.add(scores, bias);
  if (mask !== undefined) scores = e.op("Where", [mask, scores, e.like(-Infinity, scores)]);
  const probabilities = softmax(e, scores, sink);
  if (!isShared) return e.op("MatMul", [probabilities, value]);
  const groups = e.reshape(probabilities, 0, keyHeads, -1, e.size(value, 2));
  return e.reshape(e.op("MatMul", [groups, value]), 0, heads, -1, e.size(value, 3));
}

/** exp s_j / (Σ exp s + exp sink), the sum over the keys. */
function softmax(e: Expansion, scores: string, sink: number | string | undefined): string {
  if (sink === undefined) return e.op("Softmax", [scores], { axis: -1 });
  const column = e.slice(scores, -1, 0, 1);
  const score = typeof sink === "number" ? e.like(sink, scores) : e.reshape(sink, 1, -1, 1, 1);
  const sinks = e.op("Expand", [score, e.op("Shape", [column])]);
  const all = e.op("Softmax", [e.concat(-1, scores, sinks)], { axis: -1 });
  return e.slice(all, -1, 0, -1);
}

/** `[batch, tokens, heads · width]` as `[batch, heads, tokens, width]`. */
export function splitHeads(e: Expansion, value: string, heads: number): string {
  return e.transpose(e.reshape(value, 0, 0, heads, -1), 0, 2, 1, 3);
}

/** `[batch, heads, tokens, width]` as `[batch, tokens, heads · width]`. */
export function mergeHeads(e: Expansion, value: string): string {
  return e.reshape(e.transpose(value, 0, 2, 1, 3), 0, 0, -1);
}

/** Puts a cache `[batch, heads, past, width]`, where there is one, before what was computed now. */
export function withPast(e: Expansion, past: string | undefined, value: string): string {
  return past === undefined ? value : e.concat(2, past, value);
}

/**
 * Which keys a query may attend to, `[queries, keys]`: those up to itself, the queries standing at the end of the
 * keys, and of those the last `window` (0: all).
 */
export function causalMask(e: Expansion, query: string, key: string, window = 0): string {
  const keyCount = e.size(key, 2);
  const first = e.op("Sub", [keyCount, e.size(query, 2)]);
  const queries = e.unsqueeze(e.range(first, keyCount), 1);
  const keys = e.unsqueeze(e.range(0, keyCount), 0);
  const isPast = e.op("LessOrEqual", [keys, queries]);
  if (window === 0) return isPast;
  const oldest = e.op("Sub", [queries, e.integer(window)]);
  return e.op("And", [isPast, e.op("Greater", [keys, oldest])]);
}
