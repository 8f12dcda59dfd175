import * as vscode from "vscode";
import type { ComparedMethods } from "./compared-methods.ts";
import type { Explanations } from "./explanations.ts";
import type { Panel } from "./panel.ts";
import { pickMethods } from "./quick-picks.ts";

/** *Compare Methods*: asks which, or takes `given`, and sets them beside the run that is shown, one after the other. */
export async function compareMethods(
  {
    explanations,
    comparedMethods,
    panel,
  }: {
    readonly explanations: Explanations;
    readonly comparedMethods: ComparedMethods;
    readonly panel: Panel;
  },
  given?: unknown,
): Promise<void> {
  const run = explanations.current;
  if (!run?.state.explanation) {
    void vscode.window.showInformationMessage(
      "Promptlight: nothing is explained. Run Explain Generation, then compare methods.",
    );
    return;
  }
  const { compared = [] } = run.state;
  const there = [run.request.method, ...compared.map(({ method }) => method)];
  const named = typeof given === "string" ? [given] : Array.isArray(given) ? given : [];
  const methods = await pickMethods(run.state.classes !== undefined, there, named);
  if (methods.length > 0) panel.show();
  await Promise.all(methods.map((method) => comparedMethods.add(run.subject.uri, method)));
}
