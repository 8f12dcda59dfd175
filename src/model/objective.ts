import type { Objective } from "#explain/gradient-model";
import type { Variant } from "#explain/scoring-model";
import { names } from "#onnx/names";
import { variantFeeds } from "./score.ts";
import type { Feeds, Session } from "./session.ts";

/** The outputs that hold the values of each kind of objective. */
const outputs = {
  "log-prob": names.targetLogProbs,
  logit: names.targetIdLogits,
  "label-logit": names.labelLogits,
} as const;

export function outputOf({ kind }: Objective): string {
  return outputs[kind];
}

/** The tokens that are appended to every variant. */
export function targetOf(objective: Objective): readonly number[] {
  return objective.kind === "label-logit" ? [] : objective.target;
}

/** The dims of an objective's values in one row of `tokenCount` tokens. */
function valueDims(objective: Objective, tokenCount: number): number[] {
  if (objective.kind === "label-logit") return [tokenCount, objective.labels.length];
  return [objective.target.length];
}

/** What a pass over `variants` reads, the appended target and the labels included. */
export function objectiveFeeds(
  session: Session,
  variants: readonly Variant[],
  objective: Objective,
): Feeds {
  const feeds = variantFeeds(session, variants, targetOf(objective));
  if (objective.kind !== "label-logit") return feeds;
  const { labels } = objective;
  return { ...feeds, [names.labelIds]: session.int64(labels, [labels.length]) };
}

/** The weights of the values, the same for every variant: one weighting alone, or each of several. */
export function cotangentFeeds(
  session: Session,
  variants: readonly Variant[],
  objective: Objective,
  cotangents: readonly Float64Array[],
): Feeds {
  const weights = cotangents.flatMap((row) => variants.flatMap(() => [...row]));
  const own = [variants.length, ...valueDims(objective, variants[0]?.ids.length ?? 0)];
  const isSingle = cotangents.length === 1;
  const dims = isSingle ? own : [cotangents.length, ...own];
  const name = isSingle ? names.cotangent : names.cotangents;
  return { [name]: session.float32(Float32Array.from(weights), dims) };
}

/** How the graph is asked for as many weightings. */
export function cotangentMode(cotangents: readonly Float64Array[]): "given" | "each" {
  return cotangents.length === 1 ? "given" : "each";
}

/** What is added to the embeddings of each row: of its first tokens, and nothing to the others. `name` is the input. */
export function noiseFeeds(
  session: Session,
  rows: readonly (Float32Array | undefined)[],
  tokens: number,
  width: number,
  name: string = names.embeddingNoise,
): Feeds {
  const noise = new Float32Array(rows.length * tokens * width);
  for (const [row, own] of rows.entries()) if (own) noise.set(own, row * tokens * width);
  return { [name]: session.float32(noise, [rows.length, tokens, width]) };
}
