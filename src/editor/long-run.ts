import * as vscode from "vscode";
import { methodInfos } from "#protocol/methods";
import type { Estimate } from "#protocol/worker-methods";
import { formatCount, formatTimeLeft } from "#text/numbers";
import { granularityLabels, type RequestChange } from "./run.ts";

const run = "Run";

/** Asks before a long run, in a modal: run it (`{}`), a cheaper one, or none. */
export async function askBeforeLongRun(estimate: Estimate): Promise<RequestChange | undefined> {
  const { evaluations, ms, cheaper } = estimate;
  const cheaperLabel = cheaper && `Use ${nameOf(cheaper.change)}: ${formatTimeLeft(cheaper.ms)}`;
  const chosen = await vscode.window.showWarningMessage(
    `This needs about ${formatCount(rounded(evaluations), "evaluation")}, ${formatTimeLeft(ms)} on this ${estimate.device}.`,
    { modal: true },
    run,
    ...(cheaperLabel ? [cheaperLabel] : []),
  );
  if (chosen === run) return {};
  return chosen === undefined ? undefined : cheaper?.change;
}

function nameOf(change: NonNullable<Estimate["cheaper"]>["change"]): string {
  if ("granularity" in change) return granularityLabels[change.granularity];
  const { label } = methodInfos[change.method];
  return label[0]!.toLowerCase() + label.slice(1);
}

/** Two significant digits, as an estimate has no more. */
function rounded(count: number): number {
  return Number(count.toPrecision(2));
}
