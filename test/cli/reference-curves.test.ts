import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvaluationRow } from "#cli/evaluation-rows";
import type { CurveStep } from "#protocol/evaluation";
import { realWorker } from "./real-worker.ts";
import { checkClose, everyToken } from "./reference-run.ts";
import { fixturesFolder, run } from "./support.ts";

interface Curve {
  readonly evidence: readonly number[];
  readonly mse: readonly number[];
}
type Attribution = "promptexplainer" | "a_last_row";
type CurveName = `${"generate" | "pruning"}_${"official" | "content_only"}`;

/** The fields of test/fixtures/goldens/tiny-roberta.json that the command line reproduces: reference/README.md. */
interface CurveGolden {
  readonly verbalizer: readonly { readonly name: string; readonly words: readonly string[] }[];
  readonly cases: readonly {
    readonly id: string;
    readonly text: string;
    readonly curves?: Record<Attribution, { readonly y_true: number } & Record<CurveName, Curve>>;
  }[];
}

const golden: CurveGolden = JSON.parse(
  readFileSync(join(fixturesFolder, "goldens/tiny-roberta.json"), "utf8"),
);
const cases = golden.cases.flatMap(({ curves, ...own }) => (curves ? [{ ...own, curves }] : []));
const attributionOf = {
  "prompt-explainer": "promptexplainer",
  "attention-last": "a_last_row",
} as const;

const callWorker = realWorker();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "promptlight-curves-"));
  const words = Object.fromEntries(golden.verbalizer.map((own) => [own.name, own.words]));
  writeFileSync(join(folder, "words.json"), JSON.stringify({ kind: "manual", labels: words }));
  const texts = cases.map(({ text, curves }) => ({
    text,
    label: golden.verbalizer[curves.promptexplainer.y_true]!.name,
  }));
  writeFileSync(join(folder, "texts.jsonl"), texts.map((own) => JSON.stringify(own)).join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ["activation", "generate"],
  ["pruning", "pruning"],
] as const)("%s curves", (task, order) => {
  it.each([
    ["official", everyToken],
    ["content_only", ["--features", "token", "--raw-tokens"]],
  ] as const)("%s", async (positions, features) => {
    const out = join(folder, `${task}-${positions}`);
    const { code, stderr } = await run(
      [
        ...["evaluate", "--task", task, "--quiet", ...features],
        ...["--model", join(fixturesFolder, "models", "tiny-roberta")],
        ...["--prompts", join(folder, "texts.jsonl"), "--verbalizer", join(folder, "words.json")],
        ...Object.keys(attributionOf).flatMap((method) => ["--method", method]),
        ...["--out", out],
      ],
      callWorker,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = readFileSync(join(out, "rows.jsonl"), "utf8").trim().split("\n").slice(1);
    const rows: EvaluationRow[] = lines.map((line) => JSON.parse(line));
    for (const [index, { curves }] of cases.entries())
      for (const { name, steps } of rows[index]!.curves!.methods) {
        const attribution = attributionOf[name as keyof typeof attributionOf];
        const expected = curves[attribution][`${order}_${positions}`];
        const column = (read: (step: CurveStep) => number) => steps.map(read);
        checkClose(
          column(({ probability }) => probability),
          expected.evidence,
          1e-3,
        );
        checkClose(
          column(({ logitError }) => logitError),
          expected.mse,
          1e-3,
        );
      }
  });
});
