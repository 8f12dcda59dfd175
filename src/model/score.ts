import type { Variant } from "#explain/scoring-model";
import { names } from "#onnx/names";
import { logSumExp } from "./log-softmax.ts";
import { type Feeds, floats, type Session } from "./session.ts";

/**
 * Teacher-forced natural log-probabilities [variants][targets] in one run, with the feeds of `variantFeeds`.
 */
export async function scoreVariants(
  session: Session,
  variants: readonly Variant[],
  target: readonly number[],
): Promise<Float64Array[]> {
  const feeds = variantFeeds(session, variants, target);
  const logProbs = session.inputs.has(names.targetPositions)
    ? await runHead(session, feeds)
    : await runLogits(session, feeds, variants, target);
  return variants.map((_, row) => logProbs.slice(row * target.length, (row + 1) * target.length));
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
): Feeds {
  const appended = target.length;
  const tokens = sequenceLength(variants, target);
  const batch = variants.length;
  const dims = [batch, tokens];
  const flat = (row: (variant: Variant, at: number) => number): number[] =>
    variants.flatMap((variant) => Array.from({ length: tokens }, (_, at) => row(variant, at)));
  const isReal = ({ ids }: Variant, at: number) => at < ids.length + appended;
  const feeds: Feeds = {
    ...session.emptyPast(batch),
    ...session.extraFeeds(false),
    input_ids: session.int64(
      flat(({ ids }, at) => ids[at] ?? target[at - ids.length] ?? 0),
      dims,
    ),
  };
  if (session.inputs.has("attention_mask")) {
    const mask = flat((variant, at) =>
      isReal(variant, at) ? (variant.attentionMask?.[at] ?? 1) : 0,
    );
    feeds.attention_mask = session.int64(mask, dims);
  }
  if (session.inputs.has("position_ids")) {
    feeds.position_ids = session.int64(
      flat((_, at) => at),
      dims,
    );
  }
  if (session.inputs.has(names.embeddingMask)) {
    const mask = flat((variant, at) => variant.embeddingMask?.[at] ?? 1);
    feeds[names.embeddingMask] = session.float32(Float32Array.from(mask), dims);
  }
  if (session.inputs.has(names.targetPositions)) {
    const targetDims = [batch, target.length];
    const positions = variants.flatMap((variant) => target.map((_, i) => predictor(variant, i)));
    const ids = variants.flatMap(() => [...target]);
    feeds[names.targetPositions] = session.int64(positions, targetDims);
    if (session.inputs.has(names.targetIds)) {
      feeds[names.targetIds] = session.int64(ids, targetDims);
    }
  }
  return feeds;
}

/** Tokens of each padded row: the longest variant and the target. */
export function sequenceLength(variants: readonly Variant[], target: readonly number[]): number {
  return Math.max(...variants.map(({ ids }) => ids.length)) + target.length;
}

/** Position whose hidden state predicts target token `index` of a variant. */
export const predictor = ({ ids }: Variant, index: number): number => ids.length - 1 + index;

async function runHead(session: Session, feeds: Feeds): Promise<Float64Array> {
  const outputs = await session.run(feeds, [names.targetLogProbs]);
  return Float64Array.from(floats(outputs[names.targetLogProbs]!));
}

async function runLogits(
  session: Session,
  feeds: Feeds,
  variants: readonly Variant[],
  target: readonly number[],
): Promise<Float64Array> {
  const { logits } = await session.run(feeds, ["logits"]);
  const [, tokens, vocabularySize] = logits!.dims as [number, number, number];
  const values = floats(logits!);
  return Float64Array.from(
    variants.flatMap((variant, row) =>
      target.map((id, i) => {
        const start = (row * tokens + predictor(variant, i)) * vocabularySize;
        const rowLogits = values.subarray(start, start + vocabularySize);
        return rowLogits[id]! - logSumExp(rowLogits);
      }),
    ),
  );
}
