import * as vscode from "vscode";
import type { PanelAction } from "#protocol/panel-methods";
import type { CommandParts } from "./commands.ts";
import { contrastWith } from "./contrast.ts";
import { rangeOf } from "./decorations.ts";
import { openDocument, type Place } from "./documents.ts";
import type { Explanations } from "./explanations.ts";
import { showLens } from "./lens.ts";
import type { RequestChange } from "./run.ts";
import { steerFromPanel } from "./steering-commands.ts";

/** Of the commands, those that the panel's controls stand for. */
interface PanelCommands {
  explainAgain(change?: RequestChange): Promise<void>;
  cancel(): Promise<void>;
  compareMethods(): Promise<void>;
  chooseMethod(id?: unknown, runsAgain?: boolean): Promise<void>;
  chooseGranularity(name?: unknown, runsAgain?: boolean): Promise<void>;
  chooseBaseline(name?: unknown, runsAgain?: boolean): Promise<void>;
  chooseValue(name?: unknown, runsAgain?: boolean): Promise<void>;
  chooseModel(argument?: unknown, asked?: boolean): Promise<void>;
  chooseClasses(): Promise<void>;
  chooseTemplate(): Promise<void>;
}

/** Does what the panel asks, about the run that it shows. */
export function panelActions(parts: CommandParts, commands: PanelCommands) {
  const { explanations, comparedMethods, interestParts, worker, light } = parts;
  return async (action: PanelAction): Promise<void> => {
    const uri = explanations.current?.subject.uri;
    switch (action.kind) {
      case "ready":
        return;
      case "explain-again":
        return commands.explainAgain();
      case "cancel":
        return commands.cancel();
      case "mask":
        if (uri !== undefined) await explanations.mask(uri, action.choice, action.masked);
        return;
      case "explain-part":
        if (uri !== undefined) await explanations.explainPart(uri, action.span, action.isKept);
        return;
      case "show-part":
        if (uri !== undefined) explanations.showPart(uri, action.part);
        return;
      case "contrast": {
        const answer = explanations.current?.state.explanation?.target.tokens;
        if (answer) await commands.explainAgain(contrastWith(answer, action));
        return;
      }
      case "choose":
        switch (action.what) {
          case "method":
            return commands.chooseMethod(undefined, true);
          case "granularity":
            return commands.chooseGranularity(undefined, true);
          case "baseline":
            return commands.chooseBaseline(undefined, true);
          case "value":
            return commands.chooseValue(undefined, true);
          case "model":
            return commands.chooseModel(undefined, true);
          case "classes":
            return commands.chooseClasses();
          case "template":
            return commands.chooseTemplate();
        }
        return;
      case "point":
        return light(action.features);
      case "show-size":
        if (uri !== undefined) await explanations.showSize(uri, action.k);
        return;
      case "add-methods":
        return commands.compareMethods();
      case "show-method":
        if (uri !== undefined) comparedMethods.show(uri, action.method);
        return;
      case "end-method":
        if (uri !== undefined) comparedMethods.end(uri, action.method);
        return;
      case "show-class":
        if (uri !== undefined) explanations.showClass(uri, action.shown, action.versus);
        return;
      case "price-interest":
        if (uri !== undefined) await interestParts.price(uri);
        return;
      case "measure-interest":
        if (uri !== undefined) await interestParts.measure(uri, action.part);
        return;
      case "end-interest":
        if (uri !== undefined) interestParts.end(uri, action.part);
        return;
      case "show-block":
        if (uri !== undefined) interestParts.showBlock(uri, action.block);
        return;
      case "show-lens":
        if (uri !== undefined) await showLens(worker.call, explanations, uri);
        return;
      case "steer":
      case "steer-by":
      case "find-wording":
      case "apply-wording":
        if (uri !== undefined) await steerFromPanel(parts, uri, action);
        return;
      case "reveal":
        return reveal(explanations, { feature: action.feature });
      case "back-to-editor":
        return reveal(explanations, {});
      case "copy":
        await vscode.env.clipboard.writeText(action.text);
        return;
      case "run-command":
        if (
          action.command.startsWith("promptlight.") ||
          action.command === "workbench.action.openSettings"
        )
          await vscode.commands.executeCommand(action.command, action.argument);
        return;
    }
  };
}

/** Puts the cursor at a feature of the run that is shown, and gives the editor the focus. */
async function reveal(explanations: Explanations, { feature }: Place): Promise<void> {
  const run = explanations.current;
  const document = run && (await openDocument(run.subject.uri));
  if (!run || !document) return;
  const span = feature === undefined ? undefined : run.placement.features[feature]?.[0];
  const column = vscode.window.visibleTextEditors.find((own) => own.document === document);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: column?.viewColumn ?? vscode.ViewColumn.One,
  });
  if (!span) return;
  const range = rangeOf(document, span);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
