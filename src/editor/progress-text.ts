import type { Progress } from "#protocol/worker-methods";
import { formatCount, formatDuration } from "#text/numbers";

/** What is happening, as the notification and the CodeLens say it (design.md, "States"). */
export function progressText(progress: Progress, modelName: string): string {
  const { stage, done, total, msLeft } = progress;
  const left = msLeft !== undefined && msLeft > 500 ? `, ${formatDuration(msLeft)} left` : "";
  switch (stage) {
    case "loading":
      return total
        ? `Loading ${modelName}, ${megabytes(done)} of ${megabytes(total)} MB${left}`
        : `Loading ${modelName}`;
    case "generating":
      return done === 0 ? "Generating" : `Generating, ${formatCount(done, "token")}`;
    case "explaining":
      return total
        ? `Refining: ${done} of ${formatCount(total, "evaluation")}${left}`
        : "First colours";
    case "regenerating":
      return total
        ? `Regenerating: ${done} of ${formatCount(total, "random set")}`
        : "Regenerating";
    case "done":
      return "Done";
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
