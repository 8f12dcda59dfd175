import type {
  EmbeddingGradient,
  EmbeddingVariant,
  GradientModel,
  Objective,
  Walk,
} from "#explain/gradient-model";
import type { Task } from "#explain/task";
import { ExplainError } from "#protocol/failure";
import type { TaskOfClasses } from "./class-task.ts";
import { classReadings, classSlopes } from "./class-value.ts";
import type { LabelWords } from "./label-words.ts";

export function isClassTask(task: Task): task is TaskOfClasses {
  return task.classes !== undefined;
}

/**
 * As `differentiateValue`, the gradients of class values for weightings [cotangents][classes]; the values are the readings
 * [classes]. One backward pass for each class over the variants, which must be of equal length. Throws ExplainError
 * `invalid-option` for classes that are not read from words.
 */
export async function differentiateClasses(
  model: GradientModel,
  task: TaskOfClasses,
  variants: readonly EmbeddingVariant[],
  cotangents: readonly Float64Array[],
  walk: Walk,
): Promise<EmbeddingGradient[]> {
  const { classes, request } = task;
  const words = wordsOf(task);
  const { ids } = variants[0]!;
  const position = classes.positionOf(ids);
  const objective: Objective = { kind: "label-logit", labels: words.ids };
  const results = await model.differentiate(
    variants,
    objective,
    classCotangents(task, ids.length),
    walk,
  );
  return results.map(({ values, embeddings, gradients }) => {
    const row = values.subarray(position * words.ids.length, (position + 1) * words.ids.length);
    const logits = Float64Array.from(words.weights, (own, label) =>
      own.reduce((sum, weight, at) => sum + weight * row[at]!, words.offsets[label]!),
    );
    return {
      values: classReadings(request.value, classes, logits),
      embeddings,
      gradients: cotangents.map((weights) =>
        combine(gradients, classSlopes(request.value, classes, weights, logits)),
      ),
    };
  });
}

/** [classes][tokens × labels] of each class logit where the class is read. */
export function classCotangents(task: TaskOfClasses, tokenCount: number): Float64Array[] {
  const { ids, weights } = wordsOf(task);
  const position = task.classes.positionOf(task.prompt.tokens.map((token) => token.id));
  return weights.map((own) => {
    const cotangent = new Float64Array(tokenCount * ids.length);
    cotangent.set(own, position * ids.length);
    return cotangent;
  });
}

export function wordsOf({ classes }: TaskOfClasses): LabelWords {
  const { words } = classes.readout;
  if (words) return words;
  throw new ExplainError({
    kind: "invalid-option",
    message: "Classes without label words have no gradients here.",
    remedy:
      "Choose a manual or kpt verbalizer, or a method such as PromptExplainer or feature ablation.",
  });
}

function combine(gradients: readonly Float32Array[], slopes: Float64Array): Float32Array {
  return gradients[0]!.map((_, at) =>
    gradients.reduce((sum, gradient, label) => sum + slopes[label]! * gradient[at]!, 0),
  );
}
