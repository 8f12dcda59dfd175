import * as vscode from "vscode";
import type { PanelState } from "#protocol/panel-methods";
import type { Explanations } from "./explanations.ts";
import type { Panel } from "./panel.ts";
import { type Subject, subjectAgain } from "./selection.ts";

/** A panel after a reload of the window: its run comes back with its shading, if its text is still there. */
export async function restorePanel(
  webviewPanel: vscode.WebviewPanel,
  kept: unknown,
  panel: Panel,
  explanations: Explanations,
): Promise<void> {
  const run = keptRun(kept);
  if (run) explanations.restore(run, await subjectOf(run));
  panel.adopt(webviewPanel);
}

type KeptRun = NonNullable<PanelState["run"]>;

/** What the webview kept, if it is a state of this version: anything else is nothing. */
function keptRun(kept: unknown): KeptRun | undefined {
  const run = (kept as { run?: Partial<KeptRun> } | undefined)?.run;
  const isWhole =
    typeof run?.uri === "string" &&
    typeof run.span?.start === "number" &&
    run.explanation?.schema === 1;
  return isWhole ? (run as KeptRun) : undefined;
}

async function subjectOf(run: KeptRun): Promise<Subject | undefined> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(run.uri, true));
    for (const kind of ["selection", "literal"] as const) {
      const subject = subjectAgain(document, kind, run.span);
      if ("mapped" in subject && subject.mapped.text === run.explanation?.prompt.text)
        return subject;
    }
  } catch {
    // The file is gone: the figures stay, marked as those of an earlier text.
  }
  return undefined;
}
