import { beforeAll, describe, expect, it } from "vitest";
import type { Estimate } from "#cli/evaluation-estimates";
import type { EvaluationReport } from "#cli/evaluation-report";
import { realWorker } from "./real-worker.ts";
import { run } from "./support.ts";

const callWorker = realWorker();

/** The means of each method over the 80 bundled reviews, with their 95 % intervals, by measure. */
async function tableOf(task: string, value: string, methods: readonly string[]) {
  const named = [...methods, "random"].flatMap((method) => ["--method", method]);
  const asked = ["--task", task, "--value", value, ...named];
  const { code, stdout, stderr } = await run(
    ["evaluate", ...asked, "--quiet", "--format", "json"],
    callWorker,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const report: EvaluationReport = JSON.parse(stdout);
  const { columns, rows } = report.tables[0]!;
  return (method: string, label: string): Estimate => {
    const column = columns.findIndex((own) => own.label === label);
    return rows.find(({ name }) => name === method)!.cells[column]!;
  };
}

// The logit of one class has what raises the words of both classes alike; attention × gradient sees much of that.
describe.each([
  ["logit", ["prompt-explainer", "lrp"]],
  ["log-prob", ["prompt-explainer", "attention-gae", "lrp"]],
] as const)("on the bundled masked model and set, explaining the %s", (value, methods) => {
  let activation: Awaited<ReturnType<typeof tableOf>>;
  let pruning: Awaited<ReturnType<typeof tableOf>>;
  beforeAll(async () => {
    activation = await tableOf("activation", value, methods);
    pruning = await tableOf("pruning", value, methods);
  }, 300_000);

  it.each(methods)("%s beats random clearly on activation and on pruning", (method) => {
    for (const label of ["Probability, mean", "Logit, mean"])
      expect(activation(method, label).low).toBeGreaterThan(activation("random", label).high);
    for (const label of ["Logit error, mean", "Probability error, mean"])
      expect(pruning(method, label).high).toBeLessThan(pruning("random", label).low);
  });

  it("PromptExplainer ranks a word that decides first in at least 90 % of the texts", () => {
    expect(activation("prompt-explainer", "Decisive first").mean).toBeGreaterThanOrEqual(0.9);
    expect(activation("random", "Decisive first").mean).toBeLessThan(0.25);
  });
});
