/**
 * The sliders' scale: step 0 mutes; then the factor grows by the same ratio at every step, from 1/16 over 1 in the middle
 * to 16.
 */
export const mostSteps = 32;
const middle = mostSteps / 2;
const doubling = 4; // steps

/** The factor of a step, two digits at most. */
export function factorOf(step: number): number {
  if (step <= 0) return 0;
  return Number((2 ** ((step - middle) / doubling)).toPrecision(2));
}

/** The step that is nearest to a factor. */
export function stepOf(factor: number): number {
  if (factor <= 0) return 0;
  const step = Math.round(middle + doubling * Math.log2(factor));
  return Math.max(1, Math.min(mostSteps, step));
}
