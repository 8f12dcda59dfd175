import { nextTurn } from "#base/next-turn";
import type {
  Answer,
  EmbeddingGradient,
  EmbeddingVariant,
  EncodedPrompt,
  GradientModel,
  ReadLogits,
  ScoringModel,
  Variant,
} from "#explain/scoring-model";
import { ExplainError } from "#protocol/failure";
import type { GenerationOptions, ModelChoice, PromptSource } from "#protocol/request";
import type { ModelInfo } from "#protocol/worker-methods";
import type { Span } from "#text/span";
import { describeModel, findModel } from "./find-model.ts";
import { generateAnswer } from "./generate.ts";
import { type CreateSession, Gradients } from "./gradients.ts";
import { buildGraphs, type Graphs } from "./graphs.ts";
import { logSumExp } from "./log-softmax.ts";
import { availableBytes } from "./memory.ts";
import type { ModelFolder, Weights } from "./model-folder.ts";
import { NoisyReader } from "./noisy-reader.ts";
import { Pace } from "./pace.ts";
import { readLogits } from "./read-logits.ts";
import { scoreVariants, sequenceLength } from "./score.ts";
import { Session } from "./session.ts";
import { Tokenizer } from "./tokenizer.ts";

export interface OpenOptions {
  /** Where the bundled models are, one folder each, opened by its name. */
  readonly bundledFolder?: string;
  /** Bytes fetched so far, and in all where it is known. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
  /** Bytes of memory that may be used; by default what the machine has available. */
  readonly availableBytes?: number;
}

/**
 * Opens the model that `choice` names: a bundled model's name, a folder in the transformers.js layout, or a hub id,
 * which is fetched into the cache first. Throws ExplainError `model-not-found`, `model-incomplete`, `model-corrupt`,
 * `model-unsupported`, `model-too-large`, `model-access`, `network`, `cache-unwritable`, `invalid-option`,
 * `out-of-memory`; the signal's reason when it aborts.
 */
export async function openLocalModel(
  choice: ModelChoice,
  options: OpenOptions = {},
): Promise<LocalModel> {
  const available = options.availableBytes ?? availableBytes();
  const { name, folder, weights } = await findModel(choice, {
    ...options,
    availableBytes: available,
  });
  options.signal?.throwIfAborted();
  const tokenizer = await Tokenizer.create(folder.tokenizer);
  await nextTurn();
  options.signal?.throwIfAborted();
  const graphs = buildGraphs(weights.path);
  const create = (graph: Uint8Array) =>
    Session.create(graph, {
      device: choice.device,
      ...(choice.threadCount === undefined ? {} : { threadCount: choice.threadCount }),
      weightsFolder: graphs.weightsFolder,
      prepacks: weights.bytes < prepackLimitBytes,
      name,
    });
  await nextTurn();
  options.signal?.throwIfAborted();
  const generation = await create(graphs.generation);
  return new LocalModel(name, folder, weights, tokenizer, graphs, generation, create);
}

/**
 * What a choice's model is, without loading it; of a hub model that is not in the cache only the small files are
 * fetched, and its weights are those on the hub. Throws ExplainError as `openLocalModel` does.
 */
export async function describeLocalModel(
  choice: ModelChoice,
  options: OpenOptions = {},
): Promise<ModelInfo> {
  const described = await describeModel(choice, options);
  const { hasChatTemplate } = await Tokenizer.create(described.tokenizer);
  return {
    source: choice.source,
    name: described.name,
    architecture: described.architecture,
    contextTokenCount: described.contextTokenCount,
    hasChatTemplate,
    variants: described.variants.map(({ dtype, bytes }) => ({ dtype, bytes })),
  };
}

/** Packed copies of the weights cost their size in memory, twice: worth it for small models only. */
const prepackLimitBytes = 512 * 2 ** 20;

/** Milliseconds that one run of a batch may block the thread: a cancel waits no longer. */
const batchBudgetMs = 120;

/** Bytes that the logits of one batch may take. */
const logitsBudgetBytes = 256 * 2 ** 20;

/** A causal language model in onnxruntime-node. */
export class LocalModel implements GradientModel {
  readonly name: string;
  readonly device: string;
  readonly contextTokenCount: number;
  readonly specialIds: ScoringModel["specialIds"];
  readonly vocabularySize: number;
  private readonly tokenizer: Tokenizer;
  private readonly eosIds: ReadonlySet<number>;
  private readonly graphs: Graphs;
  private readonly generation: Session;
  private readonly create: CreateSession;
  private readonly weightsPath: string;
  private scoring: Promise<Session> | undefined;
  private gradients: Promise<Gradients> | undefined;
  private noisy: Promise<NoisyReader> | undefined;
  private readonly readingPace: Pace;
  private readonly scoringPace: Pace;
  private readonly gradientPace: Pace;

  constructor(
    name: string,
    folder: ModelFolder,
    weights: Weights,
    tokenizer: Tokenizer,
    graphs: Graphs,
    generation: Session,
    create: CreateSession,
  ) {
    this.name = name;
    this.device = generation.device;
    this.contextTokenCount = folder.contextTokenCount;
    this.specialIds = tokenizer.specialIds;
    this.vocabularySize = folder.vocabularySize ?? tokenizer.vocabularySize;
    this.tokenizer = tokenizer;
    const { eos } = tokenizer.specialIds;
    this.eosIds = new Set([...folder.eosIds, ...(eos === undefined ? [] : [eos])]);
    this.graphs = graphs;
    this.generation = generation;
    this.create = create;
    this.weightsPath = weights.path;
    const weightCount = weights.bytes / bytesPerWeight[weights.dtype];
    this.readingPace = new Pace(weightCount);
    this.scoringPace = new Pace(weightCount);
    // a backward pass costs little more than the forward pass that it follows
    this.gradientPace = new Pace(2.3 * weightCount);
  }

  encode(source: PromptSource): EncodedPrompt {
    return this.tokenizer.encode(source);
  }

  encodeText(text: string): number[] {
    return this.tokenizer.encodeText(text);
  }

  decode(ids: readonly number[]): string[] {
    return this.tokenizer.decode(ids);
  }

  truncate(source: PromptSource, tokenCount: number, keep: "start" | "end"): Span {
    return this.tokenizer.truncate(source, tokenCount, keep);
  }

  scoringBatchSize(tokenCount: number): number {
    const byTime = Math.floor(this.scoringPace.tokensIn(batchBudgetMs) / tokenCount);
    const byMemory = Math.floor(logitsBudgetBytes / (tokenCount * this.vocabularySize * 4));
    return Math.max(1, Math.min(byTime, byMemory, 256));
  }

  /**
   * See ScoringModel. More variants than a run should take are split over several. A variant without tokens is
   * scored after the model's start token (bos, else eos), since nothing can be predicted from nothing.
   */
  async score(variants: readonly Variant[], target: readonly number[]): Promise<Float64Array[]> {
    if (target.length === 0) return variants.map(() => new Float64Array(0));
    if (variants.some(({ noise }) => noise)) {
      const logProb = (logits: Float32Array, id: number) => logits[id]! - logSumExp(logits);
      const rows = await this.read(variants, target, logProb);
      return rows.map((row) => Float64Array.from(row));
    }
    const session = await this.scoringSession();
    const whole = variants.map((variant) => this.prepare(variant));
    const scores: Float64Array[] = [];
    while (scores.length < whole.length) {
      if (scores.length > 0) await nextTurn();
      const rest = whole.slice(scores.length);
      const tokens = Math.max(...rest.map(({ ids }) => ids.length)) + target.length;
      const batch = rest.slice(0, Math.max(1, this.scoringBatchSize(tokens)) * 2);
      const run = () => scoreVariants(session, batch, target);
      const logProbs = await this.scoringPace.measure(batch.length * tokens, run);
      if (logProbs.some((row) => row.some(Number.isNaN))) throw noNumber(this.name);
      scores.push(...logProbs);
    }
    return scores;
  }

  async read<T>(
    variants: readonly Variant[],
    target: readonly number[],
    read: ReadLogits<T>,
  ): Promise<T[][]> {
    const reader = variants.some(({ noise }) => noise) ? await this.noisyReader() : undefined;
    const whole = variants.map((variant) => this.prepare(variant));
    const readNumbers: ReadLogits<T> = (logits, id) => {
      if (Number.isNaN(logits[id])) throw noNumber(this.name);
      return read(logits, id);
    };
    const rows: T[][] = [];
    while (rows.length < whole.length) {
      await nextTurn();
      const tokens = sequenceLength(whole, target);
      const batch = whole.slice(rows.length, rows.length + this.scoringBatchSize(tokens));
      const run = () =>
        reader
          ? reader.read(batch, target, readNumbers)
          : readLogits(this.generation, batch, target, readNumbers);
      rows.push(...(await this.scoringPace.measure(batch.length * tokens, run)));
    }
    return rows;
  }

  gradientBatchSize(tokenCount: number): number {
    return Math.max(
      1,
      Math.min(Math.floor(this.gradientPace.tokensIn(batchBudgetMs) / tokenCount), 64),
    );
  }

  async differentiate(
    variants: readonly EmbeddingVariant[],
    target: readonly number[],
    cotangents: readonly Float64Array[],
  ): Promise<EmbeddingGradient[]> {
    this.gradients ??= Gradients.create(
      this.weightsPath,
      this.name,
      this.graphs.weightsFolder,
      this.create,
    );
    this.gradients.catch(() => {
      this.gradients = undefined;
    });
    const gradients = await this.gradients;
    const tokens = variants.length * sequenceLength(variants, target);
    return this.gradientPace.measure(tokens * cotangents.length, () =>
      gradients.run(variants, target, cotangents),
    );
  }

  generate(
    variant: Variant,
    options: GenerationOptions,
    signal: AbortSignal,
  ): AsyncIterable<Answer> {
    const decoding = {
      eosIds: this.eosIds,
      contextTokenCount: this.contextTokenCount,
      pace: this.readingPace,
      decode: (ids: readonly number[], isWhole: boolean) => this.tokenizer.decode(ids, isWhole),
    };
    return generateAnswer(this.generation, this.prepare(variant), options, decoding, signal);
  }

  async release(): Promise<void> {
    await this.generation.release();
    await (await this.scoring)?.release();
    await (await this.gradients)?.release();
    await (await this.noisy)?.release();
  }

  private noisyReader(): Promise<NoisyReader> {
    const { weightsFolder } = this.graphs;
    this.noisy ??= NoisyReader.create(this.weightsPath, this.name, weightsFolder, this.create);
    this.noisy.catch(() => {
      this.noisy = undefined;
    });
    return this.noisy;
  }

  private scoringSession(): Promise<Session> {
    this.scoring ??= this.create(this.graphs.scoring);
    this.scoring.catch(() => {
      this.scoring = undefined;
    });
    return this.scoring;
  }

  /** Throws where a mask is asked for that the graph has no place for. */
  private prepare(variant: Variant): Variant {
    const { maskProblem } = this.graphs;
    if (maskProblem !== undefined && variant.embeddingMask?.some((factor) => factor !== 1)) {
      throw new ExplainError({
        kind: "model-unsupported",
        message: `The baseline zero needs the token embeddings of ${this.name}, which cannot be found in its graph.`,
        remedy: "Choose another baseline, such as remove or attention.",
        detail: maskProblem,
      });
    }
    if (variant.ids.length > 0) return variant;
    const { bos, eos, pad } = this.specialIds;
    return { ids: [bos ?? eos ?? [...this.eosIds][0] ?? pad ?? 0] };
  }
}

const bytesPerWeight: Readonly<Record<Weights["dtype"], number>> = {
  fp32: 4,
  fp16: 2,
  q8: 1,
  int8: 1,
  uint8: 1,
  q4: 0.6,
  q4f16: 0.6,
  bnb4: 0.6,
};

function noNumber(name: string): ExplainError {
  return new ExplainError({
    kind: "invalid-option",
    message: `${name} gives no numbers when the masked tokens are absent in this way.`,
    remedy: "Choose another baseline, such as zero or remove.",
  });
}
