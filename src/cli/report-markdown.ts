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
import {
  cellText,
  isTable,
  type ReportSection,
  type ReportTable,
  wholeNaming,
} from "./report-section.ts";
import { reportSections } from "./report-sections.ts";

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
    ...reportSections(explanation, request, wholeNaming).flatMap(sectionMarkdown),
    `${runLine(explanation, request)}. ${costText(explanation)}.\n`,
  ].join("\n\n");
}

/** The heading, then each block: sentences as paragraphs, tables as GitHub has them. */
function sectionMarkdown({ heading, blocks }: ReportSection): string[] {
  return [
    `## ${heading}`,
    ...blocks.flatMap((block) => (isTable(block) ? [tableMarkdown(block)] : block.map(plain))),
  ];
}

function tableMarkdown({ columns, rows }: ReportTable): string {
  const heads = columns.map(({ head }) => plain(head));
  const ruler = columns.map(({ align }) => (align === "right" ? "--:" : "---"));
  const body = rows.map((row) => row.map((cell) => plain(cellText(cell))));
  return [heads, ruler, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Text without what Markdown would read as its own. */
function plain(text: string): string {
  return text.replace(/[\\`*_<>[\]|#]/g, "\\$&");
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
