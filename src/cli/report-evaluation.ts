import { formatCount, formatShare } from "#text/numbers";
import type { Estimate } from "./evaluation-estimates.ts";
import { overlapNotes } from "./evaluation-overlaps.ts";
import type { EvaluationReport, EvaluationTable } from "./evaluation-report.ts";
import { type EvaluationRow, resultsOf } from "./evaluation-rows.ts";
import { bold, dim, type TextStyle } from "./text-style.ts";
import { type Column, textTable } from "./text-table.ts";

/** An evaluation to read in a terminal: its tables, and what they are means of. */
export function evaluationText(report: EvaluationReport, style: TextStyle): string {
  const lines = report.tables.flatMap((table) => [
    bold(table.title, style),
    ...tableLines(table, style),
    "",
  ]);
  return `${[...lines, ...evaluationNotes(report).map((note) => dim(note, style))].join("\n")}\n`;
}

/** A line for each method, or for each measure where those are more: so that it fits a terminal. */
function tableLines({ columns, rows }: EvaluationTable, style: TextStyle): string[] {
  const names = rows.map(({ name }) => name);
  const measures = columns.map(columnHead);
  const isTurned = measures.length > names.length;
  const body = isTurned
    ? measures.map((head, place) => [head, ...rows.map(({ cells }) => cells[place]!)])
    : rows.map(({ name, cells }) => [name, ...cells]);
  const heads = isTurned ? names : measures;
  const [head, ...lines] = textTable(
    [
      { head: isTurned ? "" : "Method", align: "left" },
      ...heads.map((each): Column => ({ head: each, align: "right" })),
    ],
    body.map((cells) =>
      cells.map((cell) => (typeof cell === "string" ? cell : estimateText(cell))),
    ),
  );
  return [bold(head!, style), ...lines];
}

/** What the numbers are means of, in sentences. */
export function evaluationNotes(report: EvaluationReport): string[] {
  const { promptCount, plannedCount, skippedCount, embeddedBy, absent, accuracy = [] } = report;
  const rest = plannedCount - promptCount - skippedCount;
  return [
    `Means over ${formatCount(promptCount, "prompt")} with 95 % intervals, resampled by prompt.`,
    ...overlapNotes(report),
    ...(skippedCount > 0
      ? [`${formatCount(skippedCount, "prompt")} passed over: rows.jsonl says why.`]
      : []),
    ...(rest > 0 ? [`${formatCount(rest, "prompt")} not done yet.`] : []),
    ...accuracy.map(
      ({ title, share }) =>
        `The model is right about ${formatShare(share)} of the texts: ${title}.`,
    ),
    ...(embeddedBy ? [`Cosine of the embeddings of ${embeddedBy}.`] : []),
    ...(absent === "zero"
      ? ["An absent word is a zero embedding: the model has no unknown token."]
      : []),
  ];
}

/** `PR ↓`: the arrow says which way is the more faithful. */
export function columnHead({ label, better }: EvaluationTable["columns"][number]): string {
  if (!better) return label;
  return `${label} ${better === "lower" ? "↓" : "↑"}`;
}

/** `0.42 [0.38, 0.46]`. */
export function estimateText(estimate: Estimate | null): string {
  if (!estimate) return "–";
  return `${digits(estimate.mean)} [${digits(estimate.low)}, ${digits(estimate.high)}]`;
}

/** Three significant digits of what is above 100, else two or three decimals. */
export function digits(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** One line for every number of every method on every prompt. */
export function evaluationCsv(rows: readonly EvaluationRow[]): string {
  const lines = [["prompt", "setting", "method", "measure", "value"]];
  for (const row of rows) {
    const { key, setting = "" } = row;
    for (const { name, ...result } of resultsOf(row))
      for (const [measure, value] of numbersIn(result))
        lines.push([key, setting, name, measure, String(value)]);
  }
  return `${lines.map((cells) => cells.map(csvCell).join(",")).join("\n")}\n`;
}

/** Every number of `value` with its path, such as `metrics.rougeL.f1` and `steps.3.logit`. */
function numbersIn(value: unknown, path: readonly string[] = []): [string, number][] {
  if (typeof value === "number") return [[path.join("."), value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, own]) => numbersIn(own, [...path, name]));
}

/** RFC 4180. */
function csvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
