import { nextTurn } from "#base/next-turn";
import { ExplainError } from "#protocol/failure";
import type { MethodId } from "#protocol/methods";
import { alignTokens } from "./contrast.ts";
import type { Explainer } from "./explainer.ts";
import { askTarget, explanationOf, idsOf, scoreAbsent } from "./gradient-task.ts";
import type { LabelModel } from "./inner-model.ts";
import type { ScoringModel } from "./scoring-model.ts";
import { rowsOverTargets } from "./target-rows.ts";
import type { Task } from "./task.ts";

/** TDD forward: what each token adds as the model reads on. One forward pass. */
export const tddForward = tdd("tdd-forward", ["forward"]);

/** TDD backward: what each token adds in front of those behind it. One forward pass a token. */
export const tddBackward = tdd("tdd-backward", ["backward"]);

/** TDD bidirectional: the mean of both. */
export const tddBidirectional = tdd("tdd-bidirectional", ["forward", "backward"]);

type Direction = "forward" | "backward";

/**
 * Token distribution dynamics (Feng 2024; methods.md section 4), contrastive: s = p_target − p_foil of the softmax over
 * the two, read through the model's head. Forward, at each token of the prompt, φ_i = s_i − s_{i−1}. Backward, after
 * the prompt's last tokens alone, φ_i = s(from i) − s(from i + 1). The foil of a target token is the token set against
 * it by the contrast, else the likeliest other. Row t is target token t's; the whole target is the mean of its rows.
 */
function tdd(id: MethodId, directions: readonly Direction[]): Explainer {
  return async function* explain(task, given, { perToken }, signal) {
    const began = performance.now();
    const model = asLabelModel(given);
    await nextTurn();
    if (signal.aborted) return;
    const asked = await askTarget(model, task);
    const pairs = (await foilsOf(model, task)).map(
      (foil, t) => [task.targetIds[t]!, foil] as const,
    );
    const labels = [...new Set(pairs.flat())];
    const readers = pairs.map(([target, foil]) => {
      const [own, other] = [labels.indexOf(target), labels.indexOf(foil)];
      return (logits: Float32Array, token: number) => {
        const at = token * labels.length;
        return Math.tanh((logits[at + own]! - logits[at + other]!) / 2);
      };
    });
    const length = task.prompt.tokens.length;
    const evaluations = directions.reduce((sum, own) => sum + (own === "forward" ? 1 : length), 0);
    const found: Float64Array[][] = [];
    for (const direction of directions) {
      const scores = await scoresOf(direction, model, task, labels, readers, signal);
      if (!scores) return;
      found.push(scores.slice(task.span.start, task.span.end));
    }
    const rows = found[0]!.map((_, t) =>
      found[0]![t]!.map((__, i) => found.reduce((sum, own) => sum + own[t]![i]!, 0) / found.length),
    );
    yield explanationOf(id, model, task, {
      ...asked,
      rows: rowsOverTargets(task, rows, perToken),
      absent: await scoreAbsent(model, task),
      pooling: "sum",
      evaluations,
      plannedEvaluations: evaluations,
      began,
    });
  };
}

/** s of a pair at a token, of label logits [tokens × labels]. */
type Reader = (logits: Float32Array, token: number) => number;

/** [targets][prompt tokens] attributions; nothing when `signal` aborted. */
async function scoresOf(
  direction: Direction,
  model: LabelModel,
  task: Task,
  labels: readonly number[],
  readers: readonly Reader[],
  signal: AbortSignal,
): Promise<Float64Array[] | undefined> {
  const ids = idsOf(task);
  if (direction === "forward") {
    const [logits] = await model.labelLogits([{ ids }], labels);
    return readers.map((read) => {
      const scores = Float64Array.from(ids, (_, token) => read(logits!, token));
      return scores.map((score, token) => score - (scores[token - 1] ?? 0));
    });
  }
  const before = task.targetIds.slice(0, -1);
  const suffixes = [...ids.keys(), ...(before.length > 0 ? [ids.length] : [])].map((start) => ({
    ids: [...ids.slice(start), ...before],
  }));
  const logits: Float32Array[] = [];
  const batchSize = model.scoringBatchSize(ids.length + before.length);
  while (logits.length < suffixes.length) {
    await nextTurn();
    if (signal.aborted) return undefined;
    const batch = suffixes.slice(logits.length, logits.length + batchSize);
    logits.push(...(await model.labelLogits(batch, labels)));
  }
  return readers.map((read, t) => {
    const after = (start: number) => {
      const place = ids.length - start - 1 + t;
      return place < 0 ? 0 : read(logits[start]!, place);
    };
    return Float64Array.from(ids, (_, start) => after(start) - after(start + 1));
  });
}

/** [targets] what each token is set against. */
async function foilsOf(model: ScoringModel, task: Task): Promise<number[]> {
  const { targetIds, versusIds } = task;
  const [likeliest] = await model.read([{ ids: idsOf(task) }], targetIds, (logits, id) =>
    logits.reduce(
      (best, logit, other) => (other !== id && !(logit <= logits[best]!) ? other : best),
      id === 0 ? 1 : 0,
    ),
  );
  const foils = likeliest!;
  if (!versusIds) return foils;
  for (const [token, place] of alignTokens(targetIds, versusIds).entries())
    if (versusIds[token] !== targetIds[place]) foils[place] = versusIds[token]!;
  return foils;
}

/** Throws ExplainError `model-unsupported` for a model that only scores. */
function asLabelModel(model: ScoringModel): LabelModel {
  if ("labelLogits" in model) return model as LabelModel;
  throw new ExplainError({
    kind: "model-unsupported",
    message: `${model.name} does not show what it predicts at every token.`,
    remedy: "Choose a method that needs none, such as Shapley value sampling.",
  });
}
