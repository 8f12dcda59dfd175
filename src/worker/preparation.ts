import { CoalitionMemory } from "#explain/coalitions";
import type { Answer } from "#explain/scoring-model";
import { buildTask, fitPrompt, givenTarget, type Task } from "#explain/task";
import type { ModelChoice, TaskRequest } from "#protocol/request";
import type { Progress } from "#protocol/worker-methods";
import { Answers } from "./answers.ts";
import { Embedders } from "./embedders.ts";
import { Models, type OpenedModel } from "./models.ts";
import type { Stages } from "./stages.ts";
import type { Workshop } from "./workshop.ts";

/** What jobs share: an open model, its last answers, what was evaluated, and the way from a request to a task. */
export class Preparation {
  readonly answers = new Answers();
  readonly memory = new CoalitionMemory();
  readonly embedders: Embedders;
  readonly #models: Models;

  constructor({ openModel, openEmbedder }: Workshop) {
    this.#models = new Models(openModel);
    this.embedders = new Embedders(openEmbedder);
  }

  /** Gives the model back; the next job opens it anew. */
  release(): Promise<void> {
    return this.#models.release();
  }

  /** The model, the task, and the model's answer to the whole prompt (or the given target's text); `own`: with its tokens. */
  async *prepare(
    request: TaskRequest,
    stages: Stages,
    signal: AbortSignal,
    { needsAnswer = false } = {},
  ): AsyncGenerator<
    { progress: Progress; answer?: string },
    { model: OpenedModel; task: Task; answer: string; own?: Answer } | undefined
  > {
    const model = yield* this.open(request.model, stages, signal);
    if (!model) return undefined;
    const given = givenTarget(model, request);
    const fitted = fitPrompt(model, request, given?.length);
    stages.enter("generating");
    let answer: Answer | undefined;
    if (!given || needsAnswer)
      for await (answer of this.answers.to(model, fitted.prompt, request, signal))
        yield { progress: stages.at(answer.tokens.length), answer: answer.text };
    if (signal.aborted) return undefined;
    const ids = given ?? answer?.tokens.map((token) => token.id) ?? [];
    const task = buildTask(model, request, fitted, ids, this.memory);
    const text = answer?.text ?? model.decode(ids).join("");
    return { model, task, answer: text, ...(answer ? { own: answer } : {}) };
  }

  async *open(
    choice: ModelChoice,
    stages: Stages,
    signal: AbortSignal,
    kind: "causal" | "any" = "causal",
  ): AsyncGenerator<{ progress: Progress }, OpenedModel | undefined> {
    yield { progress: stages.at() };
    const opening = this.#models.open(choice, signal, kind);
    let step = await opening.next();
    while (!step.done) {
      yield { progress: stages.at(step.value.done, step.value.total) };
      step = await opening.next();
    }
    return step.value;
  }
}
