import { nextTurn } from "#base/next-turn";
import type { Answer, ScoringModel } from "#explain/scoring-model";
import { answerTo, fitPrompt, type Task } from "#explain/task";
import type { WordingRequest } from "#protocol/request";
import type { Wording, Wordings } from "#protocol/wording";
import { candidateWordings } from "./candidate-wordings.ts";
import { steered } from "./steered.ts";

/** Of the closest, the answers are generated. */
const answeredCount = 3;

/**
 * Edits of the prompt in words, by how close each comes to a steered generation: the mean over the steered answer's
 * tokens of |log p(y_t | edited prompt) − log p(y_t | steered)|. Yields whole results so far; ends early, partial, when
 * `signal` aborts. Cost: one generation, one evaluation an edit, and the generations of the three closest.
 */
export async function* findWording(
  model: ScoringModel,
  task: Task,
  request: WordingRequest,
  signal: AbortSignal,
): AsyncGenerator<Wordings, void> {
  const plain = { ids: task.prompt.tokens.map(({ id }) => id) };
  const variant = steered(plain, task, request.steering);
  let answer: Answer | undefined;
  const room = model.contextTokenCount - plain.ids.length;
  const generation = {
    ...request.generation,
    maxNewTokens: Math.min(request.generation.maxNewTokens, room),
  };
  for await (answer of model.generate(variant, generation, signal));
  if (signal.aborted || !answer || answer.tokens.length === 0) return;
  const target = answer.tokens.map(({ id }) => id);
  const [wanted, own] = await model.score([variant, plain], target);
  const { offset, request: asked } = task;
  const text = asked.prompt.text.slice(offset);
  const stretches = request.steering.spans.map((span) => ({
    ...span,
    start: span.start - offset,
    end: span.end - offset,
  }));
  let found: Wordings = {
    schema: 1,
    answer: answer.text,
    unchanged: distance(own!, wanted!),
    wordings: [],
    partial: true,
  };
  for (const candidate of candidateWordings(text, stretches)) {
    await nextTurn();
    if (signal.aborted) return;
    const source = { ...asked.prompt, text: candidate.text };
    const ids = model.encode(source).tokens.map(({ id }) => id);
    if (ids.length + target.length > model.contextTokenCount) continue;
    const [scores] = await model.score([{ ids }], target);
    const wording: Wording = {
      ...candidate,
      edits: candidate.edits.map((edit) => ({
        ...edit,
        start: edit.start + offset,
        end: edit.end + offset,
      })),
      text: asked.prompt.text.slice(0, offset) + candidate.text,
      distance: distance(scores!, wanted!),
    };
    const wordings = [...found.wordings, wording].sort((a, b) => a.distance - b.distance);
    found = { ...found, wordings };
    yield found;
  }
  for (const wording of found.wordings.slice(0, answeredCount)) {
    const source = { ...asked.prompt, text: wording.text };
    const { prompt } = fitPrompt(model, { ...asked, prompt: source });
    let last: Answer | undefined;
    for await (last of answerTo(model, prompt, asked, signal));
    if (signal.aborted) return;
    const answered = { ...wording, answer: last?.text ?? "" };
    const wordings = found.wordings.map((each) => (each === wording ? answered : each));
    found = { ...found, wordings };
    yield found;
  }
  yield { ...found, partial: false };
}

/** [targets] each: the mean of |a_t − b_t|, in nats. */
function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
}
