import { describe, expect, it } from "vitest";
import { type AskedEvaluation, reportEvaluation } from "#cli/evaluation-report";
import type { EvaluationRow } from "#cli/evaluation-rows";
import { evaluationCsv, evaluationNotes, evaluationText } from "#cli/report-evaluation";
import { evaluationHtml } from "#cli/report-evaluation-html";
import type { MethodEvaluation } from "#protocol/evaluation";

const asked: AskedEvaluation = {
  task: "masking",
  settings: { model: "by-hand" },
  k: 2,
  seed: 0,
  keys: ["a", "b", "c", "d"],
  variants: [{ setting: undefined, title: undefined }],
  methods: ["first", "second"],
};

function result(name: string, probabilityRatio: number): MethodEvaluation {
  return {
    name,
    masked: [0, 1],
    words: ["a", "<b>"],
    metrics: { probabilityRatio, klDivergence: 1 - probabilityRatio },
    sizes: [{ k: 1, probabilityRatio: 2 * probabilityRatio, klDivergence: 0 }],
    trajectory: [1, probabilityRatio],
    evaluations: 10,
    seconds: 1,
  };
}

function row(key: string, ...methods: MethodEvaluation[]): EvaluationRow {
  return { key, evaluation: { featureCount: 5, targetTokenCount: 2, answer: "", methods } };
}

const rows: EvaluationRow[] = [
  row("a", result("first", 0.2), result("second", 0.5)),
  row("b", result("first", 0.4)),
  // a method that was asked for later
  row("b", result("second", 0.7)),
  row("c", result("first", 0.9)),
  { key: "d", skipped: "too long" },
  row("of another run", result("first", 9), result("second", 9)),
];

describe("a report of hand-made rows", () => {
  const report = reportEvaluation(asked, rows);

  it("counts the prompts that every method has been through", () => {
    expect(report).toMatchObject({ promptCount: 2, skippedCount: 1, plannedCount: 4 });
    expect(evaluationNotes(report)).toEqual([
      "Means over 2 prompts with 95 % intervals, resampled by prompt.",
      "PR: the interval of first, the best, overlaps with no other.",
      "KL: the interval of first, the best, overlaps with no other.",
      "1 prompt passed over: rows.jsonl says why.",
      "1 prompt not done yet.",
    ]);
  });

  it("says which intervals overlap with the best", () => {
    const worse = row("c", result("first", 0.9), result("second", 0.5));
    const [, ...notes] = evaluationNotes(reportEvaluation(asked, [...rows.slice(0, 3), worse]));
    expect(notes.slice(0, 2)).toEqual([
      "PR: the interval of first, the best, overlaps with that of second.",
      "KL: the interval of first, the best, overlaps with that of second.",
    ]);
  });

  it("has the means, and only the columns that have numbers", () => {
    const [table] = report.tables;
    expect(table!.columns).toEqual([
      { label: "PR", better: "lower" },
      { label: "KL", better: "higher" },
    ]);
    const ratios = table!.rows.map(({ cells }) => cells[0]!);
    expect(ratios[0]!.mean).toBeCloseTo(0.3, 12);
    expect(ratios[1]!.mean).toBeCloseTo(0.6, 12);
    // a quarter of the resamples is one prompt twice, a quarter the other
    expect(ratios[0]!.low).toBeCloseTo(0.2, 12);
    expect(ratios[0]!.high).toBeCloseTo(0.4, 12);
  });

  it("sets the others against the first, prompt by prompt", () => {
    const { title, columns, rows: others } = report.tables.at(-1)!;
    expect(title).toBe("More than first, prompt by prompt");
    expect(columns).toEqual([{ label: "PR" }, { label: "KL" }]);
    expect(others.map(({ name }) => name)).toEqual(["second"]);
    const [difference] = others[0]!.cells;
    expect(difference!.mean).toBeCloseTo(0.3, 12);
    expect(difference!.count).toBe(2);
    const alone = reportEvaluation({ ...asked, methods: ["first"] }, rows);
    expect(alone.tables.map((table) => table.title)).not.toContain(title);
  });

  it("has figures over k and over the sets tried", () => {
    expect(report.figures.map(({ title }) => title)).toEqual([
      "PR over k",
      "KL over k",
      "Convergence of the search",
    ]);
    const [overSizes, , convergence] = report.figures;
    expect(overSizes!.series[0]!.points[0]).toMatchObject({ x: 1, count: 2 });
    expect(overSizes!.series[0]!.points[0]!.mean).toBeCloseTo(0.6, 12);
    expect(convergence!.series[1]!.points.map(({ x }) => x)).toEqual([1, 2]);
    expect(convergence!.series[1]!.points[1]!.mean).toBeCloseTo(0.6, 12);
  });

  it("is written as text, CSV and HTML", () => {
    const text = evaluationText(report, { hasColor: false, columns: 80 });
    expect(text).toContain("PR ↓");
    expect(text).toContain("0.300 [0.200, 0.400]");
    expect(evaluationCsv(rows)).toContain("a,,first,metrics.probabilityRatio,0.2\n");
    const html = evaluationHtml(report);
    expect(html).toContain('<td class="number best" title="2 prompts">0.300');
    expect(html.match(/<svg/g)!.length).toBe(3);
    expect(html).not.toMatch(/NaN|undefined|https?:/);
  });
});
