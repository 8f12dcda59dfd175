import type { ClassResult } from "#protocol/classes";
import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { featureShades } from "#protocol/shading";
import { formatRatio, formatShare, visibleWhitespace } from "#text/numbers";
import { strongest } from "./report-parts.ts";
import {
  costText,
  featureHead,
  findingText,
  type ReportRow,
  reportRows,
  reportScaleEnd,
  runLine,
  scoreText,
  targetHead,
  unitHead,
} from "./report-rows.ts";
import { sectionLines, terminalNaming } from "./report-section.ts";
import { reportSections } from "./report-sections.ts";
import { bold, dim, shaded, type TextStyle } from "./text-style.ts";
import { type Cell, type Column, clip, printable, textTable } from "./text-table.ts";

const labelWidth = 28;
const barWidth = 24;

/** An explanation to read in a terminal: the answer, a row per feature, what it cost. */
export function explanationText(
  explanation: Explanation,
  request: ExplainRequest,
  style: TextStyle,
): string {
  const lines = [
    dim(runLine(explanation, request), style),
    "",
    ...(style.hasColor ? [bold("Prompt", style), shadedPrompt(explanation, style), ""] : []),
    ...(explanation.classes
      ? classLines(explanation.classes, explanation, request, style)
      : [bold(targetHead(request), style), printable(explanation.target.text), ""]),
    ...scoreTable(explanation, request, style),
    "",
    findingText(explanation, request),
    ...reportSections(explanation, request, terminalNaming).flatMap((section) =>
      sectionLines(section, style),
    ),
    ...tokenLines(explanation, request, style),
    dim(costText(explanation), style),
  ];
  return `${lines.join("\n")}\n`;
}

function scoreTable(explanation: Explanation, request: ExplainRequest, style: TextStyle): string[] {
  const rows = reportRows(explanation, request);
  const hasErrors = explanation.standardError !== undefined;
  const hasAlone = rows.some((row) => row.maskedAlone !== undefined);
  const columns: Column[] = [
    { head: "Rank", align: "right" },
    { head: featureHead(request), align: "left" },
    { head: unitHead(explanation, request.value), align: "right" },
    ...(hasErrors ? [{ head: "±", align: "right" } as const] : []),
    { head: "", align: "left" },
    { head: "Share", align: "right" },
    ...(hasAlone ? [{ head: "Masked alone", align: "right" } as const] : []),
  ];
  const bar = barOf(explanation, request);
  const [head, ...body] = textTable(
    columns,
    rows.map((row): Cell[] => [
      String(row.rank),
      colored(clip(printable(row.label), labelWidth), row, style),
      colored(scoreText(row.score, request.value), row, style),
      ...(hasErrors ? [formatRatio(row.standardError ?? 0)] : []),
      colored(bar(row.score), row, style),
      row.share === undefined ? "" : formatShare(row.share),
      ...(hasAlone ? [scoreText(row.maskedAlone ?? 0, request.value)] : []),
    ]),
  );
  return [bold(head!, style), ...body];
}

function colored(text: string, { shade }: ReportRow, style: TextStyle): Cell {
  return { text, written: shaded(text, shade, style) };
}

/** Bars from a common zero, to the scale of the colours: a map in which nothing matters has none. */
function barOf(explanation: Explanation, request: ExplainRequest): (score: number) => string {
  const { seqAttribution } = explanation;
  const highest = Math.max(0, ...seqAttribution);
  const lowest = Math.max(0, ...seqAttribution.map((score) => -score));
  const isNats = unitHead(explanation, request.value) === "Nats";
  const least = isNats ? reportScaleEnd(explanation) : 0;
  const scale = barWidth / Math.max(least, highest + lowest, Number.MIN_VALUE);
  const leftWidth = Math.ceil(lowest * scale);
  return (score) => {
    const length = Math.round(Math.abs(score) * scale);
    if (score < 0) return `${" ".repeat(leftWidth - length)}${"▒".repeat(length)}│`;
    return `${" ".repeat(leftWidth)}│${"█".repeat(length)}`;
  };
}

/** The prompt with its features in the colours of their shades. */
function shadedPrompt(explanation: Explanation, style: TextStyle): string {
  const { prompt } = explanation;
  const shades = featureShades(explanation);
  const stretches = explanation.features
    .flatMap((feature, index) =>
      (feature.spans ?? [feature]).map((span) => ({ ...span, shade: shades[index]! })),
    )
    .sort((a, b) => a.start - b.start);
  let text = "";
  let end = 0;
  for (const stretch of stretches) {
    const start = Math.max(end, stretch.start);
    if (stretch.end <= start) continue;
    text += printable(prompt.text.slice(end, start));
    text += shaded(printable(prompt.text.slice(start, stretch.end)), stretch.shade, style);
    end = stretch.end;
  }
  return text + printable(prompt.text.slice(end));
}

/** Every class, how likely it is, and the three features that speak for it most. */
function classLines(
  classes: readonly ClassResult[],
  { features, target }: Explanation,
  request: ExplainRequest,
  style: TextStyle,
): string[] {
  const order = [...classes].sort((a, b) => b.probability - a.probability);
  const [head, ...body] = textTable(
    [
      { head: "Class", align: "left" },
      { head: "Probability", align: "right" },
      { head: "Driven by", align: "left" },
    ],
    order.map(({ label, probability, seqAttribution }): Cell[] => [
      clip(printable(label), labelWidth),
      formatShare(probability),
      strongest(seqAttribution, features, request, terminalNaming),
    ]),
  );
  return [bold(head!, style), ...body, "", bold(`Scores for ${target.text}`, style)];
}

/** With `--per-token`: each output token and the three features that moved it most. */
function tokenLines(explanation: Explanation, request: ExplainRequest, style: TextStyle): string[] {
  const { tokenAttribution, target, features } = explanation;
  if (!tokenAttribution) return [""];
  const rows = tokenAttribution.map((scores, index): Cell[] => {
    const token = target.tokens[index]!;
    const label = clip(printable(visibleWhitespace(token.text)), labelWidth);
    const drivers = strongest(scores, features, request, terminalNaming);
    return [String(index), label, scoreText(token.logProb, "log-prob"), drivers];
  });
  const [head, ...body] = textTable(
    [
      { head: "Token", align: "right" },
      { head: "Output", align: "left" },
      { head: "Log-prob", align: "right" },
      { head: "Driven by", align: "left" },
    ],
    rows,
  );
  return ["", bold(head!, style), ...body, ""];
}
