import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvaluationReport } from "#cli/evaluation-report";
import type { EvaluationRow } from "#cli/evaluation-rows";
import type { Explanation } from "#protocol/explanation";
import { realWorker } from "./real-worker.ts";
import { fixturesFolder, run } from "./support.ts";

const callWorker = realWorker();
const model = ["--model", join(fixturesFolder, "models", "tiny-roberta"), "--threads", "1"];
const template = ["--template", "A <mask>: {text}"];
const texts = [
  "The bank and the house of the doctor in the sea",
  "A doctor in the sea of time",
  "The house and time and the river",
];
let folder: string;
let words: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "promptlight-erasure-"));
  words = join(folder, "words.json");
  const labels = { one: ["house"], two: ["time"] };
  writeFileSync(words, JSON.stringify({ kind: "manual", labels }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function json<T>(...args: string[]): Promise<T> {
  const common = ["--quiet", "--format", "json", "--verbalizer", words, ...model, ...template];
  const { code, stdout, stderr } = await run([...args, ...common], callWorker);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

const classify = (text: string, ...args: string[]) => json<Explanation>("classify", text, ...args);

describe("evaluate --task erasure", () => {
  it("erases the first 5 to 30 % by score for the predicted class and classifies again", async () => {
    const [prompts, out] = [join(folder, "texts.jsonl"), join(folder, "out")];
    const lines = texts.map((text, at) => ({ text, label: at === 0 ? "one" : "two" }));
    writeFileSync(prompts, lines.map((line) => JSON.stringify(line)).join("\n"));
    const asked = ["evaluate", "--task", "erasure", "--prompts", prompts, "--out", out];
    const methods = ["--method", "feature-ablation", "--method", "random"];
    const report = await json<EvaluationReport>(...asked, ...methods);
    expect(report.promptCount).toBe(3);
    const rows: EvaluationRow[] = readFileSync(join(out, "rows.jsonl"), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => JSON.parse(line));

    for (const [at, { erasure, label }] of rows.entries()) {
      const { featureCount, methods: found, predicted } = erasure!;
      const whole = await classify(texts[at]!, "--method", "feature-ablation", "--value", "logit");
      expect(predicted).toBe(whole.target.text);
      for (const { steps } of found) {
        expect(steps.map(({ share }) => share)).toEqual([0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]);
        expect(steps.map(({ erased }) => erased)).toEqual(
          steps.map(({ share }) => Math.ceil(share * featureCount)),
        );
        const shown = whole.classes!.find((own) => own.label === label)!.probability;
        expect(steps[0]!.probability).toBeCloseTo(shown, 5);
        for (const step of steps) expect(step.isRight).toBe(step.predicted === label);
      }
      // removing the strongest word is what feature ablation by removal measures of it
      const scores = whole.seqAttribution;
      const strongest = scores.indexOf(Math.max(...scores));
      const removed = await classify(
        texts[at]!,
        ...["--method", "feature-ablation", "--value", "logit", "--baseline", "remove"],
      );
      const logits = removed.classes!.map(
        ({ value, seqAttribution }) => value - seqAttribution[strongest]!,
      );
      const total = logits.reduce((sum, own) => sum + Math.exp(own), 0);
      const place = removed.classes!.findIndex((own) => own.label === label);
      expect(found[0]!.steps[1]!.probability).toBeCloseTo(Math.exp(logits[place]!) / total, 4);
    }

    const [wrong, all, costs] = report.tables;
    expect(wrong!.title).toMatch(/^Accuracy on misclassified texts: A <mask>/);
    expect(all!.title).toMatch(/^Accuracy on all texts/);
    expect(all!.columns.map(({ label }) => label)).toEqual([
      ...["Before", "5 %", "10 %", "15 %", "20 %", "25 %", "30 %"],
    ]);
    expect(costs!.columns.map(({ label }) => label)).toEqual(["Seconds"]);
    const right = rows.filter(({ erasure, label }) => erasure!.predicted === label).length;
    expect(all!.rows[0]!.cells[0]!.mean).toBeCloseTo(right / 3, 12);
    for (const { cells } of wrong!.rows)
      for (const cell of cells) expect(cell!.count).toBe(3 - right);
    expect(wrong!.rows[0]!.cells[0]!.mean).toBe(0);
    expect(report.figures.map(({ x }) => x)).toEqual(["% erased", "% erased"]);
    expect(readFileSync(join(out, "evaluation.csv"), "utf8")).toMatch(/steps\.6\.probability/);
  });
});

describe("the interest of a masked model", () => {
  it("in its class, and in the output of every block", async () => {
    const found = await classify(
      texts[1]!,
      ...["--method", "model-interest", "--layers", "all", "--evaluations", "600"],
    );
    expect(found.features).toHaveLength(7);
    for (const score of found.seqAttribution) expect(score).toBeGreaterThan(0);
    expect(found.classes!.map(({ seqAttribution }) => seqAttribution)).toEqual([
      found.seqAttribution,
      found.seqAttribution,
    ]);
    expect(found.layers!.map(({ layer }) => layer)).toEqual([0, 1, 2]);
    for (const { scores, standardError } of found.layers!) {
      expect(scores).toHaveLength(7);
      expect(standardError.every((own) => own > 0)).toBe(true);
    }
    // template and special tokens get no noise
    for (const [token, { role }] of found.prompt.tokens.entries())
      expect(found.interest!.sigma[token]! > 0).toBe(role === "user");
    expect(found.evaluations).toBeLessThanOrEqual(600);
  });
});
