import { nextTurn } from "#base/next-turn";
import { describeTarget, describeTask } from "#explain/describe-task";
import type { Embedder } from "#explain/embedder";
import { featuresAt } from "#explain/features";
import { fullMask, maskWithout } from "#explain/masks";
import { seededRandom } from "#explain/random";
import type { ScoringModel, Variant } from "#explain/scoring-model";
import { percentile } from "#explain/statistics";
import { steered } from "#explain/steering/steered";
import type { Task } from "#explain/task";
import { ExplainError } from "#protocol/failure";
import type { Masking, MaskingMetrics, MeasureId, RandomControl } from "#protocol/masking";
import type { MaskRequest } from "#protocol/request";
import { diffWords, wordsOf } from "#text/diff";
import { bleu } from "./bleu.ts";
import { cosine } from "./cosine.ts";
import { klDivergence } from "./kl-divergence.ts";
import { probabilityRatio } from "./probability-ratio.ts";
import { rougeL, rougeN } from "./rouge.ts";

/**
 * Masks features, and turns stretches up or down where that is asked for, and looks what changes: the target's likelihood, the answer, and the same for random
 * sets of as many features (XPrompt, section 4). Yields whole results so far; ends early, partial,
 * when `signal` aborts. `answer` is the model's answer to the whole prompt. Cost: 2 evaluations and
 * one generation, and one of each for every random set.
 */
export async function* measureMasking(
  model: ScoringModel,
  task: Task,
  request: MaskRequest,
  answer: string,
  signal: AbortSignal,
  embedder?: Embedder,
): AsyncGenerator<Masking, void> {
  const began = performance.now();
  const n = task.features.length;
  const masked = maskedFeatures(task, request);
  const mask = maskWithout(n, masked);
  const { steering } = request;
  const variant = steered(task.perturb(mask)[0]!, task, steering);
  const [full, without] = await explainedLogProbs(model, task, [
    task.perturb(fullMask(n))[0]!,
    variant,
  ]);
  let masking: Masking = {
    ...describeTask(model, task),
    masked,
    ...(steering ? { steering } : {}),
    target: describeTarget(model, task, full!.whole),
    maskedTarget: describeTarget(model, task, without!.whole),
    values: { full: sum(full!.explained), masked: sum(without!.explained) },
    metrics: likelihoodMetrics(full!.explained, without!.explained),
    randomSetCount: 0,
    evaluations: 2,
    seconds: 0,
    partial: !request.scoreOnly,
  };
  const since = () => ({ seconds: (performance.now() - began) / 1000 });
  yield { ...masking, ...since() };
  if (request.scoreOnly) return;

  for await (const maskedAnswer of regenerate(model, variant, request, signal)) {
    masking = { ...masking, answer, maskedAnswer, diff: diffWords(answer, maskedAnswer) };
    yield { ...masking, ...since() };
  }
  if (signal.aborted || masking.maskedAnswer === undefined) return;
  const compare = await answerComparison(answer, embedder);
  masking = {
    ...masking,
    metrics: { ...masking.metrics, ...(await compare.with(masking.maskedAnswer)) },
    ...(embedder && compare.hasCosine ? { embeddedBy: embedder.name } : {}),
    partial: masked.length > 0 && masked.length < n && request.randomSetCount > 0,
  };
  yield { ...masking, ...since() };
  if (!masking.partial) return;

  const random = seededRandom(request.seed);
  const tries: MaskingMetrics[] = [];
  while (tries.length < request.randomSetCount) {
    await nextTurn();
    if (signal.aborted) return;
    const control = task.perturb(maskWithout(n, random.subset(n, masked.length)))[0]!;
    const [scored] = await explainedLogProbs(model, task, [control]);
    let controlAnswer = "";
    for await (const text of regenerate(model, control, request, signal)) controlAnswer = text;
    if (signal.aborted) return;
    tries.push({
      ...likelihoodMetrics(full!.explained, scored!.explained),
      ...(await compare.with(controlAnswer)),
    });
    masking = {
      ...masking,
      randomSetCount: tries.length,
      random: summary(masking.metrics, tries),
      evaluations: masking.evaluations + 1,
      partial: tries.length < request.randomSetCount,
    };
    yield { ...masking, ...since() };
  }
}

/** Throws ExplainError `invalid-option` for an index without a feature. */
function maskedFeatures({ features, offset }: Task, { masked }: MaskRequest): number[] {
  if ("spans" in masked)
    return featuresAt(
      features,
      masked.spans.map(({ start, end }) => ({ start: start - offset, end: end - offset })),
    );
  const outside = masked.indices.find((index) => !features[index]);
  if (outside === undefined) return [...new Set(masked.indices)].sort((a, b) => a - b);
  throw new ExplainError({
    kind: "invalid-option",
    message: `There is no feature ${outside}: the prompt has ${features.length}, from 0 on.`,
    remedy: "Name features by their index at the chosen granularity.",
  });
}

async function explainedLogProbs(model: ScoringModel, task: Task, variants: readonly Variant[]) {
  const scores = await model.score(variants, task.targetIds);
  const { start, end } = task.span;
  return scores.map((whole) => ({ whole, explained: whole.slice(start, end) }));
}

async function* regenerate(
  model: ScoringModel,
  variant: Variant,
  { generation }: MaskRequest,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const room = model.contextTokenCount - variant.ids.length;
  const options = { ...generation, maxNewTokens: Math.min(generation.maxNewTokens, room) };
  for await (const answer of model.generate(variant, options, signal)) yield answer.text;
}

function likelihoodMetrics(full: Float64Array, masked: Float64Array) {
  return {
    probabilityRatio: probabilityRatio(full, masked),
    klDivergence: klDivergence(full, masked),
  };
}

/** Compares other answers with `answer`, whose words and embedding are worked out once. */
async function answerComparison(answer: string, embedder?: Embedder) {
  const reference = wordsOf(answer);
  const embedded = embedder && (await embedIfShown(embedder, answer));
  return {
    hasCosine: embedded !== undefined,
    async with(other: string) {
      const candidate = wordsOf(other);
      return {
        bleu: bleu(reference, candidate),
        bleuCharacters: bleu([...answer], [...other]),
        rouge1: rougeN(reference, candidate, 1),
        rouge2: rougeN(reference, candidate, 2),
        rougeL: rougeL(reference, candidate),
        ...(embedded
          ? { cosine: other === answer ? 1 : cosine(embedded, await embedder!.embed(other)) }
          : {}),
      };
    },
  };
}

/** Undefined for a model whose hidden states cannot be found: there is no cosine then. */
async function embedIfShown(embedder: Embedder, text: string): Promise<Float32Array | undefined> {
  try {
    return await embedder.embed(text);
  } catch (error) {
    if (error instanceof ExplainError && error.failure.kind === "model-unsupported")
      return undefined;
    throw error;
  }
}

/** How the random sets fared by every measure, and how many of them the masked set `own` beats. */
function summary(
  own: MaskingMetrics,
  tries: readonly MaskingMetrics[],
): Partial<Record<MeasureId, RandomControl>> {
  const spreadOf = (read: (metrics: MaskingMetrics) => number, isDistance = false) => {
    const values = tries.map(read).sort((a, b) => a - b);
    return {
      beaten: values.filter((value) => (isDistance ? value < read(own) : value > read(own))).length,
      mean: values.reduce((total, value) => total + value, 0) / values.length,
      low: percentile(values, 0.05),
      high: percentile(values, 0.95),
    };
  };
  return {
    probabilityRatio: spreadOf((metrics) => metrics.probabilityRatio),
    klDivergence: spreadOf((metrics) => metrics.klDivergence, true),
    bleu: spreadOf((metrics) => metrics.bleu ?? 0),
    bleuCharacters: spreadOf((metrics) => metrics.bleuCharacters ?? 0),
    rouge1: spreadOf((metrics) => metrics.rouge1?.f1 ?? 0),
    rouge2: spreadOf((metrics) => metrics.rouge2?.f1 ?? 0),
    rougeL: spreadOf((metrics) => metrics.rougeL?.f1 ?? 0),
    ...(own.cosine === undefined ? {} : { cosine: spreadOf((metrics) => metrics.cosine ?? 0) }),
  };
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}
