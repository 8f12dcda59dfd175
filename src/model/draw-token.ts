import type { GenerationOptions } from "#protocol/request";
import { logSumExp } from "./log-softmax.ts";

/**
 * Draws a token from softmax(logits / temperature), cut first to the `topK` likeliest and then to the likeliest that
 * together have at least probability `topP` among these, at least one, as Hugging Face transformers does. Of equally
 * likely ones the lower id is kept. `uniform` in [0, 1) falls into the cumulative distribution in order of ids, which
 * the rounding of another batch or thread count does not change: only a draw within a rounding error of a border can
 * come out as another token.
 */
export function drawToken(
  logits: Float32Array,
  { temperature, topK, topP }: Pick<GenerationOptions, "temperature" | "topK" | "topP">,
  uniform: number,
): number {
  const scaled = logits.map((logit) => logit / temperature);
  const kept = cut(scaled, topK ?? scaled.length, topP ?? 1);
  const normalizer = logSumExp(kept);
  let left = uniform;
  let last = 0;
  for (const [id, logit] of kept.entries()) {
    if (logit === Number.NEGATIVE_INFINITY) continue;
    left -= Math.exp(logit - normalizer);
    last = id;
    if (left < 0) return id;
  }
  return last;
}

/** The logits with -Infinity for every token that is not drawn from. */
function cut(logits: Float32Array, topK: number, topP: number): Float32Array {
  if (topK >= logits.length && topP >= 1) return logits;
  const ascending = Float32Array.from(logits).sort();
  const likeliest = ascending.subarray(Math.max(0, ascending.length - topK)).reverse();
  const count = topP >= 1 ? likeliest.length : countFor(likeliest, topP);
  const border = likeliest[count - 1]!;
  const above = likeliest.indexOf(border);
  let equals = count - above;
  return logits.map((logit) => {
    if (logit > border) return logit;
    return logit === border && equals-- > 0 ? logit : Number.NEGATIVE_INFINITY;
  });
}

/** How many of the logits, likeliest first, it takes for probability `topP`; at least one. */
function countFor(likeliest: Float32Array, topP: number): number {
  const normalizer = logSumExp(likeliest);
  let sum = 0;
  for (const [index, logit] of likeliest.entries()) {
    sum += Math.exp(logit - normalizer);
    if (sum >= topP) return index + 1;
  }
  return likeliest.length;
}
