import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { fixtureModel, repository } from "../fixtures.ts";
import type { Measured, Report } from "./measure.ts";
import { missingSwiftShader, swiftShaderEnvironment } from "./swiftshader.ts";

/**
 * Nats that log-probabilities may differ from the CPU's. GPT-2's differ by the order of float32 sums. Llama's graph
 * computes its rotary positions by Cos and Sin, which WGSL promises to 2^-11 only (SwiftShader: 1.9e-4 where the
 * CPU is exact to 1e-7, every other operator to 1e-6): 5e-3 come of it in the log-probabilities.
 */
const models = [
  { name: "tiny-gpt2", toleranceNats: 5e-5 },
  { name: "tiny-llama", toleranceNats: 1e-2 },
] as const;

const missing = missingSwiftShader();
if (missing !== undefined) console.warn(`\n  ${missing}\n`);

/** Bundles measure.ts and runs it on SwiftShader; resolves to what it reports. */
async function measureOnSwiftShader(sources: readonly string[]): Promise<Report> {
  mkdirSync(join(repository, "dist"), { recursive: true });
  const folder = mkdtempSync(join(repository, "dist", "webgpu-test-"));
  try {
    const outfile = join(folder, "measure.mjs");
    await build({
      entryPoints: [join(import.meta.dirname, "measure.ts")],
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      outfile,
      external: ["onnxruntime-node", "@huggingface/transformers"],
      logLevel: "warning",
    });
    const child = fork(outfile, sources, {
      env: swiftShaderEnvironment(),
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let words = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        words += text;
      });
    return await new Promise<Report>((resolve, reject) => {
      child.once("message", (message) => resolve(message as Report));
      child.once("exit", (code) => reject(new Error(`measure.ts ended with ${code}\n${words}`)));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The largest difference between two tables; FIGURES=1 prints it. */
function largest(rows: readonly (readonly number[])[], others: readonly (readonly number[])[]) {
  const found = Math.max(
    ...rows.flatMap((row, i) => row.map((value, j) => Math.abs(value - others[i]![j]!))),
  );
  if (process.env.FIGURES) console.log(expect.getState().currentTestName, found);
  return found;
}

describe.skipIf(missing !== undefined)("WebGPU on SwiftShader", () => {
  let report: Report;
  beforeAll(async () => {
    report = await measureOnSwiftShader(models.map(({ name }) => fixtureModel(name)));
  }, 240_000);
  it("is known to be made of software, and auto leaves it for the CPU", () => {
    expect(report.isSoftware).toBe(true);
    expect(report.autoNotes).toContain("webgpu: made up by software here, slower than the CPU.");
  });

  describe.each(models)("$name", ({ name, toleranceNats }) => {
    let measured: Measured;
    beforeAll(() => {
      measured = report.models[fixtureModel(name)]!;
    });

    it("runs there, rewritten: with the embedding mask and the target head", () => {
      expect(measured).toMatchObject({ devices: ["webgpu", "cpu"], hasMask: true, hasHead: true });
      expect(measured.notes).toEqual([]);
    });

    it("scores a batch as the CPU does: unequal lengths, masked embeddings, hidden tokens", () => {
      const [webgpu, cpu] = measured.scores as [number[][], number[][]];
      expect(largest(webgpu, cpu)).toBeLessThan(toleranceNats);
    });

    it("scores a batch as it scores each variant alone", () => {
      expect(largest(measured.scores[0]!, measured.alone)).toBeLessThan(toleranceNats);
    });

    it("generates what the CPU generates", () => {
      const [webgpu, cpu] = measured.answers;
      expect(webgpu!.map(({ id }) => id)).toEqual(cpu!.map(({ id }) => id));
      const [found, expected] = [webgpu!, cpu!].map((tokens) => tokens.map((one) => one.logProb));
      expect(largest([found!], [expected!])).toBeLessThan(toleranceNats);
    });

    it("has the CPU's gradients", () => {
      const [webgpu, cpu] = measured.gradients;
      const scale = Math.max(...cpu!.map(Math.abs));
      expect(largest([webgpu!], [cpu!]) / scale).toBeLessThan(toleranceNats);
    });
  });
});
