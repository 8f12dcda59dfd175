import assert from "node:assert/strict";
import {
  explain,
  explanationOf,
  PanelPage,
  quickSettings,
  shadingSeen,
  story,
  waitForCodeLens,
  waitForShadingOf,
  waitForStatus,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

const file = `Some words above.\n${story}\nSome words below.\n`;

describeWorkbench(
  "After an edit",
  { files: { "story.txt": file }, settings: quickSettings },
  (test) => {
    test("above it the shading moves with the text; inside it all says that it is stale", async (open) => {
      const workbench = await open({ openFile: "story.txt" });
      const panel = new PanelPage(workbench);
      await workbench.selectPhrase(story);
      const explanation = await explain(workbench, story);

      await workbench.placeCursor(1, 1);
      await workbench.typeText("New first words.\n");
      await waitForShadingOf(workbench, explanation);
      await waitUntil("doctor is shaded in line 3", async () => {
        return (await workbench.shadeOf("doctor"))?.line === 3;
      });
      assert.ok(!(await workbench.codeLenses()).some((lens) => lens.includes("Stale")));

      await workbench.pressKey("ArrowDown Home Control+ArrowRight");
      await workbench.typeText("x");
      await waitForCodeLens(workbench, "Stale: edited since this explanation");
      await waitForStatus(workbench, "stale");
      await panel.waitFor("The prompt was edited after this explanation.");
      await waitForShadingOf(workbench, explanation, { factor: 0.4 });
      await workbench.screenshot("stale");

      await workbench.clickCodeLens("Explain again");
      const edited = story.replace("Write", "Writex");
      await waitForShadingOf(workbench, await explanationOf(edited));
      await waitForStatus(workbench, "10 words explained");
      await panel.find(".banner").waitFor({ state: "hidden" });
    });

    test("Clear Explanation takes everything away", async (open) => {
      const workbench = await open({ openFile: "story.txt" });
      await workbench.selectPhrase(story);
      await explain(workbench, story);
      await workbench.clickCodeLens("Clear");
      await workbench.waitForNoShading();
      await waitForStatus(workbench, "ready");
      await new PanelPage(workbench).waitFor("Nothing explained yet");
      await waitUntil("no CodeLens is left", async () => {
        return (await workbench.codeLenses()).length === 0;
      });
      await workbench.screenshot("empty");

      await workbench.selectPhrase(story);
      await explain(workbench, story);
      await workbench.runCommand("Promptlight: Clear Explanation");
      await workbench.waitForNoShading();
    });

    test("in the middle of a run, the run is stale when it ends, and its colours are on its words", async (open) => {
      const workbench = await open({
        openFile: "story.txt",
        settings: { "promptlight.method": "shapley-value-sampling" },
      });
      await workbench.selectPhrase(story);
      await workbench.pressKey("Control+Alt+E");
      await waitForCodeLens(workbench, "Cancel");
      await workbench.pressKey("ArrowRight");
      await workbench.typeText(" More.");
      await waitForCodeLens(workbench, "Stale: edited since this explanation");
      const words = new Set(story.match(/\w+|\./g));
      for (const { text } of shadingSeen(await workbench.readShading(), "Dark Modern", 0.4))
        assert.ok(words.has(text), text);
    });
  },
);
