import assert from "node:assert/strict";
import {
  explain,
  explanationOf,
  firstMasked,
  PanelPage,
  patienceMs,
  quickSettings,
  shadingFor,
  shadingSeen,
  story,
  waitForCodeLens,
  waitForShadingOf,
  waitForStatus,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";

const other = "Tell me about the brave dog in the garden.";

describeWorkbench(
  "Several at once",
  {
    files: { "story.txt": `${story}\n${other}\n`, "dog.prompt": `${other}\n` },
    settings: quickSettings,
  },
  (test) => {
    test("two editors keep their own explanations, and the panel follows", async (open) => {
      const workbench = await open({ openFile: "dog.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const dog = await explain(workbench, other);
      await workbench.openFile("story.txt");
      await workbench.selectPhrase(story);
      const doctor = await explain(workbench, story);
      await panel.word("doctor").waitFor({ timeout: patienceMs });
      await workbench.openFile("dog.prompt");
      await waitForShadingOf(workbench, dog);
      await panel.word("dog").waitFor({ timeout: patienceMs });
      await workbench.openFile("story.txt");
      await waitForShadingOf(workbench, doctor);
      await workbench.runCommand("Promptlight: Clear Explanation");
      await workbench.waitForNoShading();
      await workbench.openFile("dog.prompt");
      await waitForShadingOf(workbench, dog);
    });

    test("a command repeated five times gives one result, and a run of another text is not mixed up", async (open) => {
      const workbench = await open({ openFile: "story.txt" });
      const panel = new PanelPage(workbench);
      await workbench.selectPhrase(story);
      for (let count = 0; count < 5; count++) await workbench.pressKey("Control+Alt+E");
      const explanation = await explanationOf(story);
      await waitForShadingOf(workbench, explanation);
      await waitForStatus(workbench, "10 words explained");
      await panel.waitForMasked(firstMasked(explanation));
      const toasts = (await workbench.notifications()).filter((text) =>
        text.includes("Promptlight"),
      );
      assert.deepEqual(toasts, []);
      assert.equal(
        await workbench.page.locator(".tab").filter({ hasText: "Explanation" }).count(),
        1,
      );

      // Two documents at the same time.
      await workbench.pressKey("Control+Alt+E");
      await workbench.openFile("dog.prompt");
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await waitForShadingOf(workbench, await explanationOf(other));
      await workbench.openFile("story.txt");
      await waitForShadingOf(workbench, await explanationOf(story));
    });

    test("two windows on one folder have their own workers and results", async (open) => {
      const first = await open({ openFile: "dog.prompt" });
      const second = await open({ openFile: "story.txt" });
      await first.page.bringToFront();
      await waitForCodeLens(first, "Explain Generation");
      await first.focusEditor();
      await first.pressKey("Control+Alt+E");
      await second.page.bringToFront();
      await second.selectPhrase(story);
      await second.pressKey("Control+Alt+E");
      await waitForShadingOf(second, await explanationOf(story));
      await first.page.bringToFront();
      await waitForShadingOf(first, await explanationOf(other));
      const seen = shadingSeen(await second.readShading(), "Dark Modern");
      assert.deepEqual(seen, shadingFor(await explanationOf(story)));
    });
  },
);
