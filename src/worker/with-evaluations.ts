import { Latest } from "#base/latest";
import type { Explainer } from "#explain/explainer";
import type { ScoringModel } from "#explain/scoring-model";
import type { Explanation } from "#protocol/explanation";

/** What an explainer has found so far, and how many variants its model has scored for it. */
export interface ExplainerProgress {
  readonly scoredCount: number;
  readonly explanation?: Explanation;
}

/** Runs `explainer` and tells after every run of the model how far it is, also while there is nothing to show. */
export async function* withEvaluations(
  explainer: Explainer,
  ...[task, model, options, signal]: Parameters<Explainer>
): AsyncGenerator<ExplainerProgress, void> {
  const updates = new Latest<ExplainerProgress>();
  let scoredCount = 0;
  let found: { explanation?: Explanation } = {};
  const counted = countingScores(model, (count) => {
    scoredCount += count;
    updates.put({ scoredCount, ...found });
  });
  const run = async () => {
    for await (const explanation of explainer(task, counted, options, signal)) {
      found = { explanation };
      updates.put({ scoredCount, explanation });
    }
  };
  run().then(
    () => updates.end(),
    (error: unknown) => updates.end(error),
  );
  yield* updates;
}

/** `model`, which tells of every run how many variants it scored. */
function countingScores(model: ScoringModel, onScored: (count: number) => void): ScoringModel {
  return new Proxy(model, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      if (name !== "score") return value.bind(target);
      return async (...args: Parameters<ScoringModel["score"]>) => {
        const scores = await target.score(...args);
        onScored(args[0].length);
        return scores;
      };
    },
  });
}
