import { seededRandom } from "#explain/random";
import { percentile } from "#explain/statistics";

/** A mean with its 95 % confidence interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const resampleCount = 2000;

/**
 * The mean of `values`, one per prompt and at least one, with the 2.5th and 97.5th percentile of the means of 2000 resamples
 * (Efron's percentile bootstrap, 1979). Equal seeds draw equal prompts: methods over the same prompts are resampled together.
 */
export function bootstrapMean(values: readonly number[], seed: number): Interval {
  const random = seededRandom(seed);
  const means = Array.from({ length: resampleCount }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[random.below(values.length)]!;
    return sum / values.length;
  });
  means.sort((a, b) => a - b);
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: percentile(means, 0.025),
    high: percentile(means, 0.975),
  };
}
