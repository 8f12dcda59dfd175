import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { area, mean } from "#cli/evaluation-measures";
import { parsePrompts } from "#cli/evaluation-prompts";
import type { EvaluationReport } from "#cli/evaluation-report";
import type { EvaluationRow } from "#cli/evaluation-rows";
import type { CallWorker } from "#cli/io";
import { parseVerbalizer } from "#protocol/parse-verbalizer";
import { realWorker } from "./real-worker.ts";
import { bundledFolder, fixturesFolder, run } from "./support.ts";

const callWorker = realWorker();
const model = join(fixturesFolder, "models", "tiny-gpt2");
const common = ["--model", model, "--raw", "--max-new-tokens", "4", "--quiet"];
const methods = ["--method", "feature-ablation", "--method", "random", "--sizes", "1..2"];
let folder: string;
let prompts: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "promptlight-evaluate-"));
  prompts = join(folder, "prompts.jsonl");
  const lines = [
    { prompt: "The capital of France is Paris and", decisive: [[15, 21]], redundant: [] },
    { prompt: "Too short" },
    { prompt: "A doctor and his patient went to the sea" },
  ];
  writeFileSync(prompts, lines.map((line) => JSON.stringify(line)).join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const evaluate = (args: readonly string[], call = callWorker, signal?: AbortSignal) =>
  run(["evaluate", ...common, ...args], call, signal ? { signal } : {});

function rowsOf(out: string): EvaluationRow[] {
  const lines = readFileSync(join(out, "rows.jsonl"), "utf8").trim().split("\n").slice(1);
  return lines.map((line) => JSON.parse(line));
}

/** Without what differs from run to run. */
function timeless(rows: readonly EvaluationRow[]): unknown {
  return JSON.parse(JSON.stringify(rows, (name, value) => (name === "seconds" ? 0 : value)));
}

describe("evaluate", () => {
  it("masks the strongest words of every method, and goes on after a kill", async () => {
    const out = join(folder, "masking");
    const args = ["--prompts", prompts, ...methods, "--out", out, "--format", "json"];
    const { code, stdout, stderr } = await evaluate(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const report: EvaluationReport = JSON.parse(stdout);
    expect(report).toMatchObject({ promptCount: 2, skippedCount: 1, plannedCount: 3 });
    const [table, costs] = report.tables;
    expect(table!.rows.map(({ name }) => name)).toEqual(["feature-ablation", "random"]);
    expect(table!.columns.map(({ label }) => label)).toContain("Decisive found");
    expect(costs!.columns.map(({ label }) => label)).toEqual(["Seconds", "Evaluations"]);
    expect(report.figures.map(({ title }) => title)).toEqual(["PR over k", "KL over k"]);

    const rows = rowsOf(out);
    expect(rows[1]!.skipped).toMatch(/A set of 3 leaves nothing of a prompt with 2 features/);
    const ratio = table!.columns.findIndex(({ label }) => label === "PR");
    const ratios = [rows[0]!, rows[2]!].map(
      (row) => row.evaluation!.methods[0]!.metrics.probabilityRatio,
    );
    expect(table!.rows[0]!.cells[ratio]!.mean).toBeCloseTo(mean(ratios), 12);

    // a kill: the last line was being written
    const path = join(out, "rows.jsonl");
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, `${lines.slice(0, 3).join("\n")}\n${lines[3]!.slice(0, 40)}`);
    let calls = 0;
    const counting: CallWorker = (...call) => {
      calls += 1;
      return callWorker(...call);
    };
    expect((await evaluate(args, counting)).code).toBe(0);
    // the one prompt that is missing, once to warm up
    expect(calls).toBe(2);
    expect(timeless(rowsOf(out))).toEqual(timeless(rows));

    const html = readFileSync(join(out, "evaluation.html"), "utf8");
    expect(html).toContain("<svg");
    expect(html).not.toMatch(/<(script|link|img)|https?:/);
    expect(html).not.toContain("NaN");
    const csv = readFileSync(join(out, "evaluation.csv"), "utf8");
    expect(csv).toContain("feature-ablation,metrics.rougeL.f1,");

    // another method needs only itself
    calls = 0;
    await evaluate([...args, "--method", "saliency"], counting);
    expect(
      rowsOf(out)
        .slice(3)
        .map((row) => row.evaluation?.methods.map(({ name }) => name)),
    ).toEqual([["saliency"], ["saliency"]]);
    const other = await evaluate([...args, "--k", "2"]);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("holds an evaluation with other settings");
  });

  it("keeps what is done when it is cancelled", async () => {
    const out = join(folder, "cancelled");
    const cancel = new AbortController();
    let calls = 0;
    const cancelling: CallWorker = (...call) => {
      calls += 1;
      if (calls === 3) cancel.abort();
      return callWorker(...call);
    };
    const args = ["--prompts", prompts, ...methods, "--out", out];
    const { code, stderr } = await evaluate(args, cancelling, cancel.signal);
    expect(code).toBe(130);
    expect(stderr).toContain("the same command goes on from there");
    expect(rowsOf(out).length).toBe(1);
  });

  it("takes the nodes that are asked for of a path integral", async () => {
    const asked = ["--method", "integrated-gradients", "--steps", "4", "--sizes", "none"];
    const args = ["--prompts", prompts, "--limit", "1", ...asked, "--format", "json"];
    const report: EvaluationReport = JSON.parse((await evaluate(args)).stdout);
    expect(report.settings).toMatchObject({ steps: 4 });
    const { columns, rows } = report.tables[1]!;
    const place = columns.findIndex(({ label }) => label === "Evaluations");
    // and the two ends of the path
    expect(rows[0]!.cells[place]!.mean).toBe(4 + 2);
  });

  it("shows how the searches of a joint set converge", async () => {
    const args = ["--task", "convergence", "--prompts", prompts, "--limit", "1", "--k", "2"];
    const { code, stdout } = await evaluate([...args, "--format", "json"]);
    expect(code).toBe(0);
    const { figures }: EvaluationReport = JSON.parse(stdout);
    const [convergence] = figures;
    expect(convergence!.title).toBe("Convergence of the search");
    expect(convergence!.series.map(({ name }) => name)).toContain("published, random start");
    for (const { points } of convergence!.series)
      for (const [place, { mean: ratio }] of points.entries())
        expect(ratio).toBeLessThanOrEqual(points[place - 1]?.mean ?? ratio);
  });

  it.each([
    [["--task", "pruning", "--prompts", "p.jsonl"], /needs the words of the classes/],
    [["--task", "activation", "--k", "2"], /--k is not for --task activation/],
    [["--value", "logit"], /--value is not for --task masking/],
    [["--task", "convergence", "--method", "lime"], /compares the searches/],
    [["--verbalizer", "v.json"], /--verbalizer is not for --task masking/],
    [["--method", "prompt-explainer"], /prompt-explainer needs classes/],
    [["--sizes", "4..2"], /--sizes 4..2 is empty/],
    [["--task", "erasure", "--prompts", "p.jsonl"], /needs the words of the classes/],
    [["--task", "erasure", "--sizes", "1..2"], /--sizes is not for --task erasure/],
    [["word"], /evaluate does not take "word"/],
  ])("%j: refused", async (args, message) => {
    const { code, stderr } = await evaluate(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each([
    ["not JSON", "hello", /line 1 of .* is not a JSON object/],
    ["no prompt", '{"x": 1}', /has no "prompt"/],
    ["outside", '{"prompt": "a b", "decisive": [[1, 9]]}', /stretches that are not in its text/],
    ["empty", "\n", /has no prompts/],
  ])("a file that is %s: refused", async (_, content, message) => {
    const path = join(folder, "wrong.jsonl");
    writeFileSync(path, content);
    const { code, stderr } = await evaluate(["--prompts", path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("evaluate of classes", () => {
  it("compares templates and verbalizers, each from its own rows", async () => {
    const out = join(folder, "classes");
    const texts = join(folder, "texts.jsonl");
    const lines = [
      { text: "The bank and the house", label: "one", decisive: [[4, 8]] },
      { text: "A doctor in the sea of time", label: "two", decisive: [[2, 8]] },
    ];
    writeFileSync(texts, lines.map((line) => JSON.stringify(line)).join("\n"));
    const words = join(folder, "words.json");
    const write = (labels: object) =>
      writeFileSync(words, JSON.stringify({ kind: "manual", labels }));
    write({ one: ["house"], two: ["time"] });
    const args = [
      ...["evaluate", "--quiet", "--task", "pruning", "--prompts", texts, "--out", out],
      ...["--model", join(fixturesFolder, "models", "tiny-roberta"), "--verbalizer", words],
      ...["--template", "A <mask>: {text}", "--template", "{text} <mask>", "--format", "json"],
      ...["--method", "prompt-explainer", "--method", "random"],
    ];
    const { code, stdout, stderr } = await run(args, callWorker);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { tables, figures, absent }: EvaluationReport = JSON.parse(stdout);
    expect(absent).toBe("unk");
    expect(tables.map(({ title }) => title)).toEqual([
      "Pruning: A <mask>: {text}, words",
      "Pruning: {text} <mask>, words",
    ]);
    expect(tables[0]!.columns.map(({ label }) => label)).toContain("Decisive first");
    expect(figures.length).toBe(6);
    for (const { series } of figures)
      for (const { points } of series) expect(points.map(({ x }) => x).at(-1)).toBe(100);
    expect(rowsOf(out).length).toBe(4);
    write({ one: ["house", "sea"], two: ["time"] });
    expect((await run(args, callWorker)).code).toBe(0);
    expect(rowsOf(out).length).toBe(8);
  });
});

describe("the bundled sets", () => {
  const bundled = (name: string) =>
    readFileSync(join(bundledFolder, "..", "evaluation", name), "utf8");

  it("have at least 100 prompts with their decisive words, and planted pairs", () => {
    const prompts = parsePrompts(bundled("prompts.jsonl"), "prompts.jsonl");
    expect(prompts.length).toBeGreaterThanOrEqual(100);
    expect(prompts.every(({ labels }) => labels!.decisive.length > 0)).toBe(true);
    const paired = prompts.filter(({ labels }) => labels!.redundant.length > 0);
    expect(paired.length).toBeGreaterThanOrEqual(40);
  });

  it("have reviews of the masked model's labelled set, of both classes in turn", () => {
    const kept = readFileSync(join(fixturesFolder, "cloze", "sentiment.jsonl"), "utf8");
    const lines = (text: string) => text.trim().split("\n").sort();
    expect(lines(bundled("reviews.jsonl"))).toEqual(lines(kept));
    const reviews = parsePrompts(bundled("reviews.jsonl"), "reviews.jsonl");
    expect(reviews.slice(0, 2).map(({ label }) => label)).toEqual(["positive", "negative"]);
    const words = parseVerbalizer(JSON.parse(bundled("review-words.json")), "review-words.json");
    expect(words.kind).toBe("manual");
  });
});

it("averages a curve by its steps, and by its area", () => {
  expect(mean([0, 1, 1])).toBeCloseTo(2 / 3, 12);
  expect(area([0, 1, 1])).toBeCloseTo(3 / 4, 12);
});
