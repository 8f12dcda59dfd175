import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { formatRatio, formatShare } from "#text/numbers";
import {
  costText,
  featureHead,
  findingText,
  reportRows,
  runLine,
  scoreText,
  targetHead,
  unitHead,
} from "./report-rows.ts";

/** An explanation as Markdown: prompt, answer, a table of scores, what it cost. */
export function explanationMarkdown(explanation: Explanation, request: ExplainRequest): string {
  const hasErrors = explanation.standardError !== undefined;
  const heads = [
    "Rank",
    featureHead(request),
    unitHead(explanation, request.value),
    ...(hasErrors ? ["±"] : []),
    "Share",
  ];
  const ruler = heads.map((_, index) => (index === 1 ? "---" : "--:"));
  const rows = reportRows(explanation, request).map((row) => [
    String(row.rank),
    inlineCode(row.label),
    scoreText(row.score, request.value),
    ...(hasErrors ? [formatRatio(row.standardError ?? 0)] : []),
    row.share === undefined ? "" : formatShare(row.share),
  ]);
  return [
    "## Prompt",
    fenced(explanation.prompt.text),
    `## ${targetHead(request)}`,
    fenced(explanation.target.text),
    "## Scores",
    [heads, ruler, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n"),
    findingText(explanation, request),
    `${runLine(explanation, request)}. ${costText(explanation)}.\n`,
  ].join("\n\n");
}

/** A block of code behind a fence longer than any in the text. */
function fenced(text: string): string {
  const fence = "`".repeat(longestTicks(text, 2) + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** Code in a table cell: pipes are escaped, as GitHub's tables ask. */
function inlineCode(text: string): string {
  const ticks = "`".repeat(longestTicks(text, 0) + 1);
  const space = /^`|`$|^ .* $/.test(text) ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`.replaceAll("|", "\\|");
}

function longestTicks(text: string, least: number): number {
  return Math.max(least, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
}
