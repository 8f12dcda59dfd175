import assert from "node:assert/strict";
import {
  explanationOf,
  longPrompt,
  PanelPage,
  patienceMs,
  quickSettings,
  waitForCodeLens,
  waitForShadingOf,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";

describeWorkbench(
  "Before a long run",
  {
    files: { "long.prompt": `${longPrompt}\n` },
    settings: {
      ...quickSettings,
      "promptlight.method": "shapley-value-sampling",
      "promptlight.longRunSeconds": 1,
      // a wrapped line would be read as several
      "[prompt]": { "editor.wordWrap": "off" },
    },
  },
  (test) => {
    test("its cost is told, and it can be left, done by sentence, or done", async (open) => {
      const workbench = await open({ openFile: "long.prompt", size: { width: 1900, height: 800 } });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      const dialog = await workbench.dialog();
      await workbench.screenshot("long run");
      const cost = /This needs about ([\d,]+) evaluations, \d+.(s|min) on this CPU\./;
      const [, count] = (await dialog.innerText()).match(cost) ?? [];
      assert.ok(Number(count?.replaceAll(",", "")) > 1000, await dialog.innerText());
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await waitForCodeLens(workbench, "Partial: ");

      await panel.button("Continue").click();
      const again = await workbench.dialog();
      await again.getByRole("button", { name: /^Use sentences: \d+.s$/ }).click();
      await panel.button("Unit: sentences").waitFor({ timeout: patienceMs });
      const options = ["--method", "shapley-value-sampling", "--features", "sentence"];
      await waitForShadingOf(workbench, await explanationOf(longPrompt, ...options));
      await panel.button("Method: Shapley value sampling").waitFor();

      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      const third = await workbench.dialog();
      await third.getByRole("button", { name: "Run", exact: true }).click();
      await waitForCodeLens(workbench, "Refining: ");
      await workbench.clickCodeLens("Cancel");
      await waitForCodeLens(workbench, "Partial: ");
    });

    test("coarse to fine is offered too, and the panel says which words were masked alone", async (open) => {
      const workbench = await open({ openFile: "long.prompt", size: { width: 1900, height: 800 } });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      const dialog = await workbench.dialog();
      await workbench.screenshot("three ways");
      await dialog.getByRole("button", { name: /^Go coarse to fine: \d+.s$/ }).click();
      await panel
        .button("Method: Feature ablation, coarse to fine")
        .waitFor({ timeout: patienceMs });
      const explanation = await explanationOf(longPrompt, "--coarse-to-fine");
      await waitForShadingOf(workbench, explanation);

      const { isMeasured } = explanation.refinement!;
      const count = isMeasured.filter((is) => is).length;
      assert.ok(count > 0 && count < isMeasured.length);
      await panel.tab("Scores").click();
      await panel.waitFor(`${count} of ${isMeasured.length} words were masked alone.`);
      const shared = panel.find('table.scores td[title="Not masked alone"]');
      assert.equal(await shared.count(), isMeasured.length - count);
      await workbench.screenshot("coarse to fine");
    });

    test("coarse to fine is a method to choose, which lasts", async (open) => {
      const theme = "Light Modern";
      const workbench = await open({
        openFile: "long.prompt",
        size: { width: 1900, height: 800 },
        theme,
        settings: { "promptlight.method": "random", "promptlight.longRunSeconds": 0 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await panel.button("Method: Random").click();
      await workbench.pickItem("Feature ablation, coarse to fine");
      const explanation = await explanationOf(longPrompt, "--coarse-to-fine");
      await waitForShadingOf(workbench, explanation, { theme });
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await panel.button("Method: Feature ablation, coarse to fine").waitFor();
      await waitForShadingOf(workbench, explanation, { theme });
      await panel.tab("Scores").click();
      await panel.waitFor(/ words were masked alone\./);
      await workbench.screenshot("coarse to fine light");
    });
  },
);
