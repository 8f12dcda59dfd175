import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { EvaluationReport } from "#cli/evaluation-report";
import { repository } from "../model/fixtures.ts";
import { realWorker } from "./real-worker.ts";
import { run } from "./support.ts";

/** A quarter of what model interest takes by itself, which ranks nearly as well: docs/evaluation.md has all prompts. */
const asked = ["--evaluations", "257", "--sizes", "none", "--k", "2"];
const promptCount = 16;

it("model interest ranks what decides the bundled model's answers above distractors", async () => {
  const prompts = readFileSync(`${repository}media/evaluation/prompts.jsonl`, "utf8")
    .split("\n")
    .filter((line) => line !== "" && JSON.parse(line).distractors.length > 0);
  expect(new Set(prompts.map((line) => JSON.parse(line).kind)).size).toBeGreaterThanOrEqual(5);
  const folder = mkdtempSync(join(tmpdir(), "promptlight-labels-"));
  const path = join(folder, "prompts.jsonl");
  writeFileSync(path, prompts.slice(0, promptCount).join("\n"));
  const methods = ["--method", "model-interest", "--method", "random"];
  const given = [
    "evaluate",
    "--prompts",
    path,
    ...methods,
    ...asked,
    "--quiet",
    "--format",
    "json",
  ];
  const { code, stdout, stderr } = await run(given, realWorker());
  rmSync(folder, { recursive: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const report: EvaluationReport = JSON.parse(stdout);
  const { columns, rows } = report.tables[0]!;
  const column = columns.findIndex(({ label }) => label === "Decisive AUC");
  const meanOf = (method: string) => rows.find(({ name }) => name === method)!.cells[column]!.mean;
  expect(meanOf("model-interest")).toBeGreaterThanOrEqual(0.85);
  expect(meanOf("random")).toBeLessThan(0.7);
}, 900_000);
