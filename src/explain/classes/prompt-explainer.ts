import { nextTurn } from "#base/next-turn";
import type { Explainer } from "#explain/explainer";
import { askTarget, explanationOf, idsOf, scoreAbsent } from "#explain/gradient-task";
import { ExplainError } from "#protocol/failure";
import { isClassTask } from "./class-gradients.ts";
import { logShares } from "./class-value.ts";

/**
 * PromptExplainer (methods.md section 6): the model's head reads the class off every token's last hidden state as it does
 * at the mask, H_D = verbalizer(MLMhead(H)), and a token's score for class c is H_S[:, c], the share of c in the softmax over classes
 * there. Unsigned; a feature is the mean of its tokens. Only the label words' rows of the head are computed. Cost: one
 * forward pass for all classes.
 */
export const promptExplainer: Explainer = async function* (task, model, _options, signal) {
  const began = performance.now();
  if (!isClassTask(task))
    throw new ExplainError({
      kind: "invalid-option",
      message: "PromptExplainer explains classes, and none are given.",
      remedy: "Give a verbalizer, or choose another method.",
    });
  await nextTurn();
  if (signal.aborted) return;
  const asked = await askTarget(model, task);
  const { readout } = task.classes;
  const count = readout.names.length;
  const [logits] = await readout.logits([{ ids: idsOf(task) }]);
  const shares = task.prompt.tokens.map((_, token) =>
    logShares(logits!.slice(token * count, (token + 1) * count)).map(Math.exp),
  );
  const rowOf = (label: number) =>
    Float64Array.from(
      task.features,
      ({ tokens }) =>
        tokens.reduce((sum, token) => sum + shares[token]![label]!, 0) / tokens.length,
    );
  yield explanationOf("prompt-explainer", model, task, {
    ...asked,
    rows: [rowOf(task.span.start), ...readout.names.map((_, label) => rowOf(label))],
    absent: await scoreAbsent(model, task),
    pooling: "mean",
    evaluations: 1,
    plannedEvaluations: 1,
    began,
  });
};
