import * as vscode from "vscode";
import type { PanelAction } from "#protocol/panel-methods";
import type { Span } from "#text/span";
import { marked } from "./document-marks.ts";
import type { Place } from "./documents.ts";
import type { Explanations } from "./explanations.ts";
import type { Panel } from "./panel.ts";
import { isPromptFile } from "./selection.ts";
import type { SteeredDocuments } from "./steered-documents.ts";

interface SteeringParts {
  readonly explanations: Explanations;
  readonly steered: SteeredDocuments;
  readonly panel: Panel;
  /** *Explain Generation*, where nothing is explained yet. */
  explain(): Promise<void>;
}

/** The factors of *Mute* and *Boost*; the panel's sliders have all between. */
const factors = { mute: 0, boost: 2 } as const;

/** The commands that turn words up and down, by their names behind `promptlight.`. */
export function steeringCommands(parts: SteeringParts) {
  return {
    mute: async (place?: Place) => steerPlace(parts, place, factors.mute),
    boost: async (place?: Place) => steerPlace(parts, place, factors.boost),
    findWording: async (place?: Place) => {
      const uri = place?.uri ?? parts.explanations.current?.subject.uri;
      if (uri !== undefined && parts.steered.of(uri)) return parts.steered.findWording(uri);
      void vscode.window.showInformationMessage("Promptlight: mute or boost a word first.");
    },
  };
}

/** What the panel asks about steering. */
export async function steerFromPanel(
  { steered }: Pick<SteeringParts, "steered">,
  uri: string,
  action: Extract<PanelAction, { kind: "steer" | "steer-by" | "find-wording" | "apply-wording" }>,
): Promise<void> {
  switch (action.kind) {
    case "steer":
      return steered.steer(uri, [action.span], action.factor);
    case "steer-by":
      return steered.steerBy(uri, action.way);
    case "find-wording":
      return steered.findWording(uri);
    case "apply-wording":
      return steered.applyWording(uri, action.index);
  }
}

/** *Mute* and *Boost* on a selection in a prompt. */
export function steeringActions(explanations: Explanations): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range) {
      const isPrompt = isPromptFile(document) || explanations.of(document.uri.toString());
      if (!isPrompt || document.getText(range).trim() === "") return [];
      return (["mute", "boost"] as const).map((name) => {
        const title = `${name === "mute" ? "Mute" : "Boost"} This`;
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
        action.command = { title, command: `promptlight.${name}` };
        return action;
      });
    },
  };
}

/** The feature of a hover's link, else the selections or the word at the cursor. */
async function steerPlace(
  { explanations, steered, panel, explain }: SteeringParts,
  place: Place | undefined,
  factor: number,
): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const uri = place?.uri ?? editor?.document.uri.toString();
  const ofFeature =
    place?.uri !== undefined && place.feature !== undefined
      ? explanations.of(place.uri)?.placement.features[place.feature]
      : undefined;
  const spans: readonly Span[] = ofFeature ?? (editor ? marked(editor) : []);
  if (uri === undefined || spans.length === 0) {
    void vscode.window.showInformationMessage(
      "Promptlight: select the text to mute or boost, or put the cursor on a word.",
    );
    return;
  }
  explanations.showDocument(uri);
  panel.show();
  const isExplained = explanations.of(uri)?.state.explanation !== undefined;
  await steered.steer(uri, spans, factor);
  if (!isExplained) await explain();
}
