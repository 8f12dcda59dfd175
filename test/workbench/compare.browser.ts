import assert from "node:assert/strict";
import { agreementOf } from "#protocol/agreement";
import type { Explanation } from "#protocol/explanation";
import { formatRatio, formatScore } from "#text/numbers";
import {
  explain,
  explanationOf,
  PanelPage,
  patienceMs,
  quickSettings,
  story,
  waitForCodeLens,
  waitForShadingOf,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

describeWorkbench(
  "Methods compared",
  { files: { "story.prompt": `${story}\n` }, settings: quickSettings },
  (test) => {
    test("are picked, stand under each other with the command line's numbers, and shade the editor", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 1000 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const own = await explain(workbench, story);
      const relevance = await explanationOf(story, "--method", "lrp");
      await panel.tab("Compare").click();
      await panel.waitFor("Add a method to see where it parts from Feature ablation.");

      await panel.button("Add methods…").click();
      const items = await workbench.quickPickItems();
      assert.ok(items.includes("Shapley value sampling") && !items.includes("Feature ablation"));
      await workbench.pickSeveral(["Layer-wise relevance"]);
      await waitForFigures(panel, "lrp", own, relevance);
      const rows = await tableRows(panel);
      const wanted = own.features.map(({ text }, feature) => [
        text,
        ...[own, relevance].map(({ seqAttribution }) => formatScore(seqAttribution[feature]!)),
      ]);
      assert.deepEqual(
        rows.map((row) => row.slice(0, 3).join(" ")).sort(),
        wanted.map((row) => row.join(" ")).sort(),
      );
      await waitForShadingOf(workbench, own);

      await panel.find("[data-method='lrp']").click();
      await waitForShadingOf(workbench, relevance);
      await workbench.screenshot("compare dark");
      await panel.find(".method-text").first().click();
      await waitForShadingOf(workbench, own);
    });

    test("come by a command of the palette, in any theme, and go with the tab", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 1000 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const own = await explain(workbench, story);
      await panel.tab("Compare").click();
      await workbench.switchTheme("Light Modern");
      const attention = await explanationOf(story, "--method", "attention-rollout");
      await workbench.runCommand("Promptlight: Compare Methods…");
      await workbench.pickSeveral(["Attention rollout"]);
      await waitForFigures(panel, "attention-rollout", own, attention);
      await panel.find("[data-method='attention-rollout']").click();
      await waitForShadingOf(workbench, attention, { theme: "Light Modern" });
      await workbench.screenshot("compare light");

      await panel.tab("Scores").click();
      await waitForShadingOf(workbench, own, { theme: "Light Modern" });
      await panel.tab("Compare").click();
      await panel.button("Remove Attention rollout").click();
      await waitUntil(
        "attention is gone",
        async () => (await panel.find("[data-method]").count()) === 1,
      );
    });

    test("can be cancelled at work, and end with the run", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explain(workbench, story);
      await panel.tab("Compare").click();
      await panel.button("Add methods…").click();
      await workbench.pickSeveral(["Joint prompt attribution", "Attention flow"]);
      await panel.button("Cancel Joint prompt attribution").click();
      await panel.button("Remove Attention flow").waitFor({ timeout: patienceMs });
      await waitUntil(
        "nothing is at work",
        async () => (await panel.find(".method-row .progress").count()) === 0,
      );
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await waitForCodeLens(workbench, "Explain again");
      await panel.waitFor("Add a method to see where it parts from Feature ablation.");
    });
  },
);

/** Waits until the row of `method` says how far it agrees with the run's own. */
async function waitForFigures(
  panel: PanelPage,
  method: string,
  own: Explanation,
  other: Explanation,
): Promise<void> {
  const { rankCorrelation, topShared, topCount } = agreementOf(
    own.seqAttribution,
    other.seqAttribution,
  );
  const words = `ρ ${formatRatio(rankCorrelation!)} · top ${topCount}: ${topShared} of ${topCount}`;
  const row = panel.find(".method-row").filter({ has: panel.find(`[data-method='${method}']`) });
  await waitUntil(
    `${method} has ${words}`,
    async () => (await row.allInnerTexts()).join().includes(words),
    { timeoutMs: patienceMs, seen: () => panel.text() },
  );
}

async function tableRows(panel: PanelPage): Promise<string[][]> {
  const rows = await panel.find(".compared tbody").first().locator("tr").allInnerTexts();
  return rows.map((row) => row.split(/\s*\t\s*/).filter((cell) => cell !== ""));
}
