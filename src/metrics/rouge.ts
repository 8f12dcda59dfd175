export interface Rouge {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * ROUGE-L (Lin 2004) of one candidate against one reference, over words: the longest common
 * subsequence as a share of the candidate (precision) and of the reference (recall), and their
 * harmonic mean; all in [0, 1]. Two empty texts are equal: 1.
 */
export function rougeL(reference: readonly string[], candidate: readonly string[]): Rouge {
  if (reference.length === 0 && candidate.length === 0) return { precision: 1, recall: 1, f1: 1 };
  const common = longestCommonSubsequence(reference, candidate);
  if (common === 0) return { precision: 0, recall: 0, f1: 0 };
  const precision = common / candidate.length;
  const recall = common / reference.length;
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
