import { diffArrays } from "diff";

/**
 * Which token of `target` each token of `versus` is set against, so that a contrast of whole answers is a sum over
 * the target's tokens. Tokens of the longest common subsequence meet each other; where a stretch of one stands for a
 * stretch of the other its tokens meet in order, and what is left over goes with the stretch's last token, or, where
 * the target has nothing there, with the token before (at the start, the one after).
 */
export function alignTokens(target: readonly number[], versus: readonly number[]): number[] {
  const aligned: number[] = [];
  let next = 0;
  let replaced = 0;
  for (const { value, added, removed } of diffArrays([...target], [...versus])) {
    if (removed) {
      next += value.length;
      replaced = value.length;
    } else if (added) {
      const first = next - replaced;
      const last = Math.max(0, next - 1);
      for (const index of value.keys()) aligned.push(Math.min(first + index, last));
      replaced = 0;
    } else {
      for (const _ of value) aligned.push(next++);
      replaced = 0;
    }
  }
  return aligned;
}
