import { classCotangents, isClassTask, wordsOf } from "#explain/classes/class-gradients";
import type { Representation } from "#explain/inner-model";
import type { Task } from "#explain/task";
import { ExplainError } from "#protocol/failure";
import type { InterestOptions } from "#protocol/request";
import type { Span } from "#text/span";

/** The paper's best for its largest model. */
export const defaultLambda = 0.6;

/** One φ and λ whose noise is settled. */
export interface View {
  readonly representation: Representation;
  readonly lambda: number;
  /** What it is for: the scores, a part of the answer, a λ of the sweep, a block's output. */
  readonly kind: "prediction" | "part" | "sweep" | "layer";
  /** The view that comes before it and is much like it: its noise is where this one begins. */
  readonly after?: View;
}

/**
 * What a run settles, in this order: the prediction; the parts of the answer; the λs of the sweep upwards; the blocks'
 * outputs, from the first. Throws ExplainError `invalid-option` for a λ or a block that there is not.
 */
export function viewsOf(
  task: Task,
  { lambda = defaultLambda, sweep = [], layers = [] }: InterestOptions,
  blockCount: number,
): View[] {
  for (const own of [lambda, ...sweep]) checkLambda(own);
  const representation = predictionOf(task, task.span);
  const prediction: View = { kind: "prediction", representation, lambda };
  const parts = task.classes
    ? []
    : task.parts.map(
        ({ span }): View => ({
          kind: "part",
          representation: predictionOf(task, span),
          lambda,
        }),
      );
  const rising = [...sweep].sort((a, b) => a - b);
  const ofSweep = chained(rising.map((own) => ({ kind: "sweep", representation, lambda: own })));
  const ofLayers = chained(
    layerIndices(layers, blockCount).map((state) => ({
      kind: "layer",
      representation: { state },
      lambda,
    })),
  );
  return [prediction, ...parts, ...ofSweep, ...ofLayers];
}

/** The blocks that are asked for, ascending. Throws ExplainError `invalid-option` where there is none of that number. */
export function layerIndices(
  layers: NonNullable<InterestOptions["layers"]>,
  blockCount: number,
): number[] {
  const asked = layers === "all" ? Array.from({ length: blockCount }, (_, at) => at) : layers;
  const unknown = asked.find((layer) => !(layer >= 0 && layer < blockCount));
  if (unknown === undefined) return [...new Set(asked)].sort((a, b) => a - b);
  throw new ExplainError({
    kind: "invalid-option",
    message: `There is no block ${unknown}: the model has ${blockCount}, counted from 0.`,
    remedy: blockCount > 0 ? `Choose blocks from 0 to ${blockCount - 1}.` : "Leave the blocks out.",
  });
}

/** Each begins where the one before it ended. */
function chained(views: readonly View[]): View[] {
  const chain: View[] = [];
  for (const view of views)
    chain.push({ ...view, ...(chain.length > 0 ? { after: chain.at(-1)! } : {}) });
  return chain;
}

/** The logits at the target's positions within `span`; of classes the class logits where they are read. */
function predictionOf(task: Task, span: Span): Representation {
  if (!isClassTask(task)) return { target: task.targetIds, span };
  const weights = classCotangents(task, task.prompt.tokens.length);
  return { labels: wordsOf(task).ids, weights };
}

function checkLambda(lambda: number): void {
  if (lambda > 0 && lambda <= 1) return;
  throw new ExplainError({
    kind: "invalid-option",
    message: `λ is above 0 and at most 1, not ${lambda}: at 0 no noise is allowed at all.`,
    remedy: "Choose for example 0.6.",
  });
}
