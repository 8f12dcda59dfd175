import type { Embedder } from "./embedder.ts";
import type { RepresentationModel } from "./inner-model.ts";
import type { ScoringModel } from "./scoring-model.ts";

/** The mean over its tokens of what the language model's head reads; undefined for a model that does not show it. */
export function ownEmbedder(model: ScoringModel): Embedder | undefined {
  if (!("hiddenStates" in model)) return undefined;
  const own = model as RepresentationModel;
  return {
    name: `${model.name}, mean of its last hidden states`,
    async embed(text) {
      const ids = own.encodeText(text).slice(0, own.contextTokenCount);
      if (ids.length === 0) return new Float32Array(0);
      const [states] = await own.hiddenStates([{ ids }], "last");
      return meanRow(states!, ids.length);
    },
  };
}

/** The mean of `count` rows. */
export function meanRow(rows: Float32Array, count: number): Float32Array {
  const mean = new Float32Array(rows.length / count);
  for (const [at, value] of rows.entries()) mean[at % mean.length]! += value / count;
  return mean;
}
