import { idleSentence } from "#protocol/joint-words";
import type { MinimalPrompt } from "#protocol/minimal";
import type { MinimalRequest } from "#protocol/request";
import { formatCount, formatDuration } from "#text/numbers";
import { featureLabel } from "./report-rows.ts";
import { bold, dim, type TextStyle } from "./text-style.ts";
import { clip, printable } from "./text-table.ts";

const labelWidth = 28;

/** The words that do nothing and the prompt without them, to read in a terminal. */
export function minimalText(
  minimal: MinimalPrompt,
  { features: { granularity } }: MinimalRequest,
  style: TextStyle,
): string {
  const { features, answer, text, isSame, minimalAnswer, partial } = minimal;
  const name = (feature: number) =>
    clip(printable(featureLabel(features[feature]!.text, granularity)), labelWidth);
  const { evaluations, generations, seconds } = minimal;
  const cost = `${formatCount(evaluations, "evaluation")}, ${formatCount(generations, "generation")}, ${formatDuration(seconds * 1000)}`;
  const lines = [
    bold("Words that do nothing", style),
    idleSentence(minimal, name),
    foundText(minimal),
    "",
    bold("Minimal prompt", style),
    printable(text),
    "",
    bold("Answer", style),
    printable(answer),
    ...(isSame || minimalAnswer === undefined
      ? []
      : ["", bold("Answer to the minimal prompt", style), printable(minimalAnswer)]),
    "",
    dim(partial ? `Partial, not checked by generating: ${cost}` : cost, style),
  ];
  return `${lines.join("\n")}\n`;
}

function foundText({ certificate, setCount, features }: MinimalPrompt): string {
  const sets = formatCount(setCount, "set");
  switch (certificate) {
    case "exhaustive":
      return `Exhaustive: no larger set of the ${features.length} can go; ${sets} tried.`;
    case "locally optimal":
      return `Locally optimal: not one more can go, also not in exchange for another; ${sets} tried.`;
    default:
      return `The largest of the ${sets} that were tried.`;
  }
}
