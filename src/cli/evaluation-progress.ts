import { formatTimeLeft } from "#text/numbers";
import type { CliIo } from "./io.ts";
import { ProgressLine } from "./progress-line.ts";

/** One line of progress over all prompts; before the first, what the worker says of its model. */
export class EvaluationProgress {
  readonly #line: ProgressLine;
  readonly #began = performance.now();
  #done = 0;
  #total = 0;

  constructor(io: CliIo, modelName: string, isQuiet: boolean) {
    this.#line = new ProgressLine(io.stderr, modelName, isQuiet);
  }

  async begin(done: number, total: number): Promise<void> {
    this.#done = done;
    this.#total = total;
    if (done > 0) await this.#showDone();
  }

  async show(progress: Parameters<ProgressLine["show"]>[0]): Promise<void> {
    const isLoading = progress.stage === "loading" || progress.stage === "downloading";
    if (isLoading && this.#done === 0) await this.#line.show(progress);
  }

  async end(): Promise<void> {
    await this.#line.clear();
  }

  async #showDone(): Promise<void> {
    const ms = ((performance.now() - this.#began) * (this.#total - this.#done)) / this.#done;
    await this.#line.say(
      `Evaluated ${this.#done} of ${this.#total} prompts, ${formatTimeLeft(ms)} left`,
      "evaluating",
    );
  }
}
