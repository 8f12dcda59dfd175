import type { NoiseEffect } from "#explain/inner-model";
import type { Random } from "#explain/random";
import { meanOf } from "#explain/statistics";
import { Adam } from "./adam.ts";
import { interestObjective, type ObjectiveSettings } from "./objective.ts";

export interface SearchSettings extends ObjectiveSettings {
  /** Draws of noise a step for each of the independent searches. */
  readonly drawCount: number;
  /** [chains][tokens] log σ to begin with. */
  readonly start: readonly Float64Array[];
  /** No log σ goes beyond. */
  readonly highest: number;
}

/** The first step of log σ; it falls as 1/√(1 + step/8). */
const firstRate = 0.15;
const rateSteps = 8;

/** One of the independent searches. */
interface Chain {
  readonly adam: Adam;
  logSigma: Float64Array;
  /** [steps][tokens] log σ after each step. */
  readonly path: Float64Array[];
  /** [steps] E ‖Δφ‖²/s² where the step was taken. */
  readonly changes: number[];
  /** [steps][tokens] ∂J/∂ log σ there. */
  readonly slopes: Float64Array[];
}

/**
 * Minimises J by Adam on log σ, in several independent chains that share every run of the model. The noise that is
 * found is the mean of log σ over the second half of the steps, which averages the noise of the gradients away; how
 * far the chains differ is its error.
 */
export class NoiseSearch {
  readonly #settings: SearchSettings;
  readonly #random: Random;
  readonly #chains: readonly Chain[];

  constructor(settings: SearchSettings, random: Random) {
    this.#settings = settings;
    this.#random = random;
    this.#chains = settings.start.map((logSigma) => ({
      adam: new Adam(logSigma.length),
      logSigma,
      path: [],
      changes: [],
      slopes: [],
    }));
  }

  get stepCount(): number {
    return this.#chains[0]!.path.length;
  }

  /** [chains × draws][tokens × width] σ ⊙ z for the next step, 0 on tokens without noise. */
  draws(): Float32Array[] {
    const { drawCount, width, moves } = this.#settings;
    return this.#chains.flatMap(({ logSigma }) => {
      const sigma = logSigma.map(Math.exp);
      return Array.from({ length: drawCount }, () => drawNoise(sigma, moves, width, this.#random));
    });
  }

  /** Goes one step by what the draws did. */
  take({ squaredDistances, gradients }: Pick<NoiseEffect, "squaredDistances" | "gradients">): void {
    const { drawCount, highest } = this.#settings;
    const rate = firstRate / Math.sqrt(1 + this.stepCount / rateSteps);
    for (const [at, chain] of this.#chains.entries()) {
      const [start, end] = [at * drawCount, (at + 1) * drawCount];
      const own = {
        squaredDistances: squaredDistances.slice(start, end),
        gradients: gradients.slice(start, end),
      };
      const { change, gradient } = interestObjective(own, chain.logSigma, this.#settings);
      const step = chain.adam.step(gradient, rate);
      chain.logSigma = chain.logSigma.map((own, token) => Math.min(highest, own + step[token]!));
      chain.path.push(chain.logSigma);
      chain.changes.push(change);
      chain.slopes.push(gradient);
    }
  }

  /** [chains][tokens] log σ as far as it has settled. */
  logSigmas(): Float64Array[] {
    return this.#chains.map(({ path }) => meanOf(secondHalf(path)));
  }

  /** E ‖φ(E) − φ(E + σ ⊙ z)‖² / s² over the second half of the steps. */
  change(): number {
    const all = this.#chains.flatMap(({ changes }) => secondHalf(changes));
    return all.reduce((sum, own) => sum + own, 0) / all.length;
  }

  /**
   * [tokens] how much more noise would change φ, against how much it would be worth: 1 at a minimum, near 0 where J has
   * none because φ does not notice the token's noise, or no more of it.
   */
  balance(): Float64Array {
    const { lambda, width } = this.#settings;
    const slopes = this.#chains.flatMap((chain) => secondHalf(chain.slopes));
    return meanOf(slopes).map((slope) => 1 + slope / (lambda * width));
  }
}

function secondHalf<T>(steps: readonly T[]): T[] {
  return steps.slice(Math.floor(steps.length / 2));
}

/** [tokens × width] σ ⊙ z */
export function drawNoise(
  sigma: Float64Array,
  moves: Uint8Array,
  width: number,
  random: Random,
): Float32Array {
  const noise = new Float32Array(sigma.length * width);
  for (let at = 0; at < noise.length; at++) {
    const token = Math.floor(at / width);
    if (moves[token]) noise[at] = sigma[token]! * random.normal();
  }
  return noise;
}
