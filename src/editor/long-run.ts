import * as vscode from "vscode";
import { methodInfos } from "#protocol/methods";
import type { CheaperRun, Estimate } from "#protocol/worker-methods";
import { formatCount, formatTimeLeft } from "#text/numbers";
import { granularityLabels, type RequestChange } from "./run.ts";

const run = "Run";

/** Asks before a long run, in a modal: run it (`{}`), one of the cheaper ones, or none. */
export async function askBeforeLongRun(estimate: Estimate): Promise<RequestChange | undefined> {
  const { evaluations, ms, cheaper } = estimate;
  const labels = cheaper.map((own) => `${useOf(own.change)}: ${formatTimeLeft(own.ms)}`);
  const chosen = await vscode.window.showWarningMessage(
    `This needs about ${formatCount(rounded(evaluations), "evaluation")}, ${formatTimeLeft(ms)} on this ${estimate.device}.`,
    { modal: true },
    run,
    ...labels,
  );
  if (chosen === run) return {};
  return chosen === undefined ? undefined : cheaper[labels.indexOf(chosen)]?.change;
}

function useOf({ granularity, method, coarseToFine }: CheaperRun["change"]): string {
  if (coarseToFine) return "Go coarse to fine";
  if (granularity) return `Use ${granularityLabels[granularity]}`;
  const { label } = methodInfos[method!];
  return `Use ${label[0]!.toLowerCase()}${label.slice(1)}`;
}

/** Two significant digits, as an estimate has no more. */
function rounded(count: number): number {
  return Number(count.toPrecision(2));
}
