import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvaluationReport } from "#cli/evaluation-report";
import type { EvaluationRow } from "#cli/evaluation-rows";
import type { MethodEvaluation } from "#protocol/evaluation";
import { bootstrapMean } from "#worker/bootstrap";
import { realWorker } from "./real-worker.ts";
import { inPackage, run } from "./support.ts";

const callWorker = realWorker();
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "promptlight-evaluation-"));
  folders.push(folder);
  return folder;
}

async function evaluate(out: string, ...asked: readonly string[]): Promise<EvaluationReport> {
  const argv = ["evaluate", ...asked, "--sizes", "none", "--out", out];
  const { code, stdout, stderr } = await run([...argv, "--quiet", "--format", "json"], callWorker);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

/** Of the bundled chat model; a new one may need other floors, which `docs/evaluation.md` says how to measure. */
const leastPairsFound = 0.95;
const mostPairsFoundAlone = 0.25;

it("joint-prompt finds planted pairs of which either word suffices, feature ablation far fewer", async () => {
  const methods = ["joint-prompt", "feature-ablation"];
  const report = await evaluate(
    await newFolder(),
    ...["--prompts", inPackage("media/evaluation/planted-pairs.jsonl")],
    ...["--limit", "40", "--k", "2", "--baseline", "remove", "--method", methods.join()],
  );
  expect(report.promptCount).toBe(40);
  const { columns, rows } = report.tables[0]!;
  const place = columns.findIndex(({ label }) => label === "Pairs found");
  const [joint, alone] = methods.map((method) => rows.find(({ name }) => name === method)!);
  expect(joint!.cells[place]!.mean).toBeGreaterThanOrEqual(leastPairsFound);
  expect(alone!.cells[place]!.mean).toBeLessThan(mostPairsFoundAlone);
}, 600_000);

/** Evaluations of the model that each method may take: so that all is done in a minute. */
const evaluations = 100;
/** Kinds with answers of a few words. */
const shortKinds = ["lookup", "extract", "synergy", "sentiment", "topic"];
const promptCount = 24;

describe("on the first bundled prompts with short answers, the words of joint-prompt", () => {
  const others = ["feature-ablation", "integrated-gradients", "random"] as const;
  let results: Map<string, MethodEvaluation>[];
  beforeAll(async () => {
    const folder = await newFolder();
    const all = await readFile(inPackage("media/evaluation/prompts.jsonl"), "utf8");
    const short = all
      .split("\n")
      .slice(0, promptCount)
      .filter((line) => shortKinds.includes(JSON.parse(line).kind));
    const prompts = join(folder, "prompts.jsonl");
    await writeFile(prompts, short.join("\n"));
    const asked = ["--k", "3", "--evaluations", String(evaluations)];
    const methods = ["joint-prompt", ...others].join();
    await evaluate(folder, "--prompts", prompts, ...asked, "--method", methods);
    const rows = await readFile(join(folder, "rows.jsonl"), "utf8");
    results = rows
      .trim()
      .split("\n")
      .map((line): EvaluationRow => JSON.parse(line))
      .flatMap(({ evaluation }) => evaluation ?? [])
      .map(({ methods }) => new Map(methods.map((method) => [method.name, method])));
    expect(results.length).toBeGreaterThanOrEqual(10);
  }, 600_000);

  it.each(others)(
    "cost the answer more than those of %s: the interval of the paired differences in PR excludes 0",
    (other) => {
      const ratio = (of: Map<string, MethodEvaluation>, name: string) =>
        of.get(name)!.metrics.probabilityRatio!;
      const differences = results.map((of) => ratio(of, "joint-prompt") - ratio(of, other));
      expect(bootstrapMean(differences, 0).high).toBeLessThan(0);
    },
  );
});
