import type { PanelState, RunState } from "#protocol/panel-methods";
import { progressWords } from "#protocol/progress-words";
import { formatCount } from "#text/numbers";
import { proofSentence } from "./proof-sentence.ts";
import { plainText, singular } from "./words.ts";

/** What a screen reader is told of a state: where the run stands, then what it found. */
export function announcement(panel: PanelState): string {
  const { run } = panel;
  if (!run || run.failure) return "";
  if (run.progress) {
    const words = progressWords(run.progress, panel.model.name, run.explanation !== undefined);
    return [words.title, words.rest].filter(Boolean).join(", ");
  }
  return [explained(run), proven(run)].filter(Boolean).join(" ");
}

function explained({ explanation, granularityLabel }: RunState): string {
  if (!explanation) return "";
  const count = formatCount(explanation.features.length, singular(granularityLabel));
  return `${count} explained${explanation.partial ? " in part" : ""}.`;
}

function proven({ comparison, granularityLabel }: RunState): string {
  if (!comparison?.masking || comparison.progress) return "";
  return plainText(proofSentence(comparison.masking, granularityLabel));
}
