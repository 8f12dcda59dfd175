import { fileURLToPath } from "node:url";
import type { CallWorker, CliIo, TextOutput } from "#cli/io";
import { runCli } from "#cli/run-cli";
import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import type { Progress } from "#protocol/worker-methods";

export const inPackage = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
export const packageFile = inPackage("package.json");
export const bundledFolder = inPackage("media/models");
export const fixturesFolder = inPackage("test/fixtures");

export interface RunOptions {
  readonly stdin?: Uint8Array;
  readonly isTTY?: boolean;
  readonly env?: CliIo["env"];
  readonly signal?: AbortSignal;
}

/** Runs the command line in this process. */
export async function run(
  argv: readonly string[],
  callWorker: CallWorker,
  options: RunOptions = {},
) {
  const written = { stdout: "", stderr: "" };
  const output = (name: keyof typeof written): TextOutput => ({
    isTTY: options.isTTY ?? false,
    columns: 80,
    write: async (text) => {
      written[name] += text;
    },
  });
  const code = await runCli(
    argv,
    {
      stdin: (async function* () {
        yield options.stdin ?? new Uint8Array();
      })(),
      stdout: output("stdout"),
      stderr: output("stderr"),
      env: options.env ?? {},
      packageFile,
      bundledFolder,
      signal: options.signal ?? new AbortController().signal,
    },
    callWorker,
  );
  return { code, ...written };
}

export function progress(stage: Progress["stage"], done = 0, total?: number): Progress {
  return { stage, past: [], done, ...(total === undefined ? {} : { total }) };
}

/** A hand-made explanation of "The doctor, 医者": one strong word, one that opposes, one that is nothing. */
export const explanation: Explanation = {
  schema: 1,
  method: "feature-ablation",
  model: "by-hand",
  device: "cpu",
  seed: 0,
  settings: {},
  prompt: { text: "The <doctor>, 医者", tokens: [] },
  features: [
    { text: "The", start: 0, end: 3, tokens: [0] },
    { text: "<doctor>", start: 4, end: 12, tokens: [1] },
    { text: "医者", start: 14, end: 16, tokens: [2] },
  ],
  target: {
    text: "was | here",
    tokens: [
      { id: 1, text: "was", logProb: -1.5 },
      { id: 2, text: " | here", logProb: -0.25 },
    ],
  },
  values: { full: -1.75, none: -12.5 },
  seqAttribution: [0.01, 9.123456789012344, -1.2],
  tokenAttribution: [
    [0, 9, -1],
    [0.01, 0.12345678901234, -0.2],
  ],
  evaluations: 5,
  plannedEvaluations: 5,
  seconds: 0.42,
  partial: false,
};

/** The request that `explanation` answers. */
export const explainRequest: ExplainRequest = {
  model: { source: "by-hand", dtype: "auto", device: "auto" },
  prompt: { text: explanation.prompt.text, frame: "raw" },
  tooLong: "fail",
  generation: { maxNewTokens: 2, temperature: 0, seed: 0 },
  features: { granularity: "word" },
  baseline: { kind: "zero" },
  target: {},
  value: "log-prob",
  seed: 0,
  method: "feature-ablation",
  perToken: false,
};
