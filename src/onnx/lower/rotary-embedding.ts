import type { Expansion, LoweringTable } from "./expansion.ts";
import { mergeHeads } from "./scaled-dot-product.ts";

/** Rotary position embeddings. */
export const rotaryEmbedding: LoweringTable = {
  /** Inputs x, positions `[batch, tokens]` or the first position `[1]`, cos and sin `[positions, pairs]`. */
  "com.microsoft.RotaryEmbedding": (e) => {
    const [x, positions] = [e.needed(0), e.needed(1)];
    const isByHead = e.rank(x) === 4;
    const tokens = e.size(x, isByHead ? 2 : 1);
    const isFirst = e.rank(positions) === 1;
    const at = isFirst
      ? e.unsqueeze(e.range(positions, e.op("Add", [positions, tokens])), 0)
      : positions;
    const table = [e.needed(2), e.needed(3)] as const;
    const [cos, sin] = table.map((values) => e.op("Gather", [values, at]));
    const scale = e.float("scale", 1);
    const rotated = rotateAny(e, x, cos!, sin!, isByHead);
    return [scale === 1 ? rotated : e.mul(rotated, scale)];
  },
  /** Inputs x, cos and sin `[positions, pairs]` with positions, or `[batch, tokens, pairs]` without. */
  RotaryEmbedding: (e) => {
    const [x, positions] = [e.needed(0), e.input(3)];
    const [cos, sin] = [e.needed(1), e.needed(2)].map((table) =>
      positions === undefined ? table : e.op("Gather", [table, positions]),
    );
    return [rotateAny(e, x, cos!, sin!, e.int("num_heads") === 0)];
  },
};

/** Rotates `[batch, heads, tokens, width]`, or the same heads side by side. */
function rotateAny(e: Expansion, x: string, cos: string, sin: string, isByHead: boolean): string {
  const isInterleaved = e.int("interleaved") === 1;
  if (isByHead) return rotate(e, x, cos, sin, isInterleaved);
  const heads = e.int("num_heads");
  const width = heads === 0 ? e.op("Mul", [e.size(cos, -1), e.vector(2)]) : -1;
  const byHead = e.transpose(e.reshape(x, 0, 0, heads || -1, width), 0, 2, 1, 3);
  return mergeHeads(e, rotate(e, byHead, cos, sin, isInterleaved));
}

/**
 * Turns each pair (a, b) of the first 2·pairs components of `x [batch, heads, tokens, width]` by the angle of its
 * position: (a·cos − b·sin, a·sin + b·cos), cos and sin `[batch or 1, tokens, pairs]`. A pair lies `pairs` apart, or
 * side by side where interleaved.
 */
export function rotate(
  e: Expansion,
  x: string,
  cos: string,
  sin: string,
  isInterleaved: boolean,
): string {
  const pairs = e.size(cos, -1);
  const turned = e.op("Mul", [pairs, e.vector(2)]);
  const rest = e.slice(x, -1, turned);
  if (isInterleaved) {
    const apart = e.reshape(e.slice(x, -1, 0, turned), 0, 0, 0, -1, 2);
    const parts = [e.slice(apart, -1, 0, 1), e.slice(apart, -1, 1, 2)] as const;
    const [c, s] = [e.unsqueeze(cos, 1, -1), e.unsqueeze(sin, 1, -1)];
    const both = e.concat(-1, ...turn(e, ...parts, c, s));
    return e.concat(-1, e.reshape(both, 0, 0, 0, -1), rest);
  }
  const parts = [e.slice(x, -1, 0, pairs), e.slice(x, -1, pairs, turned)] as const;
  return e.concat(-1, ...turn(e, ...parts, e.unsqueeze(cos, 1), e.unsqueeze(sin, 1)), rest);
}

function turn(e: Expansion, a: string, b: string, cos: string, sin: string): string[] {
  return [e.sub(e.mul(a, cos), e.mul(b, sin)), e.add(e.mul(a, sin), e.mul(b, cos))];
}
