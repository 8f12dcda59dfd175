import type { Objective } from "#explain/gradient-model";
import type { AttentionMaps } from "#explain/inner-model";
import type { Variant } from "#explain/scoring-model";
import { lower } from "#onnx/lower/lower";
import { attentionOps } from "#onnx/lower/lowerings";
import { attentionPrefix, gradientName } from "#onnx/names";
import { exposeAttention } from "#onnx/rewrites/inner-values";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { labelHead } from "#onnx/rewrites/label-head";
import { targetHead } from "#onnx/rewrites/target-head";
import { maskEmbeddings } from "./graphs.ts";
import type { InnerGraphs } from "./inner-graphs.ts";
import {
  cotangentFeeds,
  cotangentMode,
  noiseFeeds,
  objectiveFeeds,
  outputOf,
  targetOf,
} from "./objective.ts";
import { floats, type Session } from "./session.ts";

/** See AttentionModel. Without cotangents it takes a graph that has no way back. */
export async function attentionMaps(
  graphs: InnerGraphs,
  variant: Variant,
  objective: Objective,
  cotangents: readonly Float64Array[],
): Promise<AttentionMaps> {
  const of = outputOf(objective);
  const tokenCount = variant.ids.length + targetOf(objective).length;
  if (cotangents.length === 0) {
    return forwardSlot(graphs, objective).use(async (session) => {
      const layers = layersOf(session.outputs);
      const feeds = objectiveFeeds(session, [variant], objective);
      const results = await session.run(feeds, [of, ...layers]);
      return { ...mapsOf(results, of, layers, tokenCount), gradients: [] };
    });
  }
  const { attention: wrt, width, model } = await graphs.layOpen();
  const layers = layersOf(model.graph.outputs.map(({ name }) => name));
  const cotangent = cotangentMode(cotangents);
  const slot = await graphs.backward({ of, wrt, outputs: [of, ...layers], cotangent });
  return slot.use(async (session) => {
    const feeds = {
      ...objectiveFeeds(session, [variant], objective),
      ...noiseFeeds(session, [undefined], tokenCount, width),
      ...cotangentFeeds(session, [variant], objective, cotangents),
    };
    const results = await session.run(feeds, [of, ...layers, ...wrt.map(gradientName)]);
    const gradients = wrt.map((value) => floats(results[gradientName(value)]!));
    const ofCotangent = (k: number, all: Float32Array) => {
      const size = all.length / cotangents.length;
      return all.slice(k * size, (k + 1) * size);
    };
    return {
      ...mapsOf(results, of, layers, tokenCount),
      gradients: cotangents.map((_, k) => gradients.map((all) => ofCotangent(k, all))),
    };
  });
}

function forwardSlot(graphs: InnerGraphs, objective: Objective) {
  const of = outputOf(objective);
  const addHead = objective.kind === "label-logit" ? labelHead : targetHead;
  return graphs.forward(`attention and ${of}`, (model) => {
    const lowered = lower(maskEmbeddings(addHead(model)).model, { only: attentionOps });
    const exposed = exposeAttention(lowered);
    const layers = layersOf(exposed.graph.outputs.map(({ name }) => name));
    return keepOutputs(exposed, [of, ...layers]);
  });
}

function layersOf(outputs: readonly string[]): string[] {
  return outputs.filter((name) => name.startsWith(attentionPrefix));
}

function mapsOf(
  results: Awaited<ReturnType<Session["run"]>>,
  of: string,
  layers: readonly string[],
  tokenCount: number,
): Omit<AttentionMaps, "gradients"> {
  const probabilities = layers.map((layer) => floats(results[layer]!));
  const headCount = (probabilities[0]?.length ?? 0) / tokenCount ** 2;
  const values = Float64Array.from(floats(results[of]!));
  return { headCount, tokenCount, probabilities, values };
}
