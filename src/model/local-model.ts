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
import { checkDevice } from "./check-device.ts";
import { chooseDevice, DeviceChoice } from "./device-choice.ts";
import { describeModel, findModel } from "./find-model.ts";
import { generateAnswer } from "./generate.ts";
import { Gradients } from "./gradients.ts";
import { buildGraphs, type Graphs } from "./graphs.ts";
import { logProb } from "./log-softmax.ts";
import { LogitsReader } from "./logits-reader.ts";
import { availableBytes, gradientRowBytes, type ModelShape } from "./memory.ts";
import type { ModelFolder, Weights } from "./model-folder.ts";
import { noNumber } from "./no-number.ts";
import { Pace } from "./pace.ts";
import { sequenceLength } from "./score.ts";
import { batchBudgetMs, Scorer } from "./scorer.ts";
import { Session } from "./session.ts";
import { type SessionSlot, Sessions } from "./sessions.ts";
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
 * `device-unavailable`, `out-of-memory`; the signal's reason when it aborts.
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
  const devices = await chooseDevice(choice.device, weights.bytes);
  const prepacks = weights.bytes < prepackLimitBytes;
  const create = (graph: Uint8Array, where = devices) =>
    Session.create(graph, {
      devices: where,
      ...(choice.threadCount === undefined ? {} : { threadCount: choice.threadCount }),
      weightsFolder: graphs.weightsFolder,
      prepacks,
      name,
    });
  const sessions = new Sessions({
    create: (graph) => create(graph),
    sessionBytes: sessionBytes + (prepacks ? weights.bytes : 0),
    availableBytes,
  });
  await nextTurn();
  options.signal?.throwIfAborted();
  const generation = sessions.slot(graphs.generation);
  await generation.use((session) =>
    checkDevice(devices, session, weights.dtype, () =>
      create(graphs.generation, new DeviceChoice(["cpu"])),
    ),
  );
  return new LocalModel(name, folder, weights, tokenizer, graphs, devices, sessions, generation);
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
  const devices = await chooseDevice(choice.device, described.variants[0]?.bytes ?? 0);
  return {
    source: choice.source,
    name: described.name,
    architecture: described.architecture,
    contextTokenCount: described.contextTokenCount,
    hasChatTemplate,
    variants: described.variants.map(({ dtype, bytes }) => ({ dtype, bytes })),
    device: devices.current,
    deviceNotes: devices.notes,
  };
}

/** Packed copies of the weights cost their size in memory, twice: worth it for small models only. */
const prepackLimitBytes = 512 * 2 ** 20;

/** Bytes that a session takes without packed weights, its graph and its first runs. */
const sessionBytes = 256 * 2 ** 20;

/** A causal language model in onnxruntime-node. */
export class LocalModel implements GradientModel {
  readonly name: string;
  readonly contextTokenCount: number;
  readonly specialIds: ScoringModel["specialIds"];
  readonly vocabularySize: number;
  private readonly tokenizer: Tokenizer;
  private readonly eosIds: ReadonlySet<number>;
  private readonly graphs: Graphs;
  private readonly devices: DeviceChoice;
  private readonly shape: ModelShape;
  private readonly sessions: Sessions;
  private readonly generation: SessionSlot;
  private readonly scorer: Scorer;
  private readonly logits: LogitsReader;
  private readonly weightsPath: string;
  private gradients: Promise<Gradients> | undefined;
  private readonly readingPace: Pace;
  private readonly gradientPace: Pace;

  constructor(
    name: string,
    folder: ModelFolder,
    weights: Weights,
    tokenizer: Tokenizer,
    graphs: Graphs,
    devices: DeviceChoice,
    sessions: Sessions,
    generation: SessionSlot,
  ) {
    this.name = name;
    this.contextTokenCount = folder.contextTokenCount;
    this.specialIds = tokenizer.specialIds;
    this.vocabularySize = folder.vocabularySize ?? tokenizer.vocabularySize;
    this.tokenizer = tokenizer;
    const { eos } = tokenizer.specialIds;
    this.eosIds = new Set([...folder.eosIds, ...(eos === undefined ? [] : [eos])]);
    this.graphs = graphs;
    this.devices = devices;
    this.shape = { ...folder.shape, vocabularySize: this.vocabularySize };
    this.sessions = sessions;
    this.generation = generation;
    this.weightsPath = weights.path;
    const weightCount = weights.bytes / bytesPerWeight[weights.dtype];
    this.readingPace = new Pace(weightCount);
    this.scorer = new Scorer({
      sessions,
      scoring: sessions.slot(graphs.scoring),
      generation,
      shape: this.shape,
      pace: new Pace(weightCount),
      availableBytes,
    });
    this.logits = new LogitsReader({
      generation,
      sessions,
      weightsPath: weights.path,
      weightsFolder: graphs.weightsFolder,
      name,
      pace: new Pace(weightCount),
    });
    // a backward pass costs little more than the forward pass that it follows
    this.gradientPace = new Pace(2.3 * weightCount);
  }

  get device(): string {
    return this.devices.current;
  }

  get deviceNotes(): readonly string[] {
    return this.devices.notes;
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
    return this.scorer.batchSize(tokenCount);
  }

  /**
   * See ScoringModel. More variants than a run should take are split over several. A variant without tokens is
   * scored after the model's start token (bos, else eos), since nothing can be predicted from nothing.
   */
  async score(variants: readonly Variant[], target: readonly number[]): Promise<Float64Array[]> {
    if (target.length === 0) return variants.map(() => new Float64Array(0));
    if (variants.some(({ noise }) => noise)) {
      const rows = await this.read(variants, target, logProb);
      return rows.map((row) => Float64Array.from(row));
    }
    const whole = variants.map((variant) => this.prepare(variant));
    const scores = await this.scorer.score(whole, target);
    if (scores.some((row) => row.some(Number.isNaN))) throw noNumber(this.name);
    return scores;
  }

  async read<T>(
    variants: readonly Variant[],
    target: readonly number[],
    read: ReadLogits<T>,
  ): Promise<T[][]> {
    const whole = variants.map((variant) => this.prepare(variant));
    return this.logits.read(whole, target, read, (count) => this.scoringBatchSize(count));
  }

  gradientBatchSize(tokenCount: number): number {
    const inTime = this.gradientPace.tokensIn(batchBudgetMs) / tokenCount;
    const inMemory = availableBytes() / 2 / gradientRowBytes(this.shape, tokenCount, tokenCount);
    return Math.max(1, Math.floor(Math.min(inTime, inMemory, 64)));
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
      this.sessions,
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
    const prepared = this.prepare(variant);
    return this.generation.stream((session) =>
      generateAnswer(session, prepared, options, decoding, signal),
    );
  }

  release(): Promise<void> {
    return this.sessions.release();
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
