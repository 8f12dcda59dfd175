import { seededRandom } from "#explain/random";
import type { ReadLogits, Variant } from "#explain/scoring-model";
import { keyValueCache } from "#onnx/key-value-cache";
import { names } from "#onnx/names";
import { OnnxError } from "#onnx/problem";
import { findEmbeddingLookup } from "#onnx/rewrites/embedding-lookup";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import { exposeEmbeddings } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { writeModel } from "#onnx/write-model";
import { ExplainError } from "#protocol/failure";
import { describeProblems, readGraph } from "./graphs.ts";
import { readLogits } from "./read-logits.ts";
import { sequenceLength, variantFeeds } from "./score.ts";
import { type Feeds, floats, type Session } from "./session.ts";
import type { SessionSlot, Sessions } from "./sessions.ts";

/** Runs a model with noise on its token embeddings. */
export class NoisyReader {
  readonly #slot: SessionSlot;
  /** Numbers in one embedding. */
  readonly #width: number;
  #unit: { readonly ids: readonly number[]; readonly size: number } | undefined;

  private constructor(slot: SessionSlot, width: number) {
    this.#slot = slot;
    this.#width = width;
  }

  /** Throws ExplainError `model-unsupported` where the graph of the model file at `path` has no place for noise. */
  static create(
    path: string,
    name: string,
    weightsFolder: string,
    sessions: Sessions,
  ): NoisyReader {
    const { model } = readGraph(path);
    try {
      const { width } = findEmbeddingLookup(model);
      const noisy = targetHead(exposeEmbeddings(addEmbeddingNoise(model)));
      const presents = keyValueCache(noisy).map(({ present }) => present);
      const graph = keepOutputs(noisy, [names.targetLogits, names.embeddings, ...presents]);
      return new NoisyReader(sessions.slot(writeModel(graph, weightsFolder)), Number(width));
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
  read<T>(
    variants: readonly Variant[],
    target: readonly number[],
    read: ReadLogits<T>,
  ): Promise<T[][]> {
    return this.#slot.use(async (session) => {
      const rowLength = sequenceLength(variants, target) * this.#width;
      const noise = new Float32Array(variants.length * rowLength);
      for (const [row, variant] of variants.entries())
        noise.set(await this.#noiseOf(session, variant), row * rowLength);
      const feeds = this.#noiseFeed(session, noise, variants.length);
      return readLogits(session, variants, target, read, feeds);
    });
  }

  /** What `generate` makes of the session and of the variant's noise, [tokens × width]. */
  stream<T>(
    variant: Variant,
    generate: (session: Session, noise: Float32Array) => AsyncIterable<T>,
  ): AsyncIterable<T> {
    const noiseOf = (session: Session) => this.#noiseOf(session, variant);
    return this.#slot.stream(async function* (session) {
      yield* generate(session, await noiseOf(session));
    });
  }

  /** [tokens × width]; a token's noise does not depend on which others have some. */
  async #noiseOf(session: Session, { ids, noise }: Variant): Promise<Float32Array> {
    const values = new Float32Array(ids.length * this.#width);
    if (!noise) return values;
    const unit = await this.#unitOf(session, ids);
    const random = seededRandom(noise.seed);
    return values.map((_, index) => {
      const size = noise.sizes[Math.floor(index / this.#width)]!;
      return size * unit * random.normal();
    });
  }

  /** Root mean square of the numbers in the embeddings of `ids`. */
  async #unitOf(session: Session, ids: readonly number[]): Promise<number> {
    if (this.#unit?.ids.join() === ids.join()) return this.#unit.size;
    const outputs = await session.run(
      {
        ...variantFeeds(session, [{ ids: ids.slice(0, -1) }], ids.slice(-1)),
        ...this.#noiseFeed(session, new Float32Array(ids.length * this.#width), 1),
      },
      [names.embeddings],
    );
    const numbers = floats(outputs[names.embeddings]!);
    const size = Math.sqrt(numbers.reduce((sum, number) => sum + number ** 2, 0) / numbers.length);
    this.#unit = { ids, size };
    return size;
  }

  #noiseFeed(session: Session, noise: Float32Array, batch: number): Feeds {
    const dims = [batch, noise.length / batch / this.#width, this.#width];
    return { [names.embeddingNoise]: session.float32(noise, dims) };
  }
}
