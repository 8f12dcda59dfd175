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

/** Only `present`. */
export function maskWith(featureCount: number, present: Iterable<number>): Mask {
  const mask = emptyMask(featureCount);
  for (const index of present) mask[index] = 1;
  return mask;
}

/** How many features are present. */
export function maskSize(mask: Mask): number {
  let size = 0;
  for (const bit of mask) size += bit;
  return size;
}

/** Equal for equal masks of one length: 16 features a code unit. */
export function maskKey(mask: Mask): string {
  let key = "";
  for (let start = 0; start < mask.length; start += 16) {
    let unit = 0;
    for (const bit of mask.subarray(start, start + 16)) unit = 2 * unit + bit;
    key += String.fromCharCode(unit);
  }
  return key;
}

/** All without one feature, in order: what is shown until a method has more to say. */
export function* leaveOneOutMasks(featureCount: number): Generator<Mask, void> {
  for (let index = 0; index < featureCount; index++) yield maskWithout(featureCount, [index]);
}

/** Each of the 2^n coalitions once: all, those without one feature, and the rest. */
export function* everyMask(featureCount: number): Generator<Mask, void> {
  yield fullMask(featureCount);
  yield* leaveOneOutMasks(featureCount);
  const mask = emptyMask(featureCount);
  for (let count = 0; count < 2 ** featureCount; count++) {
    // Of one feature, "without one" is the empty coalition.
    if (maskSize(mask) < featureCount - 1) yield mask.slice();
    let place = 0;
    while (place < featureCount && mask[place] === 1) mask[place++] = 0;
    if (place < featureCount) mask[place] = 1;
  }
}
