import type { EmbeddingGradient, EmbeddingVariant, Objective, Walk } from "#explain/gradient-model";
import { baselineName, gradientName, names } from "#onnx/names";
import type { InnerGraphs } from "./inner-graphs.ts";
import {
  cotangentFeeds,
  cotangentMode,
  noiseFeeds,
  objectiveFeeds,
  outputOf,
  targetOf,
} from "./objective.ts";
import { sequenceLength } from "./score.ts";
import { floats, type Session } from "./session.ts";

/** See GradientModel. One pass over all variants, and one back for each of `cotangents`. */
export async function embeddingGradients(
  graphs: InnerGraphs,
  variants: readonly EmbeddingVariant[],
  objective: Objective,
  cotangents: readonly Float64Array[],
  walk: Walk,
): Promise<EmbeddingGradient[]> {
  const { width } = await graphs.layOpen();
  const of = outputOf(objective);
  const outputs = [of, names.embeddings];
  const wrt = [names.embeddingNoise];
  const slot = await graphs.backward({
    of,
    wrt,
    outputs,
    cotangent: cotangentMode(cotangents),
    walk,
  });
  const tokens = sequenceLength(variants, targetOf(objective));
  const shifts = variants.map(({ embeddingShift }) => embeddingShift);
  const baselineFeeds = (session: Session) => {
    const rows = variants.map(({ baselineShift }) => baselineShift);
    return noiseFeeds(session, rows, tokens, width, baselineName(names.embeddingNoise));
  };
  return slot.use(async (session) => {
    const feeds = {
      ...objectiveFeeds(session, variants, objective),
      ...noiseFeeds(session, shifts, tokens, width),
      ...(walk === "rescale" ? baselineFeeds(session) : {}),
      ...cotangentFeeds(session, variants, objective, cotangents),
    };
    const gradient = gradientName(names.embeddingNoise);
    const results = await session.run(feeds, [...outputs, gradient]);
    const values = floats(results[of]!);
    const embeddings = floats(results[names.embeddings]!);
    const gradients = floats(results[gradient]!);
    const batch = variants.length;
    const size = values.length / batch;
    const promptPart = (source: Float32Array, row: number, count: number) =>
      source.slice(row * tokens * width, (row * tokens + count) * width);
    return variants.map(({ ids }, row) => ({
      values: Float64Array.from(values.subarray(row * size, (row + 1) * size)),
      embeddings: promptPart(embeddings, row, ids.length),
      gradients: cotangents.map((_, k) => promptPart(gradients, k * batch + row, ids.length)),
    }));
  });
}
