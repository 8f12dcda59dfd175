import { progressWords } from "#protocol/progress-words";
import type { Progress } from "#protocol/worker-methods";
import type { TextOutput } from "./io.ts";

/** Between two lines of one stage where standard error is not a terminal. */
const sparseMs = 10_000;

/** Progress on standard error: one line that changes on a terminal, elsewhere a line now and then. */
export class ProgressLine {
  readonly #output: TextOutput;
  readonly #modelName: string;
  readonly #isQuiet: boolean;
  #lastStage: string | undefined;
  #lastMs = 0;
  #isShown = false;

  constructor(output: TextOutput, modelName: string, isQuiet: boolean) {
    this.#output = output;
    this.#modelName = modelName;
    this.#isQuiet = isQuiet;
  }

  async show(progress: Progress): Promise<void> {
    if (this.#isQuiet || progress.stage === "done") return;
    const { title, rest } = progressWords(progress, this.#modelName, progress.total !== undefined);
    const text = rest === "" ? title : `${title}, ${rest}`;
    // Of explaining the first colours are a stage of their own: they do not know how much there is to do.
    await this.say(text, `${progress.stage} ${progress.total !== undefined}`, progress.done === 0);
  }

  /** Shows `text`; where standard error is no terminal only now and then within one stage. */
  async say(text: string, stage: string, isStart = false): Promise<void> {
    if (this.#isQuiet) return;
    if (this.#output.isTTY) {
      this.#isShown = true;
      const width = (this.#output.columns ?? 80) - 1;
      await this.#output.write(`\r\x1b[2K${text.slice(0, width)}`);
      return;
    }
    const isNewStage = stage !== this.#lastStage;
    if (!isNewStage && Date.now() - this.#lastMs < sparseMs) return;
    this.#lastStage = stage;
    // How much there is to do is worth a line as soon as it is known.
    this.#lastMs = isNewStage && isStart ? 0 : Date.now();
    await this.#output.write(`${text}\n`);
  }

  /** Takes the line off the terminal, before anything else is written. */
  async clear(): Promise<void> {
    if (!this.#isShown) return;
    this.#isShown = false;
    await this.#output.write("\r\x1b[2K");
  }
}
