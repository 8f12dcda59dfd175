import { resolve } from "node:path";
import { expect } from "vitest";
import type { Explanation } from "#protocol/explanation";
import type { Attributions } from "./golden.ts";
import { realWorker } from "./real-worker.ts";
import { fixturesFolder, run } from "./support.ts";

/** The tolerances of reference/README.md for an fp32 implementation. */
export const tolerance = { logProb: 1e-4, attribution: 1e-3, probability: 1e-5, divergence: 1e-3 };

const callWorker = realWorker();

/** What a command line prints as JSON about a fixture model, or one in a folder; the run must succeed. */
export async function output<T>(command: string, model: string, ...args: string[]): Promise<T> {
  return JSON.parse(await printed(command, model, args));
}

/** The same of a command that prints an object a line. */
export async function outputLines<T>(
  command: string,
  model: string,
  ...args: string[]
): Promise<T[]> {
  const lines = (await printed(command, model, args)).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

async function printed(command: string, model: string, args: readonly string[]): Promise<string> {
  const modelFolder = resolve(fixturesFolder, "models", model);
  const common = ["--model", modelFolder, "--raw", "--format", "json", "--quiet"];
  const { code, stdout, stderr } = await run([command, ...common, ...args], callWorker);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** One feature per model token, the special prefix too, as Captum's TextTokenInput has it. */
export const everyToken = ["--features", "token", "--raw-tokens", "--include-special"];

export function idsArgument(ids: readonly number[]): string {
  return `--target-ids=${ids.join(",")}`;
}

export function checkClose(
  actual: readonly number[],
  expected: readonly number[],
  within: number,
): void {
  expect(actual.length).toBe(expected.length);
  const errors = actual.map((value, index) => Math.abs(value - expected[index]!));
  // Not Math.max: an empty list is as close as can be, a NaN is not.
  for (const error of errors) expect(error).toBeLessThanOrEqual(within);
}

export function checkAttributions(
  actual: Explanation,
  expected: Attributions,
  within: number,
): void {
  checkClose(actual.seqAttribution, expected.seq_attr, within);
  expect(actual.tokenAttribution?.length).toBe(expected.token_attr.length);
  for (const [token, row] of expected.token_attr.entries())
    checkClose(actual.tokenAttribution![token]!, row, within);
}
