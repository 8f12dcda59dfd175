import type { Walk } from "#explain/gradient-model";
import { differentiate, type GradientRequest } from "#onnx/grad/differentiate";
import { gradientRules } from "#onnx/grad/gradient-rules";
import type { RuleTable } from "#onnx/grad/rule";
import { indexGraph, type OnnxModel } from "#onnx/graph";
import { lower } from "#onnx/lower/lower";
import { attentionName, blockName, distanceName, names } from "#onnx/names";
import { normalise } from "#onnx/normalise";
import { OnnxError } from "#onnx/problem";
import {
  attentionGivenRules,
  conservativeRules,
  conservativeRulesWithMean,
} from "#onnx/relevance/conservative-rules";
import { rescaleRules } from "#onnx/rescale/rescale-rules";
import { attentionProbabilities } from "#onnx/rewrites/attention-probabilities";
import { addBaselinePass } from "#onnx/rewrites/baseline-pass";
import { blockOutputs } from "#onnx/rewrites/block-outputs";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import {
  exposeAttention,
  exposeDistances,
  exposeReadings,
  exposeStates,
} from "#onnx/rewrites/inner-values";
import { exposeEmbeddings } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { labelHead } from "#onnx/rewrites/label-head";
import { targetHead } from "#onnx/rewrites/target-head";
import { type Trace, traceModel } from "#onnx/trace";
import { writeModel } from "#onnx/write-model";
import { readGraph } from "./graphs.ts";
import { withoutGradient, withoutInside } from "./model-failures.ts";
import type { SessionSlot, Sessions } from "./sessions.ts";
import { traceRunner } from "./trace-runner.ts";

/** Which pass back a session is for: what it differentiates by what, and what it gives besides. */
export interface BackwardRequest
  extends Required<Pick<GradientRequest, "of" | "wrt" | "cotangent">> {
  /** Outputs to keep, `of` among them. */
  readonly outputs: readonly string[];
  readonly walk?: Walk;
}

/** A model's graph laid open: with every value that is differentiated, or differentiated by. */
interface LaidOpen {
  readonly model: OnnxModel;
  readonly trace: Trace;
  /** Numbers in one embedding. */
  readonly width: number;
  /** The values that hold attention probabilities, layer by layer. */
  readonly attention: readonly string[];
  readonly blockCount: number;
}

/** The rules of the walks that need one pass forward. */
const walks: Readonly<Record<Exclude<Walk, "rescale">, RuleTable>> = {
  gradient: gradientRules,
  "relevance-attention": attentionGivenRules,
  relevance: conservativeRules,
  "relevance-mean": conservativeRulesWithMean,
};

/** The graphs that show the inside of one model: each is made, and its session opened, when it is first asked for. */
export class InnerGraphs {
  readonly #path: string;
  readonly #name: string;
  readonly #weightsFolder: string;
  readonly #sessions: Sessions;
  readonly #slots = new Map<string, SessionSlot>();
  #laidOpen: Promise<LaidOpen> | undefined;

  /** `path` names the model file, `name` the model in a failure. */
  constructor(path: string, name: string, weightsFolder: string, sessions: Sessions) {
    this.#path = path;
    this.#name = name;
    this.#weightsFolder = weightsFolder;
    this.#sessions = sessions;
  }

  /**
   * The session of what `rewrite` makes of the model's normalised graph; the same for the same key. Throws
   * ExplainError `model-unsupported`.
   */
  forward(key: string, rewrite: (model: OnnxModel) => OnnxModel): SessionSlot {
    try {
      return this.#slot(key, () => rewrite(normalise(this.#read())));
    } catch (error) {
      throw error instanceof OnnxError ? withoutInside(this.#name, error.problems) : error;
    }
  }

  /** The session of a pass forward and back. Throws ExplainError `no-gradient`. */
  async backward({
    outputs,
    walk = "gradient",
    ...request
  }: BackwardRequest): Promise<SessionSlot> {
    const { model, trace } = await this.layOpen();
    try {
      return this.#slot(JSON.stringify([request, outputs, walk]), () => {
        const kept = keepOutputs(model, outputs);
        if (walk !== "rescale")
          return differentiate(kept, trace, { ...request, rules: walks[walk] });
        const { model: both, baselineOf } = addBaselinePass(kept, request.wrt);
        return differentiate(both, trace, {
          ...request,
          rules: rescaleRules(baselineOf, indexGraph(kept.graph)),
        });
      });
    } catch (error) {
      throw error instanceof OnnxError ? withoutGradient(this.#name, error.problems) : error;
    }
  }

  /** The graph that backward passes are appended to, traced once. Throws ExplainError `no-gradient`. */
  layOpen(): Promise<LaidOpen> {
    this.#laidOpen ??= layOpen(this.#read(), this.#weightsFolder).catch((error: unknown) => {
      this.#laidOpen = undefined;
      throw error instanceof OnnxError ? withoutGradient(this.#name, error.problems) : error;
    });
    return this.#laidOpen;
  }

  #read(): OnnxModel {
    return readGraph(this.#path).model;
  }

  #slot(key: string, build: () => OnnxModel): SessionSlot {
    const slot =
      this.#slots.get(key) ?? this.#sessions.slot(writeModel(build(), this.#weightsFolder));
    this.#slots.set(key, slot);
    return slot;
  }
}

async function layOpen(file: OnnxModel, weightsFolder: string): Promise<LaidOpen> {
  // the head's rows are cut before its quantised weights are laid open, of which only those rows are then computed
  const lowered = lower(withLabels(normalise(file, { float32: true })));
  const moved = targetHead(exposeEmbeddings(addEmbeddingMask(addEmbeddingNoise(lowered))));
  const attention = attentionProbabilities(moved);
  const attended = attention.length > 0 ? exposeAttention(moved) : moved;
  const hasLabels = attended.graph.outputs.some(({ name }) => name === names.labelLogits);
  const read = hasLabels ? exposeReadings(attended) : attended;
  const blocks = blockOutputs(moved).map((_, block) => blockName(block));
  const representations = [
    ...[...blocks, names.lastHidden, names.targetLogits],
    ...(hasLabels ? [names.readings] : []),
  ];
  const whole = exposeDistances(exposeStates(read), representations);
  const wanted = [
    ...[names.embeddings, names.targetLogProbs, names.targetIdLogits, names.labelLogits],
    ...attention.map((_, layer) => attentionName(layer)),
    ...representations.map(distanceName),
  ];
  const given = new Set(whole.graph.outputs.map(({ name }) => name));
  const model = keepOutputs(
    whole,
    wanted.filter((name) => given.has(name)),
  );
  const trace = await traceModel(model, traceRunner(weightsFolder), weightsFolder);
  const width = trace.get(names.embeddings)!.dims.at(-1)!;
  return { model, trace, width, attention, blockCount: blocks.length };
}

/** A head whose rows cannot be told apart stays as it is. */
function withLabels(model: OnnxModel): OnnxModel {
  try {
    return labelHead(model);
  } catch (error) {
    if (error instanceof OnnxError) return model;
    throw error;
  }
}
