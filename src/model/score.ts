import type { Tensor } from "onnxruntime-node";
import type { Variant } from "#explain/scoring-model";
import { names } from "#onnx/names";
import { logSumExp } from "./log-softmax.ts";
import { type Feeds, floats, type Past, type Session } from "./session.ts";
import type { Prefix } from "./shared-prefix.ts";

/**
 * Teacher-forced natural log-probabilities [variants][targets] in one run, with the feeds of `variantFeeds`.
 */
export async function scoreVariants(
  session: Session,
  variants: readonly Variant[],
  target: readonly number[],
  prefix?: Prefix,
): Promise<Float64Array[]> {
  return (await run(session, variants, target, prefix, [])).scores;
}

/** The same, and the cache of each variant by the names of the outputs, `[1, heads, tokens, width]`. */
export async function scoreAndKeep(
  session: Session,
  variants: readonly Variant[],
  target: readonly number[],
  prefix?: Prefix,
): Promise<{ scores: Float64Array[]; pasts: Past[] }> {
  const presents = session.pastInputs.map(({ present }) => present);
  const { scores, outputs } = await run(session, variants, target, prefix, presents);
  const pasts = variants.map((_, row) =>
    Object.fromEntries(presents.map((name) => [name, session.row(outputs[name]!, row)])),
  );
  return { scores, pasts };
}

async function run(
  session: Session,
  variants: readonly Variant[],
  target: readonly number[],
  prefix: Prefix | undefined,
  presents: readonly string[],
): Promise<{ scores: Float64Array[]; outputs: Record<string, Tensor> }> {
  // the last target token predicts nothing; only where a first token is hidden do others see it, who see nothing else
  const isNeeded = variants.some(({ attentionMask }) => attentionMask?.[0] === 0);
  const appended = isNeeded ? target.length : target.length - 1;
  const feeds = variantFeeds(session, variants, target, { prefix, appended });
  const hasHead = session.inputs.has(names.targetPositions);
  const name = hasHead ? names.targetLogProbs : "logits";
  const outputs = await session.run(feeds, [name, ...presents]);
  const logProbs = hasHead
    ? Float64Array.from(floats(outputs[name]!))
    : readLogProbs(outputs[name]!, variants, target, prefix?.length ?? 0);
  const scores = variants.map((_, row) =>
    logProbs.slice(row * target.length, (row + 1) * target.length),
  );
  return { scores, outputs };
}

/** The cache of a prompt by the names of the outputs, `[1, heads, tokens, width]` each. */
export async function readPrompt(session: Session, prompt: Variant): Promise<Past> {
  const presents = session.pastInputs.map(({ present }) => present);
  const feeds = variantFeeds(session, [prompt], []);
  if (session.inputs.has(names.targetPositions)) {
    feeds[names.targetPositions] = session.int64([0], [1, 1]);
  }
  return session.run(feeds, presents);
}

export interface FeedOptions {
  /** Its tokens are not fed. */
  readonly prefix?: Prefix | undefined;
  /** Target tokens that are fed after each variant; by default all. */
  readonly appended?: number;
}

/**
 * Each variant with the target after it, all padded on the right to the longest, padding hidden by the attention mask.
 * Positions count from 0, hidden tokens included; where the model has no position input they follow its attention mask.
 * The last target token is fed too, though it predicts nothing: a token from which all is hidden attends to all alike,
 * as in the references. With the target head's feeds where the graph has one.
 */
export function variantFeeds(
  session: Session,
  variants: readonly Variant[],
  target: readonly number[],
  { prefix, appended = target.length }: FeedOptions = {},
): Feeds {
  const start = prefix?.length ?? 0;
  const end = sequenceLength(variants, target) - target.length + appended;
  const batch = variants.length;
  const dims = [batch, end - start];
  const flat = (row: (variant: Variant, at: number) => number, from = start): number[] =>
    variants.flatMap((variant) =>
      Array.from({ length: end - from }, (_, index) => row(variant, from + index)),
    );
  const isReal = ({ ids }: Variant, at: number) => at < ids.length + appended;
  const feeds: Feeds = {
    ...pastFeeds(session, batch, prefix),
    ...session.extraFeeds(start > 0),
    input_ids: session.int64(
      flat(({ ids }, at) => ids[at] ?? target[at - ids.length] ?? 0),
      dims,
    ),
  };
  if (session.inputs.has("attention_mask")) {
    const isShown = (variant: Variant, at: number) =>
      isReal(variant, at) ? (variant.attentionMask?.[at] ?? 1) : 0;
    feeds.attention_mask = session.int64(flat(isShown, 0), [batch, end]);
  }
  if (session.inputs.has("position_ids")) {
    feeds.position_ids = session.int64(
      flat((_, at) => at),
      dims,
    );
  }
  if (session.inputs.has("token_type_ids")) {
    feeds.token_type_ids = session.int64(
      flat(() => 0),
      dims,
    );
  }
  if (session.inputs.has(names.embeddingMask)) {
    const mask = flat((variant, at) => variant.embeddingMask?.[at] ?? 1);
    feeds[names.embeddingMask] = session.float32(Float32Array.from(mask), dims);
  }
  if (session.inputs.has(names.attentionBias)) {
    const bias = flat((variant, at) => variant.attentionBias?.[at] ?? 0, 0);
    feeds[names.attentionBias] = session.float32(Float32Array.from(bias), [batch, end]);
  }
  if (target.length > 0 && session.inputs.has(names.targetPositions)) {
    const targetDims = [batch, target.length];
    const positions = variants.flatMap((variant) =>
      target.map((_, i) => predictor(variant, i) - start),
    );
    const ids = variants.flatMap(() => [...target]);
    feeds[names.targetPositions] = session.int64(positions, targetDims);
    if (session.inputs.has(names.targetIds)) {
      feeds[names.targetIds] = session.int64(ids, targetDims);
    }
  }
  return feeds;
}

function pastFeeds(session: Session, batch: number, prefix: Prefix | undefined): Feeds {
  const feeds: Feeds = { ...session.emptyPast(batch) };
  if (session.inputs.has(names.pastLength)) {
    feeds[names.pastLength] = session.int64([prefix?.length ?? 0], [1]);
  }
  for (const { name, present } of prefix ? session.pastInputs : []) {
    feeds[name] = prefix!.past[present]!;
  }
  return feeds;
}

/** Tokens of each padded row: the longest variant and the target. */
export function sequenceLength(variants: readonly Variant[], target: readonly number[]): number {
  return Math.max(...variants.map(({ ids }) => ids.length)) + target.length;
}

/** Position whose hidden state predicts target token `index` of a variant. */
export const predictor = ({ ids }: Variant, index: number): number => ids.length - 1 + index;

function readLogProbs(
  logits: Tensor,
  variants: readonly Variant[],
  target: readonly number[],
  start: number,
): Float64Array {
  const [, tokens, vocabularySize] = logits.dims as [number, number, number];
  const values = floats(logits);
  return Float64Array.from(
    variants.flatMap((variant, row) =>
      target.map((id, i) => {
        const first = (row * tokens + predictor(variant, i) - start) * vocabularySize;
        const rowLogits = values.subarray(first, first + vocabularySize);
        return rowLogits[id]! - logSumExp(rowLogits);
      }),
    ),
  );
}
