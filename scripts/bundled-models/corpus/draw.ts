import type { Wordings } from "./wordings.ts";

/**
 * `train` is learned from. `combo`: seen wordings, unseen combinations of content. `test`: unseen wordings and unseen
 * combinations. `final`: other unseen wordings, other unseen combinations, another seed; nobody tunes to it.
 */
export type Split = "train" | "combo" | "test" | "final";
export const splits: readonly Split[] = ["train", "combo", "test", "final"];

/**
 * 32-bit FNV-1a with a mixing step (its low bits are weak for strings that differ in the last letter). It assigns
 * content and wordings to splits, so the assignment does not depend on the order of generation.
 */
export function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
  return (state ^ (state >>> 12)) >>> 0;
}

/** Of twelve combinations one is for `combo` and `test` and one for `final`. */
function splitOfContent(key: string): (split: Split) => boolean {
  const part = hash(key) % 12;
  if (part === 0) return (split) => split === "combo" || split === "test";
  if (part === 1) return (split) => split === "final";
  return (split) => split === "train";
}

/** The random source of one example, and the split it is made for. */
export class Draw {
  private state: number;
  /** Nats of the answer's choices which the prompt leaves open: the generator's own entropy. */
  choices = 0;

  readonly split: Split;
  /** Whether wordings are loosened: see loosen.ts. */
  readonly isLoose: boolean;

  constructor(seed: number, split: Split, isLoose = false) {
    this.split = split;
    this.isLoose = isLoose;
    this.state = (seed ^ 0x9e3779b9) >>> 0;
    for (let warm = 0; warm < 4; warm++) this.next();
  }

  /** Uniform in [0, 1): mulberry32, small and good enough for sampling words. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  int(count: number): number {
    return Math.floor(this.next() * count);
  }
  chance(probability: number): boolean {
    return this.next() < probability;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)]!;
  }
  /** An index, with the given shares. */
  weighted(shares: readonly number[]): number {
    let left = this.next() * shares.reduce((sum, share) => sum + share, 0);
    const index = shares.findIndex((share) => {
      left -= share;
      return left < 0;
    });
    return index < 0 ? shares.length - 1 : index;
  }
  /** `count` different elements, in random order. */
  some<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    const out: T[] = [];
    while (out.length < count && rest.length) out.push(rest.splice(this.int(rest.length), 1)[0]!);
    return out;
  }
  shuffle<T>(list: readonly T[]): T[] {
    return this.some(list, list.length);
  }

  /** A choice that shows in the answer and that the prompt does not decide. */
  freePick<T>(list: readonly T[]): T {
    this.choices += Math.log(list.length);
    return this.pick(list);
  }
  freeChance(probability: number): boolean {
    const isTrue = this.chance(probability);
    this.choices -= Math.log(isTrue ? probability : 1 - probability);
    return isTrue;
  }

  /** A wording that this split may show. */
  wording(wordings: Wordings): string {
    return wordings.draw(this);
  }
  /** Whether this split may show the combination of content that the key names. */
  allows(key: string): boolean {
    return splitOfContent(key)(this.split);
  }
  /** Draws content until its key belongs to this split. */
  combination<T>(draw: () => T, key: (value: T) => string): T {
    const before = this.choices;
    for (let attempt = 0; attempt < 3000; attempt++) {
      this.choices = before;
      const value = draw();
      if (this.allows(key(value))) return value;
    }
    throw new Error(`no combination for split ${this.split}`);
  }
}
