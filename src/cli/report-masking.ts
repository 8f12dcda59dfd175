import type { Masking, MeasureId } from "#protocol/masking";
import type { MaskRequest, Steering } from "#protocol/request";
import type { TextDiffPart } from "#text/diff";
import {
  formatCount,
  formatDuration,
  formatRatio,
  formatScore,
  visibleWhitespace,
} from "#text/numbers";
import { featureCount, featureLabel } from "./report-rows.ts";
import { bold, dim, type TextStyle } from "./text-style.ts";
import { type Column, clip, printable, textTable } from "./text-table.ts";

/** What masking did, to read in a terminal: both answers, their difference, the figures. */
export function maskingText(masking: Masking, request: MaskRequest, style: TextStyle): string {
  const { features, masked, steering, answer, maskedAnswer, diff } = masking;
  const labels = masked.map((index) =>
    clip(
      printable(featureLabel(features[index]?.text ?? "", request.features.granularity)),
      labelWidth,
    ),
  );
  const count = `${masked.length} of ${featureCount(features.length, request)}`;
  const lines = [
    ...(labels.length === 0 && steering
      ? []
      : [bold(`Without ${labels.length === 0 ? "anything" : labels.join(", ")}: ${count}`, style)]),
    ...(steering ? [bold(steeringText(masking, steering), style)] : []),
    "",
    ...(answer === undefined ? [] : [bold("Answer", style), printable(answer), ""]),
    ...(maskedAnswer === undefined
      ? []
      : [bold(steering ? "Steered answer" : "Masked answer", style), printable(maskedAnswer), ""]),
    ...(diff ? [bold("Difference", style), diff.map(diffText).join(""), ""] : []),
    ...(answer === undefined ? tokenTable(masking, style) : []),
    ...metricsTable(masking, request, style),
    "",
    valuesText(masking),
    ...(masking.embeddedBy ? [`Embeddings of ${masking.embeddedBy}.`] : []),
    dim(costOf(masking), style),
  ];
  return `${lines.join("\n")}\n`;
}

const labelWidth = 28;

/** "doctor × 0.5, patient × 2 by attention". */
function steeringText({ prompt }: Masking, { way, spans }: Steering): string {
  const parts = spans.map(
    ({ start, end, factor }) =>
      `${clip(printable(prompt.text.slice(start, end)), labelWidth)} × ${factor}`,
  );
  return `${parts.join(", ")} by ${way}`;
}

/** As `wdiff` writes it: `[-removed-]`, `{+added+}`. */
function diffText({ kind, text }: TextDiffPart): string {
  const shown = printable(text);
  if (kind === "same") return shown;
  return kind === "removed" ? `[-${shown}-]` : `{+${shown}+}`;
}

/** Without a generation: the target's tokens with both log-probabilities. */
function tokenTable({ target, maskedTarget }: Masking, style: TextStyle): string[] {
  const [head, ...rows] = textTable(
    [
      { head: "Output", align: "left" },
      { head: "Log-prob", align: "right" },
      { head: "Masked", align: "right" },
      { head: "Change", align: "right" },
    ],
    target.tokens.map((token, index) => {
      const masked = maskedTarget.tokens[index]?.logProb ?? Number.NaN;
      return [
        clip(printable(visibleWhitespace(token.text)), labelWidth),
        formatScore(token.logProb),
        formatScore(masked),
        formatScore(masked - token.logProb),
      ];
    }),
  );
  return [bold(head!, style), ...rows, ""];
}

const measures: readonly { id: MeasureId; name: string }[] = [
  { id: "probabilityRatio", name: "Probability ratio per token" },
  { id: "klDivergence", name: "KL divergence, nats" },
  { id: "bleu", name: "BLEU-4, words" },
  { id: "bleuCharacters", name: "BLEU-4, characters" },
  { id: "rouge1", name: "ROUGE-1 F1" },
  { id: "rouge2", name: "ROUGE-2 F1" },
  { id: "rougeL", name: "ROUGE-L F1" },
  { id: "cosine", name: "Embedding cosine" },
];

function metricsTable(masking: Masking, request: MaskRequest, style: TextStyle): string[] {
  const { metrics, random, randomSetCount, masked } = masking;
  const hasRandom = random !== undefined && randomSetCount > 0;
  const columns: Column[] = [
    { head: "Measure", align: "left" },
    { head: "Masked", align: "right" },
    ...(hasRandom
      ? ([
          { head: `Random ${featureCount(masked.length, request)}`, align: "right" },
          { head: "5 to 95 %", align: "right" },
        ] as const)
      : []),
  ];
  const rows = measures.flatMap(({ id, name }) => {
    const figure = metrics[id];
    const value = typeof figure === "object" ? figure.f1 : figure;
    if (value === undefined) return [];
    const control = hasRandom ? random[id] : undefined;
    const compared = control
      ? [formatRatio(control.mean), `${formatRatio(control.low)} to ${formatRatio(control.high)}`]
      : [];
    return [[name, formatRatio(value), ...compared]];
  });
  const [head, ...body] = textTable(columns, rows);
  return [bold(head!, style), ...body];
}

function valuesText({ values }: Masking): string {
  const full = formatScore(values.full);
  return `The target's log-probability is ${full} with the whole prompt and ${formatScore(values.masked)} with the mask.`;
}

function costOf({ evaluations, seconds, partial, randomSetCount }: Masking): string {
  const sets = randomSetCount > 0 ? `, ${formatCount(randomSetCount, "random set")}` : "";
  const cost = `${formatCount(evaluations, "evaluation")}${sets}, ${formatDuration(seconds * 1000)}`;
  return partial ? `Partial: ${cost}` : cost;
}
