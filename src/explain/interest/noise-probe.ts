import { nextTurn } from "#base/next-turn";
import type { GradientModel } from "#explain/gradient-model";
import { idsOf } from "#explain/gradient-task";
import type { NoiseEffect, Representation, RepresentationModel } from "#explain/inner-model";
import { movingTokens } from "#explain/path-ends";
import type { ScoringModel } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import { ExplainError } from "#protocol/failure";

/** A model that tells what noise does, and how many rows a run should take. */
export type InterestModel = RepresentationModel & Pick<GradientModel, "gradientBatchSize">;

/** Throws ExplainError `no-gradient` for a model that only scores. */
export function asInterestModel(model: ScoringModel): InterestModel {
  if ("noiseEffect" in model && "gradientBatchSize" in model) return model as InterestModel;
  throw new ExplainError({
    kind: "no-gradient",
    message: `${model.name} does not show what noise on its embeddings does.`,
    remedy: "Choose a method that needs none of it, such as Shapley value sampling.",
  });
}

/** Asks one model what noise does to one prompt, in batches, and counts the rows. */
export class NoiseProbe {
  /** d, numbers in one embedding. */
  readonly width: number;
  /** Root mean square of the prompt's embeddings: what σ counts in. */
  readonly unit: number;
  /** [tokens] 1 on those that get noise. */
  readonly moves: Uint8Array;
  /** Rows that went forward and back so far. */
  evaluations: number;
  readonly #model: InterestModel;
  readonly #ids: readonly number[];

  private constructor(model: InterestModel, task: Task, embeddings: Float32Array) {
    this.#model = model;
    this.#ids = idsOf(task);
    this.moves = movingTokens(task);
    this.width = embeddings.length / this.#ids.length;
    const squares = embeddings.reduce((sum, value) => sum + value * value, 0);
    this.unit = Math.sqrt(squares / embeddings.length) || 1;
    this.evaluations = 1;
  }

  /** One evaluation. */
  static async create(
    model: InterestModel,
    task: Task,
    representation: Representation,
  ): Promise<NoiseProbe> {
    const ids = idsOf(task);
    const none = new Float64Array(ids.length);
    const { embeddings } = await model.noiseEffect({ ids }, representation, [], none);
    return new NoiseProbe(model, task, embeddings);
  }

  /** n, tokens that get noise. */
  get movingCount(): number {
    return this.moves.reduce((sum, own) => sum + own, 0);
  }

  /** What each of `draws` [tokens × width], added to the embeddings, does; undefined when `signal` aborts first. */
  async effectOf(
    representation: Representation,
    draws: readonly Float32Array[],
    signal: AbortSignal,
  ): Promise<Pick<NoiseEffect, "squaredDistances" | "gradients"> | undefined> {
    const added = "target" in representation ? representation.target.length : 0;
    const tokenCount = this.#ids.length + added;
    const asDrawn = new Float64Array(this.#ids.length);
    const squaredDistances: number[] = [];
    const gradients: Float64Array[] = [];
    while (squaredDistances.length < draws.length) {
      await nextTurn();
      if (signal.aborted) return undefined;
      // one row of each run is the prompt without noise
      const size = Math.max(1, this.#model.gradientBatchSize(tokenCount) - 1);
      const batch = draws.slice(squaredDistances.length, squaredDistances.length + size);
      const variant = { ids: this.#ids };
      const effect = await this.#model.noiseEffect(variant, representation, batch, asDrawn);
      squaredDistances.push(...effect.squaredDistances);
      gradients.push(...effect.gradients);
      this.evaluations += batch.length;
    }
    return { squaredDistances: Float64Array.from(squaredDistances), gradients };
  }
}
