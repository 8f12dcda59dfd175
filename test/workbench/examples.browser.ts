import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { partsNamed } from "#editor/answer-parts";
import type { Explanation } from "#protocol/explanation";
import { ranking } from "#protocol/shading";
import { readPromptFile } from "#text/front-matter";
import { formatScore } from "#text/numbers";
import { extensionRoot } from "./places.mjs";
import { explainOnCommandLine, PanelPage, patienceMs, quickSettings } from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";
import type { Workbench } from "./workbench.ts";

describeWorkbench(
  "The examples",
  { files: { "notes.txt": "nothing\n" }, settings: quickSettings },
  (test) => {
    test("show what each slot of a template adds to each part of the answer", async (open) => {
      const { parts = [], ...said } = await explainedExample("model-associations");
      const wanted = said.features.map((feature, index) => [
        `(${feature.name}) ${feature.text}`,
        ...parts.map(({ seqAttribution }) => formatScore(seqAttribution[index]!)),
      ]);
      assert.equal(parts.length, 3);
      assert.equal(wanted.length, 5);
      const workbench = await open({ openFile: "notes.txt" });
      const panel = await runExample(workbench, "Model associations");
      await waitForTable(panel, ".by-part tbody tr", wanted);
      await workbench.screenshot("example-associations");
    });

    test("show what each few-shot example adds to the answer", async (open) => {
      const said = await explainedExample("few-shot-examples");
      assert.deepEqual(
        said.features.map(({ text }) => text.includes("->")),
        [true, true, true, true],
      );
      const wanted = ranking(said.seqAttribution).map((index, place) => [
        String(place + 1),
        said.features[index]!.text.trim(),
        formatScore(said.seqAttribution[index]!),
      ]);
      const workbench = await open({ openFile: "notes.txt" });
      const panel = await runExample(workbench, "Few-shot examples");
      await waitForTable(panel, ".scores tbody:not(.parts) tr", wanted);
      await workbench.screenshot("example-few-shot");
    });
  },
);

/** Opens an example by the command, explains it as it is, and shows its scores. */
async function runExample(workbench: Workbench, label: string): Promise<PanelPage> {
  await workbench.runCommand("Promptlight: Open an Example…");
  await workbench.pickItem(label);
  await workbench.page.locator(".tab.active").filter({ hasText: "Untitled" }).waitFor();
  await workbench.runCommand("Promptlight: Explain Generation");
  const panel = new PanelPage(workbench);
  await panel.tab("Scores").click({ timeout: patienceMs });
  return panel;
}

/** Waits until the rows of a table begin with these cells. */
async function waitForTable(panel: PanelPage, rows: string, wanted: readonly string[][]) {
  const seen = async () => {
    const cells = (await panel.find(rows).all()).map((row) =>
      row.locator("th, td").allInnerTexts(),
    );
    return (await Promise.all(cells)).map((row) => row.slice(0, wanted[0]!.length));
  };
  await waitUntil(
    `the table is ${JSON.stringify(wanted)}`,
    async () => JSON.stringify(await seen()) === JSON.stringify(wanted),
    { timeoutMs: patienceMs, seen },
  );
}

/** What the command line says of an example, asked for with options as its front matter asks for it. */
async function explainedExample(name: string): Promise<Explanation> {
  const file = path.join(extensionRoot, "media/samples", `${name}.prompt`);
  const document = fs.readFileSync(file, "utf8");
  const { blocks, settings, problems } = readPromptFile(document);
  assert.deepEqual(problems, []);
  const text = document.slice(blocks[0]!.span.start, blocks[0]!.span.end);
  const { values, baselines, keep = [], parts = [] } = settings;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-example-"));
  const template = path.join(folder, "template.json");
  fs.writeFileSync(template, JSON.stringify({ template: text, values, baselines }));
  const kept = keep.map((each) => {
    const [before, after] = text.split(each);
    return `${before!.length}:${text.length - after!.trimStart().length}`;
  });
  const options = [
    ...(values ? ["--template", template] : [text]),
    ...(settings.frame === "raw" ? ["--raw"] : []),
    ...(settings.granularity ? ["--features", settings.granularity] : []),
    ...(settings.baseline ? ["--baseline", settings.baseline] : []),
    ...(kept.length > 0 ? ["--keep", kept.join(",")] : []),
    ...["--method", settings.method!, "--target", settings.target!],
  ];
  const whole = await explainOnCommandLine(options);
  const spans = partsNamed(parts, whole);
  const asked = spans.flatMap(({ start, end }) => ["--target-span", `${start}:${end}`]);
  const said = asked.length > 0 ? await explainOnCommandLine([...options, ...asked]) : whole;
  fs.rmSync(folder, { recursive: true });
  return said;
}
