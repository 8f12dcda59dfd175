import type { Explanation, Feature } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import type { Shade } from "#protocol/shading";
import { type ReportRow, scoreText } from "./report-rows.ts";

/** The class of an element in the colour of `shade`; empty where it is bare. */
export function classOf({ pole, step }: Shade): string {
  return step === 0 ? "" : ` class="${pole} s${step}"`;
}

/** The prompt with a mark around every feature, whose title says its score and rank. */
export function shadedPrompt(
  { prompt, features }: Explanation,
  rows: readonly ReportRow[],
  request: ExplainRequest,
): string {
  const stretches = rows
    .flatMap((row) => {
      const feature: Feature = features[row.index]!;
      return (feature.spans ?? [feature]).map(({ start, end }) => ({ start, end, row }));
    })
    .sort((a, b) => a.start - b.start);
  let html = "";
  let done = 0;
  for (const { start: wanted, end, row } of stretches) {
    const start = Math.max(done, wanted);
    if (end <= start) continue;
    html += escaped(prompt.text.slice(done, start));
    const title = `${scoreText(row.score, request.value)}, rank ${row.rank} of ${rows.length}`;
    const piece = escaped(prompt.text.slice(start, end));
    html += `<mark${classOf(row.shade)} title="${escaped(title)}">${piece}</mark>`;
    done = end;
  }
  return html + escaped(prompt.text.slice(done));
}

/** `text` as HTML shows it, also within quotes. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
