import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import {
  comparedSection,
  methodText,
  type ReportMethod,
  reportMethods,
} from "./report-compared.ts";
import { classOf, escaped, shadedPrompt } from "./report-html-parts.ts";
import { interestSection } from "./report-interest.ts";
import { jointSection } from "./report-joint.ts";
import { partsSection } from "./report-parts.ts";
import { reportRows } from "./report-rows.ts";
import {
  cellText,
  isTable,
  type ReportCell,
  type ReportSection,
  type ReportTable,
  wholeNaming,
} from "./report-section.ts";
import type { Column } from "./text-table.ts";

/** What follows the scores, each section under its heading. */
export function sectionsHtml(explanation: Explanation, request: ExplainRequest): string {
  const sections = [jointSection, interestSection, partsSection].flatMap((section) =>
    section(explanation, request, wholeNaming),
  );
  return [...sections.map(sectionHtml), ...comparedHtml(explanation, request)].join("\n");
}

function sectionHtml({ heading, blocks }: ReportSection): string {
  const html = blocks.map((block) =>
    isTable(block)
      ? tableHtml(block)
      : block.map((sentence) => `<p>${escaped(sentence)}</p>`).join("\n"),
  );
  return [`<h2>${escaped(heading)}</h2>`, ...html].join("\n");
}

function tableHtml({ columns, rows }: ReportTable): string {
  const head = columns.map(({ head, align }) => `<th${numberClass(align)}>${escaped(head)}</th>`);
  const body = rows.map(
    (row) => `<tr>${row.map((cell, at) => cellHtml(cell, columns[at]!)).join("")}</tr>`,
  );
  return `<div class="scroller"><table>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table></div>`;
}

function cellHtml(cell: ReportCell, { align }: Column): string {
  const text = escaped(cellText(cell));
  const shown = typeof cell === "string" ? text : `<mark${classOf(cell.shade)}>${text}</mark>`;
  return `<td${numberClass(align)}>${shown}</td>`;
}

function numberClass(align: Column["align"]): string {
  return align === "right" ? ' class="number"' : "";
}

/** The prompt as each method colours it, under each other as in PromptExplainer's Figures 4 and 6; then the scores. */
function comparedHtml(explanation: Explanation, request: ExplainRequest): string[] {
  return comparedSection(explanation, request, wholeNaming).map(({ heading, blocks }) =>
    [
      `<h2>${escaped(heading)}</h2>`,
      ...reportMethods(explanation).map((method) => methodMap(method, request)),
      ...blocks.filter(isTable).map(tableHtml),
    ].join("\n"),
  );
}

function methodMap(method: ReportMethod, request: ExplainRequest): string {
  const rows = reportRows(method.explanation, request);
  return [
    `<p class="method"><b>${escaped(method.label)}</b> <span class="quiet">${escaped(methodText(method))}</span></p>`,
    `<p class="text">${shadedPrompt(method.explanation, rows, request)}</p>`,
  ].join("\n");
}
