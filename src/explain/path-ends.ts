import { ExplainError } from "#protocol/failure";
import { type MethodId, methodInfos } from "#protocol/methods";
import type { GradientModel } from "./gradient-model.ts";
import { differentiateValue, idsOf } from "./gradient-task.ts";
import { emptyMask } from "./masks.ts";
import type { Task } from "./task.ts";

/** The prompt and its baseline as embeddings, and what the model says to both. */
export interface PathEnds {
  /** [tokens × width] of the baseline, 0 on tokens that stay. */
  readonly baseline: Float32Array;
  /** [tokens × width] E − B, 0 on tokens that stay. */
  readonly difference: Float32Array;
  /** [tokens] 1 on tokens that move: those of features. */
  readonly moves: Uint8Array;
  /** [targets] at the prompt, and at the baseline. */
  readonly logProbs: Float64Array;
  readonly absent: Float64Array;
}

/** Both ends in one batch. Throws ExplainError `invalid-option` for a baseline without embeddings of its own. */
export async function pathEnds(id: MethodId, model: GradientModel, task: Task): Promise<PathEnds> {
  const { kind } = task.request.baseline;
  if (kind !== "zero" && kind !== "token")
    throw new ExplainError({
      kind: "invalid-option",
      message: `${methodInfos[id].label} goes from a baseline's embeddings to the prompt's: ${kind} has none.`,
      remedy: "Choose the baseline zero, or a token.",
    });
  const variants = [{ ids: idsOf(task) }, task.perturb(emptyMask(task.features.length))[0]!];
  const ones = new Float64Array(task.targetIds.length).fill(1);
  const [prompt, absent] = await differentiateValue(model, task, variants, [ones]);
  const moves = movingTokens(task);
  const width = prompt!.embeddings.length / moves.length;
  const moving = (value: number, at: number) => (moves[Math.floor(at / width)] ? value : 0);
  const baseline =
    kind === "zero" ? new Float32Array(prompt!.embeddings.length) : absent!.embeddings.map(moving);
  return {
    baseline,
    difference: prompt!.embeddings.map((value, at) => moving(value - baseline[at]!, at)),
    moves,
    logProbs: prompt!.values,
    absent: absent!.values,
  };
}

/** [tokens] 1 on those of features. */
export function movingTokens({ prompt, features }: Task): Uint8Array {
  const moves = new Uint8Array(prompt.tokens.length);
  for (const feature of features) for (const token of feature.tokens) moves[token] = 1;
  return moves;
}
