import type { Answer, EncodedPrompt, ScoringModel } from "#explain/scoring-model";
import { answerTo } from "#explain/task";
import type { GenerateRequest } from "#protocol/request";

const keptCount = 16;

/** The last answers, so that masking asks the model once for the answer to the whole prompt. */
export class Answers {
  readonly #known = new Map<string, Answer>();

  /** The answer as it grows; at once and whole when it is known. */
  async *to(
    model: ScoringModel,
    prompt: EncodedPrompt,
    request: GenerateRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Answer, void> {
    const ids = prompt.tokens.map((token) => token.id);
    const key = JSON.stringify([request.model, ids, request.generation]);
    const known = this.#known.get(key);
    if (known) {
      yield known;
      return;
    }
    for await (const answer of answerTo(model, prompt, request, signal)) {
      if (answer.finish) this.#keep(key, answer);
      yield answer;
    }
  }

  #keep(key: string, answer: Answer): void {
    this.#known.set(key, answer);
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > keptCount && oldest !== undefined) this.#known.delete(oldest);
  }
}
