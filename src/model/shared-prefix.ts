import type { Variant } from "#explain/scoring-model";
import type { Past } from "./session.ts";

/** Tokens of a cache that all rows of a run continue. */
export interface Prefix {
  readonly length: number;
  /** By the names of the outputs, `[1, heads, tokens, width]`, `length` tokens or more. */
  readonly past: Past;
}

/**
 * What a run more costs beside its tokens, in tokens: weights are read from memory once a run. Measured as 15 for a
 * model of 8 MB and 55 for one of 650 MB, 24 where its weights are packed (docs/performance.md).
 */
const runCostTokens = 50;

/** Rows are run apart where it saves so many tokens. */
const partingTokens = 24;

/** Prompts that are thought of at a time. */
const candidateCount = 4;

/** Caches that are kept at a time, and their bytes. */
const keptCount = 16;
const keptBytes = 128 * 2 ** 20;

/** A prompt that could be read, and the tokens computed so far that would not have been. */
interface Candidate {
  readonly prompt: Variant;
  readonly forgone: number;
}

interface Known {
  readonly prompt: Variant;
  readonly past: Past;
}

type Variants = readonly [Variant, ...Variant[]];

/**
 * Caches of the prompts used last: each batch of variants continues the part of one that all its rows begin with. What a
 * small run has computed anyway is kept. For a large one a prompt is read once doing without has cost as much: at once
 * where the batch is large, after some where they are small.
 */
export class SharedPrefix {
  /** The one used last first. */
  #known: readonly Known[] = [];
  #candidates: readonly Candidate[] = [];

  /** How many of the first of `variants` to run together: until one more makes all continue too little. */
  countTogether(variants: Variants): number {
    let saved = this.#longest([variants[0]]).length;
    for (let count = 1; count < variants.length; count++) {
      const apart = saved + this.#longest([variants[count]!]).length;
      const [first, ...others] = variants.slice(0, count + 1) as [Variant, ...Variant[]];
      saved = (count + 1) * this.#longest([first, ...others]).length;
      if (apart - saved > partingTokens) return count;
    }
    return variants.length;
  }

  /** The cache that `variants` are to continue; undefined where none pays. `read` gives the cache of a prompt. */
  async cover(
    variants: Variants,
    read: (prompt: Variant) => Promise<Past>,
  ): Promise<Prefix | undefined> {
    const [first] = variants;
    const shared = sharedLength(variants);
    const covered = this.#longest(variants).length;
    const older = this.#candidates.map(({ prompt, forgone }): Candidate => {
      const overlap = Math.min(shared, commonLength(prompt, first));
      const gain = variants.length * (overlap - covered);
      return { prompt, forgone: gain > 0 ? forgone + gain : forgone / 2 };
    });
    const own = { prompt: first, forgone: (variants.length - 1) * (shared - covered) };
    const candidates = [own, ...older].sort((a, b) => b.forgone - a.forgone);
    const [best] = candidates as [Candidate];
    this.#candidates = candidates.slice(0, candidateCount);
    if (best.forgone > best.prompt.ids.length + runCostTokens) {
      this.keep([best.prompt], [await read(best.prompt)]);
      this.#candidates = [];
    }
    const { known, length } = this.#longest(variants);
    if (!known) return undefined;
    this.#known = [known, ...this.#known.filter((each) => each !== known)];
    return { length, past: known.past };
  }

  /** Keeps the caches [prompts] for later runs, and gives up the oldest. */
  keep(prompts: readonly Variant[], pasts: readonly Past[]): void {
    const added = prompts.map((prompt, row): Known => ({ prompt, past: pasts[row]! }));
    let bytes = 0;
    this.#known = [...added, ...this.#known].slice(0, keptCount).filter(({ past }, place) => {
      bytes += bytesOf(past);
      return place === 0 || bytes <= keptBytes;
    });
  }

  /** The cache of which `variants` could continue the most; `known` is absent where they can continue none. */
  #longest(variants: Variants): { readonly length: number; readonly known?: Known } {
    const shared = sharedLength(variants);
    let longest: { readonly length: number; readonly known?: Known } = { length: 0 };
    for (const known of this.#known) {
      const length = Math.min(shared, commonLength(known.prompt, variants[0]));
      if (length > longest.length) longest = { length, known };
    }
    return longest;
  }
}

/**
 * How many tokens all variants begin with, masks included, short of the last of any: it predicts the target. None where
 * the first token is hidden: what it hides from itself it sees of the tokens after it, so it depends on them.
 */
function sharedLength(variants: readonly [Variant, ...Variant[]]): number {
  const [first] = variants;
  if (first.attentionMask?.[0] === 0) return 0;
  return Math.min(
    ...variants.map((variant) => Math.min(commonLength(first, variant), variant.ids.length - 1)),
  );
}

function commonLength(a: Variant, b: Variant): number {
  const end = Math.min(a.ids.length, b.ids.length);
  let at = 0;
  while (at < end && isSame(a, b, at)) at += 1;
  return at;
}

function isSame(a: Variant, b: Variant, at: number): boolean {
  return (
    a.ids[at] === b.ids[at] &&
    (a.attentionMask?.[at] ?? 1) === (b.attentionMask?.[at] ?? 1) &&
    (a.embeddingMask?.[at] ?? 1) === (b.embeddingMask?.[at] ?? 1)
  );
}

function bytesOf(past: Past): number {
  const tensors = Object.values(past);
  return tensors.reduce((sum, { data }) => sum + (data as Float32Array).byteLength, 0);
}
