import { nextTurn } from "#base/next-turn";
import type {
  EmbeddingGradient,
  EmbeddingVariant,
  GradientModel,
  Objective,
  Walk,
} from "#explain/gradient-model";
import type {
  AttentionMaps,
  AttentionModel,
  LabelModel,
  NoiseEffect,
  Representation,
  RepresentationModel,
  State,
} from "#explain/inner-model";
import type { Answer, EncodedPrompt, ScoringModel, Variant } from "#explain/scoring-model";
import type { GenerationOptions, ModelChoice, PromptSource } from "#protocol/request";
import type { Span } from "#text/span";
import { attentionMaps } from "./attention.ts";
import { checkDevice } from "./check-device.ts";
import { chooseDevice, DeviceChoice } from "./device-choice.ts";
import { findModel } from "./find-model.ts";
import { generateAnswer } from "./generate.ts";
import { embeddingGradients } from "./gradients.ts";
import { buildGraphs, type Graphs } from "./graphs.ts";
import { InnerGraphs } from "./inner-graphs.ts";
import { readLabelLogits } from "./label-logits.ts";
import { availableBytes, gradientRowBytes, type ModelShape } from "./memory.ts";
import { continuesNothing, noNumber, withoutMask } from "./model-failures.ts";
import { countWeights, type ModelFolder, type ModelKind, type Weights } from "./model-folder.ts";
import { targetOf } from "./objective.ts";
import { Pace } from "./pace.ts";
import { countBlocks, noiseEffect, readHiddenStates } from "./representation.ts";
import { sequenceLength } from "./score.ts";
import { batchBudgetMs, Scorer } from "./scorer.ts";
import { Session } from "./session.ts";
import { type SessionSlot, Sessions } from "./sessions.ts";
import { Tokenizer } from "./tokenizer.ts";

export interface OpenOptions {
  /** The kind of model that is wanted: `causal` unless said. */
  readonly kind?: ModelKind;
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

/** Packed copies of the weights cost their size in memory, twice: worth it for small models only. */
const prepackLimitBytes = 512 * 2 ** 20;

/** Bytes that a session takes without packed weights, its graph and its first runs. */
const sessionBytes = 256 * 2 ** 20;

/** A language model in onnxruntime-node. A masked one shows its inside, but has no scores and no answers. */
export class LocalModel implements GradientModel, AttentionModel, LabelModel, RepresentationModel {
  readonly name: string;
  readonly kind: ModelKind;
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
  private readonly inner: InnerGraphs;
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
    this.kind = folder.kind;
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
    this.inner = new InnerGraphs(weights.path, name, graphs.weightsFolder, sessions);
    const weightCount = countWeights(weights);
    this.readingPace = new Pace(weightCount);
    this.scorer = new Scorer({
      sessions,
      scoring: sessions.slot(graphs.scoring),
      generation,
      shape: this.shape,
      pace: new Pace(weightCount),
      availableBytes,
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
    if (this.kind === "masked") throw continuesNothing(this.name);
    if (target.length === 0) return variants.map(() => new Float64Array(0));
    const whole = variants.map((variant) => this.prepare(variant));
    const scores = await this.scorer.score(whole, target);
    if (scores.some((row) => row.some(Number.isNaN))) throw noNumber(this.name);
    return scores;
  }

  gradientBatchSize(tokenCount: number): number {
    const inTime = this.gradientPace.tokensIn(batchBudgetMs) / tokenCount;
    const inMemory = availableBytes() / 2 / gradientRowBytes(this.shape, tokenCount, tokenCount);
    return Math.max(1, Math.floor(Math.min(inTime, inMemory, 64)));
  }

  differentiate(
    variants: readonly EmbeddingVariant[],
    objective: Objective,
    cotangents: readonly Float64Array[],
    walk: Walk = "gradient",
  ): Promise<EmbeddingGradient[]> {
    const tokens = variants.length * sequenceLength(variants, targetOf(objective));
    return this.gradientPace.measure(tokens * cotangents.length, () =>
      embeddingGradients(this.inner, variants, objective, cotangents, walk),
    );
  }

  attention(
    variant: Variant,
    objective: Objective,
    cotangents: readonly Float64Array[],
  ): Promise<AttentionMaps> {
    return attentionMaps(this.inner, this.prepare(variant), objective, cotangents);
  }

  labelLogits(variants: readonly Variant[], labels: readonly number[]): Promise<Float32Array[]> {
    return readLabelLogits(
      this.inner,
      variants.map((variant) => this.prepare(variant)),
      labels,
    );
  }

  blockCount(): Promise<number> {
    return countBlocks(this.inner);
  }

  hiddenStates(variants: readonly Variant[], state: State): Promise<Float32Array[]> {
    return readHiddenStates(
      this.inner,
      variants.map((variant) => this.prepare(variant)),
      state,
    );
  }

  noiseEffect(
    variant: Variant,
    representation: Representation,
    draws: readonly Float32Array[],
    logSigma: Float64Array,
  ): Promise<NoiseEffect> {
    return noiseEffect(this.inner, variant, representation, draws, logSigma);
  }

  generate(
    variant: Variant,
    options: GenerationOptions,
    signal: AbortSignal,
  ): AsyncIterable<Answer> {
    if (this.kind === "masked") throw continuesNothing(this.name);
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
      throw withoutMask(this.name, maskProblem);
    }
    if (variant.ids.length > 0) return variant;
    const { bos, eos, pad } = this.specialIds;
    return { ids: [bos ?? eos ?? [...this.eosIds][0] ?? pad ?? 0] };
  }
}
