/**
 * Probability ratio per token (XPrompt, section 4.1): exp(mean_t ln q_t − mean_t ln p_t) for the
 * log-probabilities [targets] of the same tokens with (`masked`) and without (`full`) the mask.
 * 1: nothing changed; lower: the target suffers more.
 */
export function probabilityRatio(full: Float64Array, masked: Float64Array): number {
  const difference = masked.reduce((sum, logProb, index) => sum + logProb - full[index]!, 0);
  return Math.exp(difference / full.length);
}
