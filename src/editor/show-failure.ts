import * as vscode from "vscode";
import type { Failure } from "#protocol/failure";
import type { FailureView } from "#protocol/panel-methods";
import { failureView } from "./failure-view.ts";

/** A failure as a notification, with the buttons that its remedy names; they mean the document `uri`. */
export function showFailure(failure: Failure, uri?: string): Promise<void> {
  return showFailureView(failureView(failure), uri);
}

export async function showFailureView(
  { title, failure, buttons }: FailureView,
  uri?: string,
): Promise<void> {
  const text = `${title}. ${failure.message} ${failure.remedy}`;
  const label = await vscode.window.showErrorMessage(text, ...buttons.map((own) => own.label));
  const button = buttons.find((own) => own.label === label);
  if (!button) return;
  const isAgain = uri !== undefined && button.command === "promptlight.explainAgain";
  const argument = isAgain ? { ...(button.argument ?? {}), uri } : button.argument;
  await vscode.commands.executeCommand(button.command, argument);
}

/** A failure in the log: its sentence, and the cause in the words of whoever raised it. */
export function logFailure(log: vscode.LogOutputChannel, failure: Failure): void {
  log.error(`${failure.message}\n${failure.detail ?? ""}`);
}
