import type { Progress } from "#protocol/worker-methods";
import { formatCount, formatDuration } from "#text/numbers";
import type { TextOutput } from "./io.ts";

/** Between two lines of one stage where standard error is not a terminal. */
const sparseMs = 10_000;

/** Progress on standard error: one line that changes on a terminal, elsewhere a line now and then. */
export class ProgressLine {
  readonly #output: TextOutput;
  readonly #isQuiet: boolean;
  #lastStage: Progress["stage"] | undefined;
  #lastMs = 0;
  #isShown = false;

  constructor(output: TextOutput, isQuiet: boolean) {
    this.#output = output;
    this.#isQuiet = isQuiet;
  }

  async show(progress: Progress): Promise<void> {
    if (this.#isQuiet || progress.stage === "done") return;
    const text = progressText(progress);
    if (this.#output.isTTY) {
      this.#isShown = true;
      const width = (this.#output.columns ?? 80) - 1;
      await this.#output.write(`\r\x1b[2K${text.slice(0, width)}`);
      return;
    }
    const isNewStage = progress.stage !== this.#lastStage;
    if (!isNewStage && Date.now() - this.#lastMs < sparseMs) return;
    this.#lastStage = progress.stage;
    // How much there is to do is worth a line as soon as it is known.
    this.#lastMs = isNewStage && progress.done === 0 ? 0 : Date.now();
    await this.#output.write(`${text}\n`);
  }

  /** Takes the line off the terminal, before anything else is written. */
  async clear(): Promise<void> {
    if (!this.#isShown) return;
    this.#isShown = false;
    await this.#output.write("\r\x1b[2K");
  }
}

const stageNames: Record<Exclude<Progress["stage"], "done">, string> = {
  loading: "Loading the model",
  generating: "Generating",
  explaining: "Explaining",
  regenerating: "Regenerating",
};

function progressText({ stage, done, total, msLeft }: Progress): string {
  if (stage === "done") return "Done";
  const counted = stage === "loading" ? amountLoaded(done, total) : amountDone(stage, done, total);
  const left = msLeft === undefined ? "" : `, ${formatDuration(msLeft)} left`;
  return `${stageNames[stage]}${counted}${left}`;
}

function amountLoaded(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return "";
  return `: ${Math.round(done / 1e6)} of ${Math.round(total / 1e6)} MB`;
}

function amountDone(stage: Progress["stage"], done: number, total: number | undefined): string {
  const unit = stage === "generating" ? "token" : stage === "explaining" ? "evaluation" : "answer";
  if (total === undefined) return done === 0 ? "" : `: ${formatCount(done, unit)}`;
  return `: ${done.toLocaleString("en")} of ${formatCount(total, unit)}`;
}
