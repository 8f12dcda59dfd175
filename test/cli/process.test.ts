import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readGolden } from "./golden.ts";
import { fixturesFolder } from "./support.ts";

/** The built program, run as a process of its own. */
const program = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const model = ["--model", join(fixturesFolder, "models", "tiny-gpt2"), "--raw"];
const golden = readGolden("tiny-gpt2").cases.find((each) => each.id === "s8")!;

beforeAll(() => {
  if (!existsSync(program)) throw new Error("dist/cli.js is not there: run `npm run build` first");
});

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

function start(argv: readonly string[]) {
  const child = spawn(process.execPath, [program, ...argv]);
  const began = performance.now();
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      resolve({ code, signal, stdout, stderr, ms: performance.now() - began });
    });
  });
  const said = async (text: string) => {
    while (!stderr.includes(text) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { child, ended, said };
}

describe("the program", () => {
  it("reproduces a reference value from standard input, as JSON", async () => {
    const run = start([
      ...["explain", "-", ...model, "--features", "token", "--raw-tokens", "--baseline", "token:0"],
      ...[`--target-ids=${golden.target_ids.join(",")}`, "--format", "json"],
    ]);
    run.child.stdin.end(golden.prompt);
    const { code, stdout, stderr } = await run.ended;
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Refining"),
    });
    const { seqAttribution } = JSON.parse(stdout);
    for (const [index, score] of golden.token_input.feature_ablation.seq_attr.entries())
      expect(Math.abs(seqAttribution[index] - score)).toBeLessThanOrEqual(1e-3);
  });

  it("explains with the bundled model by default", async () => {
    const { code, stdout } = await start(["explain", "Write a story about a dog.", "-q"]).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Feature ablation, words, zero baseline: story-chat on cpu\n/);
    expect(stdout).toMatch(/dog/);
  });

  it.each<[string, string[], number, RegExp]>([
    [
      "bad usage",
      ["explain", "hi", "--metod", "x"],
      2,
      /--metod.*\(invalid-option\)\nDid you mean/,
    ],
    [
      "no such token",
      ["explain", "hi", ...model, "--target-ids=99999"],
      2,
      /99999.*invalid-option/,
    ],
    ["no such model", ["explain", "hi", "--model", "./nowhere"], 1, /nowhere.*\(model-not-found\)/],
    ["no answer", ["explain", "hi", "--model", fixturesFolder], 1, /\(model-[a-z]+\)/],
    ["white space", ["explain", " \n", ...model], 1, /\(empty-prompt\)/],
    ["too long", ["explain", "word ".repeat(9999), ...model], 1, /too many.*\(prompt-too-long\)/],
  ])("fails with its exit code: %s", async (_, argv, code, message) => {
    const ended = await start([...argv, "-q"]).ended;
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr.trim().split("\n")).toHaveLength(2);
  });

  it("keeps what it has found when it is interrupted", async () => {
    const run = start([
      ...["explain", golden.prompt, ...model, "--format", "json"],
      ...["--method", "shapley-value-sampling", "--evaluations", "20000"],
    ]);
    await run.said(" of ");
    const asked = performance.now();
    run.child.kill("SIGINT");
    const { code, stdout, stderr } = await run.ended;
    expect({ code, stderr }).toMatchObject({
      code: 130,
      stderr: expect.stringContaining("Cancelled"),
    });
    // What the reader feels is below a quarter of a second; the rest is for a busy test machine.
    expect(performance.now() - asked).toBeLessThan(2000);
    const explanation = JSON.parse(stdout);
    expect(explanation.partial).toBe(true);
    expect(explanation.seqAttribution).toHaveLength(explanation.features.length);
    expect(explanation.evaluations).toBeLessThan(explanation.plannedEvaluations);
  });

  it.runIf(existsSync("/dev/full"))("says that its output cannot be written", async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [program, "models"], { stdio: ["ignore", full, "pipe"] });
    let stderr = "";
    child.stderr?.on("data", (text) => {
      stderr += text;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    closeSync(full);
    expect(code).toBe(1);
    expect(stderr).toContain("promptlight: The output cannot be written: ENOSPC");
  });

  it("ends in silence when nobody reads its output", async () => {
    const run = start(["explain", golden.prompt, ...model, "--format", "json", "-q"]);
    run.child.stdout.destroy();
    expect(await run.ended).toMatchObject({ code: 0, signal: null, stderr: "" });
  });
});
