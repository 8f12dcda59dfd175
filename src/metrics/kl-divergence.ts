/**
 * KL divergence over the target's positions (XPrompt, section 4.1): Σ_t P_t ln(P_t/Q_t) in nats, with
 * P and Q the tokens' probabilities [targets] without and with the mask, each normalised to sum 1.
 * Not the divergence between distributions over the vocabulary.
 */
export function klDivergence(full: Float64Array, masked: Float64Array): number {
  const p = logNormalised(full);
  const q = logNormalised(masked);
  const divergence = p.reduce((sum, logP, index) => sum + Math.exp(logP) * (logP - q[index]!), 0);
  return Math.max(0, divergence);
}

/** ln(e^x_t / Σ e^x), stable. */
function logNormalised(logProbs: Float64Array): Float64Array {
  const largest = logProbs.reduce((most, logProb) => Math.max(most, logProb), -Infinity);
  const total = logProbs.reduce((sum, logProb) => sum + Math.exp(logProb - largest), 0);
  return logProbs.map((logProb) => logProb - largest - Math.log(total));
}
