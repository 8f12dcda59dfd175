import type { RougeScores } from "#protocol/masking";
import { countGrams, countMatches } from "./ngrams.ts";

/**
 * ROUGE-N (Lin 2004, section 2) of one candidate against one reference, over words: n-grams that both have, counted as
 * often as in the text that has fewer, as a share of the candidate's (precision) and of the reference's (recall), and
 * their harmonic mean; all in [0, 1]. Texts without n-grams are equal where both are.
 */
export function rougeN(
  reference: readonly string[],
  candidate: readonly string[],
  order: number,
): RougeScores {
  const matches = countMatches(countGrams(candidate, order), countGrams(reference, order));
  const count = (words: readonly string[]) => Math.max(0, words.length - order + 1);
  return shares(matches, count(candidate), count(reference));
}

/**
 * ROUGE-L (Lin 2004, section 3) of one candidate against one reference, over words: the longest common subsequence as a
 * share of the candidate (precision) and of the reference (recall), and their harmonic mean; all in [0, 1].
 */
export function rougeL(reference: readonly string[], candidate: readonly string[]): RougeScores {
  const common = longestCommonSubsequence(reference, candidate);
  return shares(common, candidate.length, reference.length);
}

function shares(matches: number, ofCandidate: number, ofReference: number): RougeScores {
  if (ofCandidate === 0 && ofReference === 0) return { precision: 1, recall: 1, f1: 1 };
  if (matches === 0) return { precision: 0, recall: 0, f1: 0 };
  const precision = matches / ofCandidate;
  const recall = matches / ofReference;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let above = new Uint32Array(b.length + 1);
  for (const word of a) {
    const row = new Uint32Array(b.length + 1);
    for (let j = 1; j <= b.length; j++)
      row[j] = word === b[j - 1] ? above[j - 1]! + 1 : Math.max(above[j]!, row[j - 1]!);
    above = row;
  }
  return above[b.length]!;
}
