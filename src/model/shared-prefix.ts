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
 * model of 8 MB and 55 for one of 650 MB (docs/performance.md).
 */
const runCostTokens = 50;

/** Prompts that are thought of at a time. */
const candidateCount = 4;

/** A prompt that could be read, and the tokens computed so far that would not have been. */
interface Candidate {
  readonly prompt: Variant;
  readonly forgone: number;
}

/**
 * The cache of one prompt, of which each batch of variants continues the part that all its rows begin with. A prompt is
 * read for it once doing without has cost as much: at once where a batch is large, after some where they are small.
 */
export class SharedPrefix {
  #known: { readonly prompt: Variant; readonly past: Past } | undefined;
  #candidates: readonly Candidate[] = [];

  /** The cache that `variants` are to continue; undefined where none pays. `read` gives the cache of a prompt. */
  async cover(
    variants: readonly [Variant, ...Variant[]],
    read: (prompt: Variant) => Promise<Past>,
  ): Promise<Prefix | undefined> {
    const [first] = variants;
    const shared = sharedLength(variants);
    const overlap = (prompt: Variant) => Math.min(shared, commonLength(prompt, first));
    const covered = this.#known ? overlap(this.#known.prompt) : 0;
    const older = this.#candidates.map(({ prompt, forgone }): Candidate => {
      const gain = variants.length * (overlap(prompt) - covered);
      return { prompt, forgone: gain > 0 ? forgone + gain : forgone / 2 };
    });
    const own = { prompt: first, forgone: (variants.length - 1) * (shared - covered) };
    const candidates = [own, ...older].sort((a, b) => b.forgone - a.forgone);
    const [best] = candidates as [Candidate];
    this.#candidates = candidates.slice(0, candidateCount);
    if (best.forgone > best.prompt.ids.length + runCostTokens) {
      this.#known = { prompt: best.prompt, past: await read(best.prompt) };
      this.#candidates = [];
    }
    if (!this.#known) return undefined;
    const length = overlap(this.#known.prompt);
    return length > 0 ? { length, past: this.#known.past } : undefined;
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
