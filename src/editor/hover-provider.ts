import * as vscode from "vscode";
import { shownExplanation, shownPart } from "#protocol/answer-parts";
import { rangeOf } from "./decorations.ts";
import type { Explanations } from "./explanations.ts";
import { hoverMarkdown } from "./hover.ts";
import type { Run } from "./run.ts";

const links = [
  ["Mask and regenerate", "promptlight.maskFeature"],
  ["Mute", "promptlight.mute"],
  ["Boost", "promptlight.boost"],
  ["Show in panel", "promptlight.showFeature"],
] as const;

/** A class has no answer to regenerate. */
function linksOf({ request }: Run) {
  return links.filter(([, command]) => !request.classes || command !== "promptlight.maskFeature");
}

/**
 * The card of the feature under the pointer; none on an edited word, or where nothing is explained. A member of the
 * joint set is handed to `light` with its partners, anything else with none.
 */
export function hoverProvider(
  explanations: Explanations,
  light: (uri: string, features: readonly number[]) => void,
): vscode.HoverProvider {
  return {
    provideHover(document, position) {
      const uri = document.uri.toString();
      const run = explanations.of(uri);
      const explanation = run && shownExplanation(run.state);
      if (!run || !explanation) return undefined;
      const offset = document.offsetAt(position);
      for (const [feature, spans] of run.placement.features.entries()) {
        const span = spans.find((own) => own.start <= offset && offset < own.end);
        if (!span) continue;
        const members = explanation.joint?.indices ?? [];
        const isLinked = members.includes(feature) && !run.state.isStale;
        light(uri, isLinked ? members : []);
        const argument = encodeURIComponent(JSON.stringify([{ uri, feature }]));
        const text = hoverMarkdown(
          explanation,
          feature,
          linksOf(run).map(([label, command]) => ({
            label,
            uri: `command:${command}?${argument}`,
          })),
          shownPart(run.state)?.text,
        );
        const markdown = new vscode.MarkdownString(text);
        markdown.isTrusted = { enabledCommands: links.map(([, command]) => command) };
        return new vscode.Hover(markdown, rangeOf(document, span));
      }
      light(uri, []);
      return undefined;
    },
  };
}
