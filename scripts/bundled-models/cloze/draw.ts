/** Which part of the generated world a line is for; see `heldOut`. */
export type Split = "train" | "combo" | "test" | "final";

/** 32-bit FNV-1a with one more mixing step. Decides who is held out, so that the order of generation does not. */
export function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (const char of text) bits = Math.imul(bits ^ char.charCodeAt(0), 0x01000193) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d) >>> 0;
  return (bits ^ (bits >>> 12)) >>> 0;
}

/** The random source of one line (mulberry32), and the split that it is made for. */
export class Draw {
  readonly split: Split;
  #state: number;

  constructor(seed: number, split: Split) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
    this.split = split;
    for (let round = 0; round < 4; round++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** One of `list` that is not in `used`, as long as there is one; it is in `used` afterwards. */
  pickNew(list: readonly string[], used: Set<string>): string {
    const fresh = list.filter((each) => !used.has(each));
    const chosen = this.pick(fresh.length > 0 ? fresh : list);
    used.add(chosen);
    return chosen;
  }

  /** One of the patterns that this split may use, one not in `used` if there is one. */
  pattern(patterns: Patterns, used = new Set<string>()): string {
    return this.pickNew(patterns[this.split], used);
  }
}

/** Patterns by split: `test` and `final` have their own, which training and each other never see. */
export type Patterns = Readonly<Record<Split, readonly string[]>>;

/** The first are for training; of the last sixth, at least two, every other is for `test`, the rest for `final`. */
export function heldOut(patterns: readonly string[]): Patterns {
  const kept = Math.max(2, Math.round(patterns.length / 6));
  const seen = patterns.slice(0, -kept);
  const unseen = patterns.slice(-kept);
  return {
    train: seen,
    combo: seen,
    test: unseen.filter((_, index) => index % 2 === 0),
    final: unseen.filter((_, index) => index % 2 === 1),
  };
}

/** The same, but `test` and `final` use the patterns of training too: for what says nothing about the class. */
export function partlyHeldOut(patterns: readonly string[]): Patterns {
  const { train, combo, test, final } = heldOut(patterns);
  return { train, combo, test: [...test, ...train], final: [...final, ...train] };
}

/** Many patterns from few: "(Topic|Field): x" has two readings; one reading in eight is held out for `test`, one for `final`. */
export function grown(patterns: readonly string[]): Patterns {
  const all = patterns.flatMap(readings);
  const seen = all.filter((each) => hash(each) % 8 > 1);
  return {
    train: seen,
    combo: seen,
    test: all.filter((each) => hash(each) % 8 === 0),
    final: all.filter((each) => hash(each) % 8 === 1),
  };
}

function readings(pattern: string): string[] {
  const found = /\(([^()]*\|[^()]*)\)/.exec(pattern);
  if (!found) return [pattern];
  const before = pattern.slice(0, found.index);
  const rest = readings(pattern.slice(found.index + found[0].length));
  return found[1]!.split("|").flatMap((choice) => rest.map((after) => before + choice + after));
}
