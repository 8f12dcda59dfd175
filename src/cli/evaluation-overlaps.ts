import { listWords } from "#protocol/joint-words";
import type { Estimate } from "./evaluation-estimates.ts";
import type { EvaluationReport } from "./evaluation-report.ts";

/** What XPrompt's claims are about. */
const claimed = ["PR", "KL"];

/** For each claimed number, whether the 95 % interval of the best method overlaps with that of another, in a sentence. */
export function overlapNotes({ task, tables }: EvaluationReport): string[] {
  const [table] = tables;
  if (task !== "masking" || !table) return [];
  return table.columns.flatMap(({ label, better }, place) => {
    const rows = table.rows.flatMap(({ name, cells }) => {
      const estimate = cells[place];
      return estimate ? [{ name, estimate }] : [];
    });
    const sign = better === "lower" ? 1 : -1;
    const [best, ...others] = rows.sort((a, b) => sign * (a.estimate.mean - b.estimate.mean));
    if (!claimed.includes(label) || !best || others.length === 0) return [];
    const overlapping = others.filter(({ estimate }) => overlap(best.estimate, estimate));
    const names = listWords(overlapping.map(({ name }) => name));
    return [
      overlapping.length === 0
        ? `${label}: the interval of ${best.name}, the best, overlaps with no other.`
        : `${label}: the interval of ${best.name}, the best, overlaps with that of ${names}.`,
    ];
  });
}

function overlap(a: Estimate, b: Estimate): boolean {
  return a.low <= b.high && b.low <= a.high;
}
