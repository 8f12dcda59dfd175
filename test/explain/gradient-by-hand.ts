import type { EmbeddingGradient, EmbeddingVariant, GradientModel } from "#explain/gradient-model";
import type { Variant } from "#explain/scoring-model";
import { WordModel } from "./word-model.ts";

/** A function of one number for each word of the prompt, and its derivatives. */
export interface SmoothGame {
  readonly value: (x: readonly number[]) => number;
  readonly slopes: (x: readonly number[]) => readonly number[];
}

/**
 * A model with gradients solved by hand: every word has the embedding 1, of width one, and the log-probability of the
 * target's only token is `game` of the embeddings.
 */
export class GameModel extends WordModel implements GradientModel {
  readonly #game: SmoothGame;
  readonly #batchSize: number;

  constructor(words: readonly string[], game: SmoothGame, batchSize = 4) {
    super(words, () => ({ rest: 0 }));
    this.#game = game;
    this.#batchSize = batchSize;
  }

  gradientBatchSize(): number {
    return this.#batchSize;
  }

  override async score(variants: readonly Variant[]): Promise<Float64Array[]> {
    return variants.map((variant) => Float64Array.of(this.#game.value(embedded(variant))));
  }

  async differentiate(
    variants: readonly EmbeddingVariant[],
    _objective: unknown,
    cotangents: readonly Float64Array[],
  ): Promise<EmbeddingGradient[]> {
    return variants.map((variant) => {
      const x = embedded(variant);
      const slopes = this.#game.slopes(x);
      return {
        values: Float64Array.of(this.#game.value(x)),
        embeddings: new Float32Array(x.length).fill(1),
        gradients: cotangents.map(([weight]) =>
          Float32Array.from(slopes, (slope) => weight! * slope),
        ),
      };
    });
  }
}

/** mask ⊙ 1 + shift */
function embedded({ ids, embeddingMask, embeddingShift }: EmbeddingVariant): number[] {
  return ids.map((_, at) => (embeddingMask?.[at] ?? 1) + (embeddingShift?.[at] ?? 0));
}
