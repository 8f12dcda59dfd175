import assert from "node:assert/strict";
import path from "node:path";
import { spearman } from "#protocol/agreement";
import type { Explanation } from "#protocol/explanation";
import { formatRatio, formatShare } from "#text/numbers";
import { extensionRoot } from "./places.mjs";
import {
  explainOnCommandLine,
  PanelPage,
  patienceMs,
  quickSettings,
  waitForCodeLens,
  waitForShadingOf,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

const modelFolder = (name: string) => path.join(extensionRoot, "test/fixtures/models", name);
const text = "The doctor and his patient.";
const review = "The story was fun.";
const labels = { good: ["good"], bad: ["bad"] };
const template = "{text} It was <mask>.";
const lambdas = [0.2, 0.4, 0.6, 0.8, 1];

const causal = `---
model: ${modelFolder("tiny-llama")}
maxNewTokens: 4
---
${text}
`;
const masked = `---
model: ${modelFolder("tiny-roberta")}
classes:
  template: "${template}"
  labels: ${JSON.stringify(labels)}
---
${review}
`;

const explained = (...more: string[]) =>
  explainOnCommandLine([
    text,
    ...["--model", modelFolder("tiny-llama"), "--max-new-tokens", "4"],
    ...more,
  ]);

describeWorkbench(
  "Model interest by block",
  {
    files: {
      "story.prompt": causal,
      "review.prompt": masked,
      "own.verbalizer.json": JSON.stringify({ template, kind: "manual", labels }),
    },
    settings: quickSettings,
  },
  (test) => {
    test("says its cost, has the command line's numbers, and shades the editor by a block", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 900 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      const whole = await explained("--method", "feature-ablation");
      await waitForShadingOf(workbench, whole);
      await panel.tab("Layers").click();
      const measure = panel.find("vscode-button").filter({ hasText: "Measure interest by block" });
      await measure.waitFor({ timeout: patienceMs });
      // three blocks and the prediction, and one row without noise
      assert.match(await measure.innerText(), /: up to 4,097 evaluations, about \d+\s(s|min)$/u);
      await measure.click();
      const found = await explained("--method", "model-interest", "--layers", "all");
      await waitForMatrix(panel, found);

      await panel.find(".column-head").nth(1).click();
      await waitForShadingOf(workbench, atBlock(found, 1));
      await waitForCodeLens(workbench, "Show panel");
      await workbench.screenshot("layers dark");
      await panel.find(".column-head").nth(1).click();
      await workbench.page.mouse.move(5, 5);
      await waitForShadingOf(workbench, whole);

      await panel.find("[role='grid']").focus();
      await workbench.pressKey("Control+Home ArrowDown ArrowRight ArrowRight");
      const share = shares(found.layers![2]!.scores)[1]!;
      await waitUntil("the readout is of the cell", async () =>
        (await panel.find(".readout").innerText()).includes(`at block 2: ${formatShare(share)}`),
      );
      await workbench.pressKey("Enter");
      await waitForShadingOf(workbench, atBlock(found, 2));
      await panel.button("All").click();
      await workbench.page.mouse.move(5, 5);
      await waitForShadingOf(workbench, whole);
      await panel.find(".column-head").nth(0).click();
      await waitForShadingOf(workbench, atBlock(found, 0));
      await panel.tab("Scores").click();
      await waitForShadingOf(workbench, whole);
    });

    test("goes over λ in two charts and a table, and can be cancelled", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 900 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await waitForCodeLens(workbench, "Explain again");
      await panel.tab("Layers").click();
      const measure = panel.find("vscode-button").filter({ hasText: "Measure interest over λ" });
      await measure.waitFor({ timeout: patienceMs });
      await measure.click();
      await panel.find(".interest-progress .link").click();
      await panel.find(".interest-progress").waitFor({ state: "detached" });
      await measure.or(panel.button("Continue")).first().click();
      const found = await explained("--method", "model-interest", "--sweep", lambdas.join());
      await panel.find("table.sweep tbody tr").nth(4).waitFor({ timeout: patienceMs });
      await panel.find(".interest-progress").waitFor({ state: "detached", timeout: patienceMs });
      const rows = await panel.find("table.sweep tbody tr").allInnerTexts();
      const figures = rows.map((row) => row.split(/\s*\t\s*/));
      const names = await panel.find("table.sweep th").allInnerTexts();
      const feature = found.features.findIndex((own) => own.text === names[2]);
      for (const [at, { lambda, change, scores }] of found.interest!.sweep!.entries())
        assert.deepEqual(figures[at]!.slice(0, 3), [
          String(lambda),
          formatRatio(change),
          formatShare(shares(scores)[feature]!),
        ]);
      assert.equal(await panel.find(".curve[role='img']").count(), 2);
      await workbench.switchTheme("Light Modern");
      await workbench.screenshot("layers light");
      await workbench.switchTheme("Dark High Contrast");
      await workbench.screenshot("layers high contrast");
    });

    test("is there for the class of a masked model too", async (open) => {
      const workbench = await open({
        openFile: "review.prompt",
        size: { width: 1600, height: 900 },
      });
      const panel = new PanelPage(workbench);
      await waitForCodeLens(workbench, "Explain Classification");
      await workbench.clickCodeLens("Explain Classification");
      await waitForCodeLens(workbench, "Other classes");
      await panel.tab("Layers").click();
      const measure = panel.find("vscode-button").filter({ hasText: "Measure interest by block" });
      await measure.waitFor({ timeout: patienceMs });
      await measure.click();
      const own = path.join(workbench.workspace, "own.verbalizer.json");
      const found = await explainOnCommandLine(
        [
          review,
          ...["--model", modelFolder("tiny-roberta"), "--verbalizer", own],
          ...["--method", "model-interest", "--layers", "all"],
        ],
        "classify",
      );
      await waitForMatrix(panel, found);
      await panel.find(".column-head").nth(0).click();
      await waitForShadingOf(workbench, atBlock(found, 0));
    });
  },
);

/** Waits until the matrix has all blocks, and shows the shares of `found` and their agreement with the last block. */
async function waitForMatrix(panel: PanelPage, found: Explanation): Promise<void> {
  const layers = found.layers!;
  const wanted = found.features.map((_, feature) =>
    layers.map(({ scores }) => formatShare(shares(scores)[feature]!).replace(/\s*%$/u, "")),
  );
  const agreement = layers.map(({ scores }) =>
    formatRatio(spearman(scores, layers.at(-1)!.scores)!),
  );
  const seen = async () => {
    const cells = await panel.find(".cell.figure").allInnerTexts();
    return wanted.map((row, at) => cells.slice(at * row.length, (at + 1) * row.length));
  };
  await waitUntil(
    "the matrix is whole",
    async () =>
      (await panel.find(".interest-progress").count()) === 0 &&
      (await panel.find(".cell.figure").count()) === wanted.flat().length,
    { timeoutMs: patienceMs, seen: () => panel.text() },
  );
  assert.deepEqual(await seen(), wanted);
  assert.deepEqual(await panel.find(".foot-figure").allInnerTexts(), agreement);
}

/** `found` as the editor is shaded by the output of a block. */
function atBlock(found: Explanation, block: number): Explanation {
  const { scores, standardError } = found.layers![block]!;
  return { ...found, seqAttribution: scores, standardError };
}

function shares(scores: readonly number[]): number[] {
  const total = scores.reduce((sum, score) => sum + score, 0);
  return scores.map((score) => score / total);
}
