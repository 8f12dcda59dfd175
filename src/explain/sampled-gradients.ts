import { nextTurn } from "#base/next-turn";
import type { Explanation } from "#protocol/explanation";
import type { MethodId } from "#protocol/methods";
import type { MethodOptions } from "./explainer.ts";
import type { EmbeddingGradient, EmbeddingVariant, GradientModel } from "./gradient-model.ts";
import { cotangentsOf, differentiateValue, explanationOf, type TokenMap } from "./gradient-task.ts";
import { type Random, seededRandom } from "./random.ts";
import { defaultConfidence, Looks, meanOf, standardErrors } from "./statistics.ts";
import type { Task } from "./task.ts";

/** A point where the gradient is taken, and the [cotangents][features] that it gives. */
export interface Draw {
  readonly variant: EmbeddingVariant;
  read(result: EmbeddingGradient): Float64Array[];
}

/** What is averaged: maps at points drawn in rounds, of which each is an independent estimate. */
export interface SampledGradients {
  readonly id: MethodId;
  readonly pooling: TokenMap["pooling"];
  /** Evaluations where the caller names no budget. */
  readonly defaultEvaluations: number;
  readonly settings: Readonly<Record<string, unknown>>;
  /** [targets] of the whole prompt. */
  readonly logProbs: Float64Array;
  readonly isComplete?: boolean;
  readonly drawsPerRound: number;
  /** The next round. */
  draw(random: Random): readonly Draw[];
  /** [baseline samples][targets] log p without any feature, for the baselines of all rounds so far. */
  scoreAbsent(): Promise<readonly Float64Array[]>;
}

/** Rounds after which it is first asked whether the ranking is settled. */
const firstLook = 8;

/**
 * The mean over rounds of draws, with running standard errors, until the ranking is settled at the confidence or the
 * budget is spent. What is drawn depends on the seed alone, not on how draws are batched.
 */
export async function* averageGradients(
  task: Task,
  model: GradientModel,
  sampled: SampledGradients,
  { seed, perToken, evaluations: budget, confidence = defaultConfidence }: MethodOptions,
  signal: AbortSignal,
): AsyncGenerator<Explanation, void> {
  const began = performance.now();
  const random = seededRandom(seed);
  const cotangents = cotangentsOf(task, perToken);
  const tokenCount = task.prompt.tokens.length + task.targetIds.length;
  const { drawsPerRound } = sampled;
  // One evaluation is the prompt's own; of fewer than two rounds nothing is known about their error.
  const most = Math.max(
    2,
    Math.floor(((budget ?? sampled.defaultEvaluations) - 1) / drawsPerRound),
  );
  const looks = new Looks(firstLook, confidence);
  /** [cotangents][rounds][features] */
  const replicates = cotangents.map((): Float64Array[] => []);
  const [whole] = replicates;
  while (whole!.length < most) {
    await nextTurn();
    if (signal.aborted) return;
    const size = Math.max(1, Math.floor(model.gradientBatchSize(tokenCount) / drawsPerRound));
    const count = Math.min(size, most - whole!.length, looks.next - whole!.length);
    const draws = Array.from({ length: count }, () => sampled.draw(random)).flat();
    const variants = draws.map(({ variant }) => variant);
    const results = await differentiateValue(model, task, variants, cotangents);
    const read = draws.map((draw, at) => draw.read(results[at]!));
    for (let at = 0; at < read.length; at += drawsPerRound)
      for (const [row, rounds] of replicates.entries())
        rounds.push(meanOf(read.slice(at, at + drawsPerRound).map((own) => own[row]!)));
    const isSettled = looks.after(whole!.length, () => whole!);
    if (whole!.length < 2) continue;
    const isLast = isSettled || whole!.length >= most;
    const evaluations = 1 + drawsPerRound * whole!.length;
    const explanation = explanationOf(sampled.id, model, task, {
      rows: replicates.map(meanOf),
      errors: replicates.map(standardErrors),
      logProbs: sampled.logProbs,
      absent: await sampled.scoreAbsent(),
      pooling: sampled.pooling,
      settings: { confidence, ...sampled.settings },
      evaluations,
      plannedEvaluations: isLast ? evaluations : 1 + drawsPerRound * most,
      began,
      ...(sampled.isComplete ? { isComplete: true } : {}),
    });
    yield {
      ...explanation,
      roundCount: drawsPerRound * whole!.length,
      ...(isLast ? { ended: isSettled ? "settled" : "budget" } : {}),
    };
    if (isLast) return;
  }
}
