import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type MethodId, methodInfos } from "#protocol/methods";
import { realWorker } from "./real-worker.ts";
import { fixturesFolder, run } from "./support.ts";

const text = "The doctor and the house";
/** The rows of Figure 3 of the model-interest paper; its token distribution dynamics looks both ways. */
const figure3: readonly MethodId[] = [
  "model-interest",
  "lrp",
  "kernel-shap",
  "lime",
  "rise",
  "tdd-bidirectional",
  "noise",
];

const callWorker = realWorker();

async function report(format: string): Promise<string> {
  const [own, ...others] = figure3;
  const compared = others.flatMap((method) => ["--compare", method]);
  const model = join(fixturesFolder, "models", "tiny-llama");
  const asked = ["explain", text, "--model", model, "--threads", "1", "--max-new-tokens", "2"];
  const methods = ["--method", own!, "--evaluations", "65", ...compared];
  const given = [...asked, ...methods, "--format", format, "--quiet"];
  const { code, stdout, stderr } = await run(given, callWorker);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe("the methods of Figure 3, beside model interest", () => {
  const labels = figure3.map((method) => methodInfos[method].label);

  it("stand under each other in the HTML report as shaded prompts, each with its agreement", async () => {
    const html = await report("html");
    const rows = [
      ...html.matchAll(/<p class="method"><b>(.*?)<\/b>.*\n<p class="text">(.*)<\/p>/g),
    ];
    expect(rows.map(([, label]) => label)).toEqual(labels);
    for (const [, , shaded] of rows) {
      expect(shaded!.replace(/<[^>]*>/g, "")).toBe(text);
      expect(shaded).toMatch(/<mark/);
    }
    expect(html.match(/class="quiet">(ρ [−\d.]+, )?top 2: \d of 2/g)).toHaveLength(6);
  });

  it("are the columns of the Markdown table", async () => {
    const markdown = await report("markdown");
    const head = markdown.split("\n").find((line) => line.includes("RISE"));
    expect(
      head
        ?.split("|")
        .map((cell) => cell.trim())
        .slice(2, -1),
    ).toEqual(labels);
  });
});
