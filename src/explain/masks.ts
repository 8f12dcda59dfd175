/** [features] 1 where the feature is present, 0 where it is masked. */
export type Mask = Uint8Array;

export function fullMask(featureCount: number): Mask {
  return new Uint8Array(featureCount).fill(1);
}

export function emptyMask(featureCount: number): Mask {
  return new Uint8Array(featureCount);
}

/** All present but `masked`. */
export function maskWithout(featureCount: number, masked: Iterable<number>): Mask {
  const mask = fullMask(featureCount);
  for (const index of masked) mask[index] = 0;
  return mask;
}

/** Equal for equal masks. */
export function maskKey(mask: Mask): string {
  return mask.join("");
}
