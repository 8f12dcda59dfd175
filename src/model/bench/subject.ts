import { seededRandom } from "#explain/random";
import type { Variant } from "#explain/scoring-model";
import { DeviceChoice } from "#model/device-choice";
import { buildGraphs, type Graphs, readGraph } from "#model/graphs";
import { availableBytes } from "#model/memory";
import type { Pace } from "#model/pace";
import { Scorer } from "#model/scorer";
import { Session } from "#model/session";
import { type SessionSlot, Sessions } from "#model/sessions";
import { names } from "#onnx/names";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { writeModel } from "#onnx/write-model";
import { gpt2Small } from "./random-model.ts";

/** Tokens of the prompts and of the target that all is measured with. */
export const promptTokens = 128;
export const targetTokens = 32;

/**
 * The model that is measured, on one thread of the CPU. Weights are not packed, as the product opens models of this
 * size, unless `prepacks` says so.
 */
export class Subject {
  readonly path: string;
  readonly graphs: Graphs;
  readonly sessions: Sessions;
  readonly scoring: SessionSlot;
  /** Scoring as the product has it: its weights are packed once it is used much. */
  readonly busyScoring: SessionSlot;
  readonly target: readonly number[];
  private readonly generation: SessionSlot;
  private readonly random = seededRandom(1);

  constructor(path: string, prepacks = false) {
    this.path = path;
    this.graphs = buildGraphs(path);
    const create = (graph: Uint8Array, packs: boolean) =>
      openSession(graph, this.graphs.weightsFolder, packs || prepacks);
    this.sessions = new Sessions({
      create,
      sessionBytes: 0,
      availableBytes,
      canPack: () => !prepacks,
    });
    this.scoring = this.sessions.slot(this.graphs.scoring);
    this.busyScoring = this.sessions.slot(this.graphs.scoring, true);
    this.generation = this.sessions.slot(this.graphs.generation);
    this.target = this.ids(targetTokens);
  }

  /** Scoring by the same rewrites, save that each row has a past of its own. */
  unsharedScoring(): SessionSlot {
    const headed = targetHead(addEmbeddingMask(readGraph(this.path).model));
    return this.slot(keepOutputs(headed, [names.targetLogProbs]));
  }

  /** The model as it is in its file, with a factor on each embedding. */
  masked(): SessionSlot {
    return this.slot(addEmbeddingMask(readGraph(this.path).model));
  }

  /** The model as it is in its file. */
  plain(): SessionSlot {
    return this.slot(readGraph(this.path).model);
  }

  scorer(scoring: SessionSlot, pace: Pace): Scorer {
    const { sessions, generation } = this;
    return new Scorer({ sessions, scoring, generation, shape: gpt2Small, pace, availableBytes });
  }

  ids(count: number): number[] {
    return Array.from({ length: count }, () => this.random.below(gpt2Small.vocabularySize));
  }

  /** Prompts of random tokens that begin with the same `shared` tokens. */
  prompts(count: number, shared = 0): Variant[] {
    const prefix = this.ids(shared);
    return Array.from({ length: count }, () => ({
      ids: [...prefix, ...this.ids(promptTokens - shared)],
    }));
  }

  private slot(model: Parameters<typeof writeModel>[0]): SessionSlot {
    return this.sessions.slot(writeModel(model, this.graphs.weightsFolder));
  }
}

export function openSession(
  graph: Uint8Array,
  weightsFolder: string,
  prepacks = false,
): Promise<Session> {
  const devices = new DeviceChoice(["cpu"]);
  return Session.create(graph, {
    devices,
    threadCount: 1,
    weightsFolder,
    prepacks,
    name: "GPT-2 small",
  });
}
