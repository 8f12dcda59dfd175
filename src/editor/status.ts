import * as vscode from "vscode";
import { formatCount } from "#text/numbers";
import type { Run } from "./run.ts";

const chooseModelHint = "Choose the model that Promptlight explains";

/** Two items of the status bar: where the run of the active editor stands, and the model and its device. */
export class StatusBar implements vscode.Disposable {
  readonly #run = vscode.window.createStatusBarItem(
    "promptlight.run",
    vscode.StatusBarAlignment.Left,
    2,
  );
  readonly #model = vscode.window.createStatusBarItem(
    "promptlight.model",
    vscode.StatusBarAlignment.Left,
    1,
  );

  constructor() {
    this.#run.name = "Promptlight";
    this.#run.command = "promptlight.showPanel";
    this.#model.name = "Promptlight: model";
    this.#model.command = "promptlight.chooseModel";
  }

  show(run: Run | undefined, model: { name: string; device: string }): void {
    const notes = run?.state.explanation?.deviceNotes ?? [];
    this.#run.text = `$(lightbulb) Promptlight: ${statusText(run)}`;
    this.#run.tooltip = run ? `${run.state.fileName}: ${run.state.methodLabel}` : "Show the panel";
    this.#model.text = `$(chip) ${model.name}${model.device ? `, ${model.device}` : ""}`;
    this.#model.tooltip = [chooseModelHint, ...notes].join("\n");
    this.#run.show();
    this.#model.show();
  }

  dispose(): void {
    this.#run.dispose();
    this.#model.dispose();
  }
}

/** Where a run stands, in a few words. */
export function statusText(run: Run | undefined): string {
  if (!run) return "ready";
  const { failure, progress, isCancelled, isStale, explanation } = run.state;
  if (progress) return `explaining${percentOf(progress)}`;
  if (failure) return failure.failure.kind.startsWith("model-") ? "model not loaded" : "failed";
  if (isStale) return "stale";
  if (!explanation) return isCancelled ? "cancelled" : "ready";
  const unit = run.state.granularityLabel.replace(/s$/, "");
  return `${formatCount(explanation.features.length, unit)} ${explanation.partial ? "so far" : "explained"}`;
}

function percentOf({
  done,
  total,
  stage,
}: {
  done: number;
  total?: number;
  stage: string;
}): string {
  return stage === "explaining" && total ? `, ${Math.round((100 * done) / total)} %` : "";
}
