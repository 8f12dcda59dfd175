import assert from "node:assert/strict";
import {
  explain,
  explanationOf,
  PanelPage,
  quickSettings,
  story,
  waitForShadingOf,
  waitUntilKept,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

const prompt = `${story} Make it sad.`;

describeWorkbench(
  "Choices",
  {
    files: {
      "story.prompt": `${prompt}\n`,
      "named.prompt": `---\nmethod: feature-ablation\nbaseline: zero\n---\n${prompt}\n`,
    },
    settings: quickSettings,
  },
  (test) => {
    test("of unit, baseline and method in the panel run again and are remembered over a reload", async (open) => {
      // Wide, so that a sentence is one line.
      const workbench = await open({ size: { width: 1900, height: 800 } });
      await workbench.openFile("story.prompt");
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explain(workbench, prompt);

      await panel.button("Unit: words").click();
      assert.deepEqual(await workbench.quickPickItems(), [
        "tokens",
        "words",
        "sentences",
        "lines",
        "paragraphs",
        "examples",
      ]);
      await workbench.pickItem("sentences");
      await waitForShadingOf(workbench, await explanationOf(prompt, "--features", "sentence"));
      await panel.button("Unit: sentences").waitFor();

      await panel.button("Baseline: zero baseline").click();
      await workbench.pickItem("remove");
      const removed = ["--features", "sentence", "--baseline", "remove"];
      await waitForShadingOf(workbench, await explanationOf(prompt, ...removed));

      await panel.button("Method: Feature ablation").click();
      assert.ok((await workbench.quickPickItems()).includes("Shapley value sampling"));
      await workbench.pressKey("Escape");
      await panel.button("Method: Feature ablation").waitFor();

      await waitUntilKept(workbench, '"granularity":"sentence","baseline":"remove"');
      await workbench.reload();
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await waitForShadingOf(workbench, await explanationOf(prompt, ...removed));
    });

    test("made beside a run go before the front matter of its file", async (open) => {
      const workbench = await open({ openFile: "named.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explain(workbench, prompt);
      await panel.button("Method: Feature ablation").click();
      await workbench.pickItem("Random");
      await panel.button("Method: Random").waitFor();
      await waitUntil("the legend has no nats", async () => {
        return (await panel.text()).includes("times the even share");
      });
    });
  },
);
