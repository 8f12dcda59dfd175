import type { NoiseEffect } from "#explain/inner-model";

/** What J depends on besides φ and the noise. */
export interface ObjectiveSettings {
  /** The weight of the entropy, in (0, 1]. */
  readonly lambda: number;
  /** s², what ‖φ(E) − φ(E + σ ⊙ z)‖² is counted in. */
  readonly scale: number;
  /** d, numbers in one embedding. */
  readonly width: number;
  /** [tokens] 1 on those that get noise; the others have no σ. */
  readonly moves: Uint8Array;
}

/** J at one σ, as the draws estimate it. */
export interface ObjectiveEstimate {
  /** E ‖φ(E) − φ(E + σ ⊙ z)‖² / s² */
  readonly change: number;
  readonly value: number;
  /** [tokens] ∂J/∂ log σ, 0 on tokens without noise. */
  readonly gradient: Float64Array;
}

/**
 * The objective of co-perturbation (model-interest paper, equations 4 and 9, with ln ρ = −2 ln σ; methods.md section 7),
 *
 *     J(σ) = E_z ‖φ(E) − φ(E + σ ⊙ z)‖² / s² − λ d Σ_i log σ_i,   z ~ N(0, I),
 *
 * and its reparameterised gradient by log σ, both the means over the draws of `effect`. With s² = 1 it is the paper's.
 */
export function interestObjective(
  { squaredDistances, gradients }: Pick<NoiseEffect, "squaredDistances" | "gradients">,
  logSigma: Float64Array,
  { lambda, scale, width, moves }: ObjectiveSettings,
): ObjectiveEstimate {
  const count = squaredDistances.length;
  const change = squaredDistances.reduce((sum, own) => sum + own, 0) / count / scale;
  const entropy = logSigma.reduce((sum, own, token) => sum + (moves[token] ? own : 0), 0);
  return {
    change,
    value: change - lambda * width * entropy,
    gradient: logSigma.map((_, token) =>
      moves[token]
        ? gradients.reduce((sum, own) => sum + own[token]!, 0) / count / scale - lambda * width
        : 0,
    ),
  };
}
