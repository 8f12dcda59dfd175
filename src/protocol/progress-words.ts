import { formatBytes, formatCount, formatTimeLeft } from "#text/numbers";
import type { Progress } from "./worker-methods.ts";

/** What goes on, in the words of the notification, the CodeLens and the panel: bold title, quiet rest. */
export interface ProgressWords {
  readonly title: string;
  readonly rest: string;
}

/**
 * `Loading story-120m`, `212 of 240 MB` · `Generating`, `12 tokens` · `First colours` ·
 * `Refining: 120 of 410 evaluations`, `4 s left`. `hasColours`: a first map is already there.
 */
export function progressWords(
  progress: Progress,
  modelName: string,
  hasColours: boolean,
): ProgressWords {
  const left = progress.msLeft === undefined ? "" : `${formatTimeLeft(progress.msLeft)} left`;
  switch (progress.stage) {
    case "loading":
      return { title: `Loading ${modelName}`, rest: doneWords(progress) };
    case "downloading":
      return { title: `Downloading ${modelName}`, rest: doneWords(progress) };
    case "generating":
      return { title: "Generating", rest: doneWords(progress) };
    case "explaining": {
      if (!hasColours) {
        const counted = evaluationWords(progress.done, progress.total);
        return { title: "First colours", rest: left || (progress.done > 0 ? counted : "") };
      }
      if (progress.done === 0 && progress.total === undefined)
        return { title: "Refining", rest: left };
      return { title: `Refining: ${evaluationWords(progress.done, progress.total)}`, rest: left };
    }
    case "regenerating":
      return { title: "Regenerating", rest: doneWords(progress) };
    case "done":
      return { title: "Done", rest: "" };
  }
}

/** How much of the stage is done: `212 of 240 MB`, `12 tokens`, `120 of 410`; empty at its start. */
export function doneWords({ stage, done, total }: Progress): string {
  switch (stage) {
    case "loading":
    case "downloading":
      return total === undefined ? "" : formatBytes(done, total);
    case "generating":
      return done === 0 ? "" : formatCount(done, "token");
    case "explaining":
    case "regenerating":
      return total === undefined
        ? ""
        : `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
    case "done":
      return "";
  }
}

/** `120 of 410 evaluations`; without the total while it is not known. */
export function evaluationWords(done: number, total: number | undefined): string {
  const all = formatCount(total ?? done, "evaluation");
  return total === undefined ? all : `${done.toLocaleString("en")} of ${all}`;
}

/** The line of a partial result: `Partial: 120 of 410 evaluations`. */
export function partialWords(explanation: {
  readonly evaluations: number;
  readonly plannedEvaluations: number;
}): string {
  return `Partial: ${evaluationWords(explanation.evaluations, explanation.plannedEvaluations)}`;
}
