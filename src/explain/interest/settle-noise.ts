import type { Representation } from "#explain/inner-model";
import type { Random } from "#explain/random";
import { Looks, meanOf } from "#explain/statistics";
import type { NoiseProbe } from "./noise-probe.ts";
import { drawNoise, NoiseSearch } from "./noise-search.ts";

/** Independent searches, whose spread is the error. */
const chainCount = 8;
/** Draws a step for each. */
const drawCount = 2;
/** Draws that the scale of φ is measured with. */
const scaleDrawCount = 32;
/** Small enough that φ answers in proportion. In root mean squares of the prompt's embeddings, as all sizes here. */
const smallNoise = 0.01;
/** σ_0: where λ = 2, noise of this size on every token is what a φ that answers in proportion settles at. */
export const referenceNoise = 0.15;
/** No noise is larger: an embedding is long lost in it. */
export const largestNoise = 8;
/** Every search begins so much below where a linear φ would settle, in log σ, give or take the spread. */
const startBelow = 0.5;
const startSpread = 0.25;
/** No token is taken to be more times as robust as the mean one before the search begins. */
const mostRobust = 100;
/** A token's noise has no minimum where φ answers to more of it by less than this share of what it would have to. */
const leastBalance = 0.5;
const firstLook = 24;

export const evaluationsPerStep = chainCount * drawCount;

/** The noise that one φ tolerates, as far as it has settled. */
export interface SettledNoise {
  /** [chains][tokens] log σ. */
  readonly logSigmas: readonly Float64Array[];
  /** s² */
  readonly scale: number;
  /** E ‖Δφ‖² / s² by number of noise: 1 is what noise of σ_0 would do if φ answered in proportion. */
  readonly change: number;
  /** [tokens] 1 where J has no minimum: φ does not notice the token's noise, or no more of it. */
  readonly unbounded: Uint8Array;
  /** Why the search is over; absent while it goes on. */
  readonly ended?: "settled" | "budget";
}

export interface SettleOptions {
  readonly lambda: number;
  /** s²; absent: measured. */
  readonly scale?: number;
  /** Rows that may be spent. */
  readonly evaluations: number;
  readonly confidence: number;
  /** [chains][tokens] log σ to begin at, found for a φ much like this one. */
  readonly start?: readonly Float64Array[];
  /** What the interest of tokens [features] is once log σ [tokens] is known. */
  readonly interestOf: (logSigma: Float64Array) => Float64Array;
}

/**
 * Settles the noise of every token on which `representation` stays as it is: see `interestObjective`. Its scale s² =
 * E ‖φ(E) − φ(E + σ_0 z)‖² / (n d), found at a small part of σ_0 and carried on in proportion, makes λ mean the same for
 * every model, prompt and φ: where φ is linear, tokens that it answers to alike settle at σ_0 √(λ/2). Yields at every
 * look; ends when the ranking of the features is settled, or the budget spent. Nothing more when `signal` aborts.
 */
export async function* settleNoise(
  probe: NoiseProbe,
  representation: Representation,
  { lambda, scale: given, evaluations, confidence, start, interestOf }: SettleOptions,
  random: Random,
  signal: AbortSignal,
): AsyncGenerator<SettledNoise, void> {
  const { width, unit, moves, movingCount } = probe;
  const numbers = movingCount * width;
  const first = probe.evaluations;
  const small = new Float64Array(moves.length).fill(smallNoise * unit);
  const draws = Array.from({ length: scaleDrawCount }, () =>
    drawNoise(small, moves, width, random),
  );
  const measured = await probe.effectOf(representation, draws, signal);
  if (!measured) return;
  const distance = measured.squaredDistances.reduce((sum, own) => sum + own, 0) / scaleDrawCount;
  const scale = given ?? ((distance * (referenceNoise / smallNoise) ** 2) / numbers || 1);
  const slopes = meanOf(measured.gradients).map((slope) => slope / scale / (lambda * width));
  const search = new NoiseSearch(
    {
      lambda,
      scale,
      width,
      moves,
      drawCount,
      start: start ?? startsOf(slopes, Math.log(smallNoise * unit), random),
      highest: Math.log(largestNoise * unit),
    },
    random,
  );
  const looks = new Looks(firstLook, confidence);
  for (;;) {
    const effect = await probe.effectOf(representation, search.draws(), signal);
    if (!effect) return;
    search.take(effect);
    const isLast = probe.evaluations - first + evaluationsPerStep > evaluations;
    const isLook = search.stepCount >= looks.next;
    const isSettled = looks.after(search.stepCount, () => search.logSigmas().map(interestOf));
    if (!isLast && !isLook) continue;
    yield {
      logSigmas: search.logSigmas(),
      scale,
      change: search.change() / numbers,
      unbounded: Uint8Array.from(search.balance(), (own, token) =>
        Number(moves[token] === 1 && own < leastBalance),
      ),
      ...(isSettled ? { ended: "settled" } : isLast ? { ended: "budget" } : {}),
    };
    if (isSettled || isLast) return;
  }
}

/** [chains][tokens] where noise found for a φ much like another begins again: a little smaller. */
export function startFrom(
  found: readonly Float64Array[],
  factor: number,
  random: Random,
): Float64Array[] {
  const mean = meanOf(found);
  return found.map(() =>
    mean.map((own) => own + Math.log(factor) - startSpread + startSpread * random.normal()),
  );
}

/**
 * [chains][tokens] a little below log σ = log σ_small − ½ log(slope), where slope = ∂‖Δφ‖²/∂ log σ / (s² λ d) at σ_small:
 * the minimum where φ is linear. The chains begin at different noise, so that what has not settled yet shows as error.
 */
function startsOf(slopes: Float64Array, logSmall: number, random: Random): Float64Array[] {
  const positive = slopes.filter((slope) => slope > 0);
  const mean = positive.reduce((sum, own) => sum + own, 0) / (positive.length || 1) || 1;
  return Array.from({ length: chainCount }, () =>
    slopes.map((slope) => {
      const linear = logSmall - Math.log(Math.max(slope, mean / mostRobust)) / 2;
      return linear - startBelow + startSpread * random.normal();
    }),
  );
}
