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
  LensModel,
  NoiseEffect,
  Prediction,
  Representation,
  RepresentationModel,
  State,
} from "#explain/inner-model";
import type {
  Answer,
  EncodedPrompt,
  ReadLogits,
  ScoringModel,
  Variant,
} from "#explain/scoring-model";
import type { GenerationOptions, PromptSource } from "#protocol/request";
import type { Span } from "#text/span";
import { attentionMaps } from "./attention.ts";
import { biasedSlot } from "./biased-attention.ts";
import type { DeviceChoice } from "./device-choice.ts";
import { generateAnswer } from "./generate.ts";
import { embeddingGradients } from "./gradients.ts";
import type { Graphs } from "./graphs.ts";
import { InnerGraphs } from "./inner-graphs.ts";
import { readLabelLogits } from "./label-logits.ts";
import { logProb } from "./log-softmax.ts";
import { readLogitLens } from "./logit-lens.ts";
import { LogitsReader } from "./logits-reader.ts";
import { availableBytes, gradientRowBytes, type ModelShape } from "./memory.ts";
import { continuesNothing, withoutMask } from "./model-failures.ts";
import { countWeights, type ModelFolder, type ModelKind, type Weights } from "./model-folder.ts";
import { noNumber } from "./no-number.ts";
import { targetOf } from "./objective.ts";
import { Pace } from "./pace.ts";
import { countBlocks, noiseEffect, readHiddenStates } from "./representation.ts";
import { sequenceLength } from "./score.ts";
import { batchBudgetMs, Scorer } from "./scorer.ts";
import type { Session } from "./session.ts";
import type { SessionSlot, Sessions } from "./sessions.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** A language model in onnxruntime-node. A masked one shows its inside, but has no scores and no answers. */
export class LocalModel
  implements GradientModel, AttentionModel, LabelModel, RepresentationModel, LensModel
{
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
  private readonly logits: LogitsReader;
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
      scoring: sessions.slot(graphs.scoring, true),
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
      biased: () => biasedSlot(this.inner),
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
    if (this.kind === "masked") throw continuesNothing(this.name);
    if (target.length === 0) return variants.map(() => new Float64Array(0));
    if (variants.some(({ noise, attentionBias }) => noise || attentionBias)) {
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
    if (this.kind === "masked") throw continuesNothing(this.name);
    const whole = variants.map((variant) => this.prepare(variant));
    return this.logits.read(whole, target, read, (count) => this.scoringBatchSize(count));
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

  logitLens(variant: Variant): Promise<Prediction[][]> {
    return readLogitLens(this.inner, this.prepare(variant));
  }

  noiseEffect(
    variant: Variant,
    representation: Representation,
    draws: readonly Float32Array[],
    logSigma: Float64Array,
  ): Promise<NoiseEffect> {
    const target = "target" in representation ? representation.target : [];
    const tokens = (draws.length + 1) * sequenceLength([variant], target);
    return this.gradientPace.measure(tokens, () =>
      noiseEffect(this.inner, variant, representation, draws, logSigma),
    );
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
    const answer = (session: Session, noise?: Float32Array) =>
      generateAnswer(session, prepared, options, decoding, signal, noise);
    if (prepared.noise) return this.logits.noisy.stream(prepared, answer);
    const slot = prepared.attentionBias ? biasedSlot(this.inner) : this.generation;
    return slot.stream((session) => answer(session));
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
