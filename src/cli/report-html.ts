import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { featureShades, type Shade, stepCount } from "#protocol/shading";
import { formatRatio, formatScore, formatShare } from "#text/numbers";
import { classOf, escaped, shadedPrompt } from "./report-html-parts.ts";
import { sectionsHtml } from "./report-html-sections.ts";
import { htmlStyles } from "./report-html-styles.ts";
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

/** An explanation as one HTML page that needs nothing else: shaded prompt, answer, table, legend. */
export function explanationHtml(explanation: Explanation, request: ExplainRequest): string {
  const rows = reportRows(explanation, request);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(titleOf(explanation))}</title>
<style>${htmlStyles}</style>
<main>
<p class="quiet">${escaped(runLine(explanation, request))}</p>
<h1>Prompt</h1>
<p class="text">${shadedPrompt(explanation, rows, request)}</p>
<h2>${targetHead(request)}</h2>
<p class="text">${escaped(explanation.target.text)}</p>
<h2>Scores</h2>
<p>${escaped(findingText(explanation, request))}</p>
${scoreTable(explanation, rows, request)}
${legend(explanation, request)}
${sectionsHtml(explanation, request)}
<p class="quiet">${escaped(costText(explanation))}</p>
</main>
</html>
`;
}

function titleOf({ prompt }: Explanation): string {
  const line = prompt.text.trim().split("\n")[0]!;
  return `Explanation: ${line.length > 60 ? `${line.slice(0, 59)}…` : line}`;
}

function scoreTable(
  explanation: Explanation,
  rows: readonly ReportRow[],
  request: ExplainRequest,
): string {
  const hasErrors = explanation.standardError !== undefined;
  const number = (text: string) => `<td class="number">${escaped(text)}</td>`;
  const head = (text: string) => `<th class="number">${escaped(text)}</th>`;
  const highest = Math.max(0, ...rows.map((row) => row.score));
  const lowest = Math.max(0, ...rows.map((row) => -row.score));
  const isNats = unitHead(explanation, request.value) === "Nats";
  const range = Math.max(
    isNats ? reportScaleEnd(explanation) : 0,
    highest + lowest,
    Number.MIN_VALUE,
  );
  const body = rows.map((row) =>
    [
      "<tr>",
      number(String(row.rank)),
      `<td class="word"><mark${classOf(row.shade)}>${escaped(row.label)}</mark></td>`,
      number(scoreText(row.score, request.value)),
      hasErrors ? number(formatRatio(row.standardError ?? 0)) : "",
      `<td>${bar(row.score, lowest, range)}</td>`,
      number(row.share === undefined ? "" : formatShare(row.share)),
      "</tr>",
    ].join(""),
  );
  return `<table>
<thead><tr>${head("Rank")}<th>${featureHead(request)}</th>${head(unitHead(explanation, request.value))}${
    hasErrors ? head("±") : ""
  }<th></th>${head("Share")}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table>`;
}

const barWidth = 240;

/** A bar from a common zero; its number stands beside it, so a reader skips it. */
function bar(score: number, lowest: number, range: number): string {
  const scale = barWidth / range;
  const zero = lowest * scale;
  const width = Math.abs(score) * scale;
  const pole = score < 0 ? "oppose" : "support";
  const x = score < 0 ? zero - width : zero;
  const place = (value: number) => value.toFixed(1);
  return (
    `<svg width="${barWidth + 1}" height="12" aria-hidden="true">` +
    `<rect class="${pole}-bar" x="${place(x)}" y="1" width="${place(width)}" height="10"/>` +
    `<rect class="zero" x="${place(zero)}" width="1" height="12"/></svg>`
  );
}

const unitWords = {
  Nats: "nats",
  Probability: "in probability",
  Logits: "logits",
  Value: "in its own unit",
  Score: "times the even share",
};

/** The scale of the colours: nine steps each way, with zero, one and the ends. */
function legend(explanation: Explanation, request: ExplainRequest): string {
  const steps = Array.from({ length: stepCount }, (_, index) => index + 1);
  const cell = (pole: Shade["pole"], step: number) => `<i class="${pole} s${step}"></i>`;
  const hasOppose = featureShades(explanation).some(
    ({ pole, step }) => pole === "oppose" && step > 0,
  );
  const unit = unitHead(explanation, request.value);
  const end = formatScore(reportScaleEnd(explanation), { short: true });
  const minusEnd = end.replace("+", "\u2212");
  const opposing = hasOppose || unit !== "Score";
  return `<p class="legend">${
    opposing
      ? `opposes ${minusEnd} <span>${steps
          .toReversed()
          .map((step) => cell("oppose", step))
          .join("")}</span>`
      : ""
  } 0 <span>${steps.map((step) => cell("support", step)).join("")}</span> ${end} supports, ${unitWords[unit]}</p>`;
}
