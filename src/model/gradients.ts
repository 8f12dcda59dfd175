import { realpathSync } from "node:fs";
import type { EmbeddingGradient, EmbeddingVariant } from "#explain/scoring-model";
import { differentiate, type GradientRequest } from "#onnx/grad/differentiate";
import type { OnnxModel } from "#onnx/graph";
import { lower } from "#onnx/lower/lower";
import { gradientName, names } from "#onnx/names";
import { normalise } from "#onnx/normalise";
import { OnnxError, type OnnxProblem } from "#onnx/problem";
import { findEmbeddingLookup } from "#onnx/rewrites/embedding-lookup";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import { exposeEmbeddings } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { type Trace, traceModel } from "#onnx/trace";
import { writeModel } from "#onnx/write-model";
import { ExplainError } from "#protocol/failure";
import { describeProblems, readGraph } from "./graphs.ts";
import { sequenceLength, variantFeeds } from "./score.ts";
import { floats, type Session } from "./session.ts";
import type { SessionSlot, Sessions } from "./sessions.ts";
import { traceRunner } from "./trace-runner.ts";

/** A model's backward pass: its sessions are made on first use, one for a single cotangent and one for several. */
export class Gradients {
  /** Numbers in one embedding. */
  readonly width: number;
  readonly #model: OnnxModel;
  readonly #trace: Trace;
  readonly #weightsFolder: string;
  readonly #sessions: Sessions;
  readonly #slots = new Map<GradientRequest["cotangent"], SessionSlot>();

  private constructor(
    model: OnnxModel,
    trace: Trace,
    width: number,
    weightsFolder: string,
    sessions: Sessions,
  ) {
    this.width = width;
    this.#model = model;
    this.#trace = trace;
    this.#weightsFolder = weightsFolder;
    this.#sessions = sessions;
  }

  /**
   * Reads and traces the model file at `path`. Throws ExplainError `no-gradient` where its graph has no place for
   * moved embeddings or no head.
   */
  static async create(
    path: string,
    name: string,
    weightsFolder: string,
    sessions: Sessions,
  ): Promise<Gradients> {
    const { model: file } = readGraph(realpathSync(path));
    return refusing(name, async () => {
      const whole = lower(normalise(file, { float32: true }));
      const { width } = findEmbeddingLookup(whole);
      const moved = addEmbeddingMask(addEmbeddingNoise(exposeEmbeddings(whole)));
      const model = keepOutputs(targetHead(moved), [names.targetLogProbs, names.embeddings]);
      const trace = await traceModel(model, traceRunner(weightsFolder), weightsFolder);
      const gradients = new Gradients(model, trace, Number(width), weightsFolder, sessions);
      gradients.#slot("given");
      return gradients;
    });
  }

  /**
   * For each variant the gradients of Σ_t w_t log p(y_t), one for each row w of `cotangents` [cotangents][targets],
   * with respect to the embeddings that the first block receives. One forward pass for all of them.
   */
  async run(
    variants: readonly EmbeddingVariant[],
    target: readonly number[],
    cotangents: readonly Float64Array[],
  ): Promise<EmbeddingGradient[]> {
    const isSingle = cotangents.length === 1;
    return this.#slot(isSingle ? "given" : "each").use((session) =>
      this.#runIn(session, variants, target, cotangents),
    );
  }

  async #runIn(
    session: Session,
    variants: readonly EmbeddingVariant[],
    target: readonly number[],
    cotangents: readonly Float64Array[],
  ): Promise<EmbeddingGradient[]> {
    const isSingle = cotangents.length === 1;
    const batch = variants.length;
    const weights = cotangents.flatMap((row) => variants.flatMap(() => [...row]));
    const weightDims = [...(isSingle ? [] : [cotangents.length]), batch, target.length];
    const gradient = gradientName(names.embeddingNoise);
    const outputs = await session.run(
      {
        ...variantFeeds(session, variants, target),
        [names.embeddingNoise]: this.#shifts(session, variants, target),
        [isSingle ? names.cotangent : names.cotangents]: session.float32(
          Float32Array.from(weights),
          weightDims,
        ),
      },
      [names.targetLogProbs, names.embeddings, gradient],
    );
    const logProbs = floats(outputs[names.targetLogProbs]!);
    const embeddings = floats(outputs[names.embeddings]!);
    const values = floats(outputs[gradient]!);
    const rowLength = sequenceLength(variants, target) * this.width;
    const promptPart = (source: Float32Array, row: number, tokens: number) =>
      source.slice(row * rowLength, row * rowLength + tokens * this.width);
    return variants.map(({ ids }, row) => ({
      logProbs: Float64Array.from(logProbs.slice(row * target.length, (row + 1) * target.length)),
      embeddings: promptPart(embeddings, row, ids.length),
      gradients: cotangents.map((_, k) => promptPart(values, k * batch + row, ids.length)),
    }));
  }

  #shifts(session: Session, variants: readonly EmbeddingVariant[], target: readonly number[]) {
    const tokens = sequenceLength(variants, target);
    const shifts = new Float32Array(variants.length * tokens * this.width);
    for (const [row, { embeddingShift }] of variants.entries())
      if (embeddingShift) shifts.set(embeddingShift, row * tokens * this.width);
    return session.float32(shifts, [variants.length, tokens, this.width]);
  }

  #slot(cotangent: "given" | "each"): SessionSlot {
    const known = this.#slots.get(cotangent);
    if (known) return known;
    const request = { of: names.targetLogProbs, wrt: [names.embeddingNoise], cotangent };
    const graph = differentiate(this.#model, this.#trace, request);
    const slot = this.#sessions.slot(writeModel(graph, this.#weightsFolder));
    this.#slots.set(cotangent, slot);
    return slot;
  }
}

async function refusing<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OnnxError) throw withoutGradient(name, error.problems);
    throw error;
  }
}

function withoutGradient(name: string, problems: readonly OnnxProblem[]): ExplainError {
  const ops = problems.flatMap((problem) => ("op" in problem ? [problem.op] : []));
  const counted = [...new Set(ops)].map((op) => {
    const count = ops.filter((own) => own === op).length;
    return count > 1 ? `${op} (${count} times)` : op;
  });
  return new ExplainError({
    kind: "no-gradient",
    message:
      counted.length > 0
        ? `${name} cannot be differentiated: ${counted.join(", ")} ${counted.length > 1 ? "have" : "has"} no gradient.`
        : `${name} cannot be differentiated: ${describeProblems(problems)}.`,
    remedy: "Choose a method that needs no gradient, or the model's fp32, fp16 or q4 weights.",
    detail: JSON.stringify(problems),
  });
}
