import { seededRandom } from "#explain/random";
import type { ReadLogits, Variant } from "#explain/scoring-model";
import { names } from "#onnx/names";
import { OnnxError } from "#onnx/problem";
import { findEmbeddingLookup } from "#onnx/rewrites/embedding-lookup";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import { exposeEmbeddings } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { writeModel } from "#onnx/write-model";
import { ExplainError } from "#protocol/failure";
import type { CreateSession } from "./gradients.ts";
import { describeProblems, readGraph } from "./graphs.ts";
import { readLogits } from "./read-logits.ts";
import { sequenceLength, variantFeeds } from "./score.ts";
import { floats, type Session } from "./session.ts";

/** Runs a model with noise on its token embeddings. */
export class NoisyReader {
  readonly #session: Session;
  /** Numbers in one embedding. */
  readonly #width: number;
  #unit: { readonly ids: readonly number[]; readonly size: number } | undefined;

  private constructor(session: Session, width: number) {
    this.#session = session;
    this.#width = width;
  }

  /** Throws ExplainError `model-unsupported` where the graph of the model file at `path` has no place for noise. */
  static async create(
    path: string,
    name: string,
    weightsFolder: string,
    create: CreateSession,
  ): Promise<NoisyReader> {
    const { model } = readGraph(path);
    try {
      const { width } = findEmbeddingLookup(model);
      const noisy = targetHead(addEmbeddingNoise(exposeEmbeddings(model)));
      const graph = keepOutputs(noisy, [names.targetLogits, names.embeddings]);
      return new NoisyReader(await create(writeModel(graph, weightsFolder)), Number(width));
    } catch (error) {
      if (!(error instanceof OnnxError)) throw error;
      throw new ExplainError({
        kind: "model-unsupported",
        message: `Noise needs the token embeddings of ${name}, which cannot be found in its graph.`,
        remedy: "Choose another method, such as feature-ablation.",
        detail: describeProblems(error.problems),
      });
    }
  }

  /** [variants][targets] what `read` makes of the logits that predict each target token; one run. */
  async read<T>(
    variants: readonly Variant[],
    target: readonly number[],
    read: ReadLogits<T>,
  ): Promise<T[][]> {
    const tokens = sequenceLength(variants, target);
    const noise = new Float32Array(variants.length * tokens * this.#width);
    for (const [row, variant] of variants.entries())
      if (variant.noise) noise.set(await this.#noiseOf(variant), row * tokens * this.#width);
    const dims = [variants.length, tokens, this.#width];
    const feeds = { [names.embeddingNoise]: this.#session.float32(noise, dims) };
    return readLogits(this.#session, variants, target, read, feeds);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  /** [tokens × width]; a token's noise does not depend on which others have some. */
  async #noiseOf({ ids, noise }: Variant): Promise<Float32Array> {
    const unit = await this.#unitOf(ids);
    const random = seededRandom(noise!.seed);
    return Float32Array.from({ length: ids.length * this.#width }, (_, index) => {
      const size = noise!.sizes[Math.floor(index / this.#width)]!;
      return size * unit * random.normal();
    });
  }

  /** Root mean square of the numbers in the embeddings of `ids`. */
  async #unitOf(ids: readonly number[]): Promise<number> {
    if (this.#unit?.ids.join() === ids.join()) return this.#unit.size;
    const still = new Float32Array(ids.length * this.#width);
    const feeds = {
      ...variantFeeds(this.#session, [{ ids: ids.slice(0, -1) }], ids.slice(-1)),
      [names.embeddingNoise]: this.#session.float32(still, [1, ids.length, this.#width]),
    };
    const outputs = await this.#session.run(feeds, [names.embeddings]);
    const numbers = floats(outputs[names.embeddings]!);
    const size = Math.sqrt(numbers.reduce((sum, number) => sum + number ** 2, 0) / numbers.length);
    this.#unit = { ids, size };
    return size;
  }
}
