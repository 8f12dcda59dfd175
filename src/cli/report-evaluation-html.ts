import type { Estimate } from "./evaluation-estimates.ts";
import type { EvaluationReport, EvaluationTable } from "./evaluation-report.ts";
import { lineChart } from "./line-chart.ts";
import { columnHead, digits, evaluationNotes } from "./report-evaluation.ts";
import { escaped } from "./report-html-parts.ts";
import { htmlStyles } from "./report-html-styles.ts";

/** Seven inks that differ for colour-blind readers too (Okabe & Ito 2008), readable on light and dark. */
const inks = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#888888"];

const styles = `${htmlStyles}
main { max-width: 72rem; }
.wide { overflow-x: auto; }
td.number span { opacity: 0.7; font-size: 0.85em; }
tr > td.best { font-weight: 600; }
figure { margin: 1.5rem 0; max-width: 44rem; }
svg { width: 100%; font: 12px system-ui, sans-serif; }
svg text { fill: currentColor; }
svg .tick { text-anchor: end; }
svg .name { text-anchor: middle; }
svg .grid { stroke: currentColor; opacity: 0.15; }
svg .line { fill: none; stroke-width: 2; }
svg .band { stroke: none; opacity: 0.12; }
${inks.map((ink, index) => `svg .line.c${index} { stroke: ${ink}; } svg .band.c${index} { fill: ${ink}; }`).join("\n")}`;

/** An evaluation as one HTML page that needs nothing else: tables, curves, settings. */
export function evaluationHtml(report: EvaluationReport): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Promptlight evaluation: ${report.task}</title>
<style>${styles}</style>
<main>
<h1>Evaluation: ${report.task}</h1>
${evaluationNotes(report)
  .map((note) => `<p>${escaped(note)}</p>`)
  .join("\n")}
${report.tables.map(tableHtml).join("\n")}
${report.figures.map(lineChart).join("\n")}
<h2>Settings</h2>
<pre>${escaped(JSON.stringify(report.settings, null, 2))}</pre>
</main>
</html>
`;
}

function tableHtml({ title, columns, rows }: EvaluationTable): string {
  const heads = columns.map((column) => `<th class="number">${escaped(columnHead(column))}</th>`);
  const body = rows.map(({ name, cells }) => {
    const own = cells.map((cell, place) => cellHtml(cell, isBest(rows, place, cell, columns)));
    return `<tr><td>${escaped(name)}</td>${own.join("")}</tr>`;
  });
  return `<h2>${escaped(title)}</h2>
<div class="wide"><table><thead><tr><th>Method</th>${heads.join("")}</tr></thead>
<tbody>${body.join("\n")}</tbody></table></div>`;
}

function cellHtml(cell: Estimate | null, isBold: boolean): string {
  if (!cell) return '<td class="number">–</td>';
  const range = `${digits(cell.low)} to ${digits(cell.high)}`;
  const title = `${cell.count} prompts`;
  return `<td class="number${isBold ? " best" : ""}" title="${title}">${digits(cell.mean)} <span>${range}</span></td>`;
}

/** True for the best mean of its column. */
function isBest(
  rows: EvaluationTable["rows"],
  place: number,
  cell: Estimate | null,
  columns: EvaluationTable["columns"],
): boolean {
  const { better } = columns[place]!;
  if (!cell || !better) return false;
  const means = rows.flatMap(({ cells }) => cells[place]?.mean ?? []);
  return cell.mean === (better === "lower" ? Math.min(...means) : Math.max(...means));
}
