import * as vscode from "vscode";
import type { RunState, SavedPanel } from "#protocol/panel-methods";
import type { Explanations } from "./explanations.ts";
import type { Panel } from "./panel.ts";
import { type Subject, subjectAgain } from "./selection.ts";

/** A panel after a reload of the window: its run comes back with its shading, if its text is still there. */
export async function restorePanel(
  webviewPanel: vscode.WebviewPanel,
  saved: unknown,
  panel: Panel,
  explanations: Explanations,
): Promise<void> {
  const run = savedRun(saved);
  if (run) explanations.restore(run, await subjectOf(run));
  panel.adopt(webviewPanel);
}

/** The run that the webview saved, if it is one of this version: anything else is nothing. */
function savedRun(saved: unknown): RunState | undefined {
  const { schema, state } = (saved ?? {}) as Partial<SavedPanel>;
  const run = state?.run;
  const isWhole = schema === 1 && typeof run?.uri === "string" && run.explanation?.schema === 1;
  return isWhole ? run : undefined;
}

async function subjectOf(run: RunState): Promise<Subject | undefined> {
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
