import assert from "node:assert/strict";
import { explanationOf, quickSettings, story, waitForMarks, waitForShadingOf } from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

const span = (phrase: string) =>
  `${story.indexOf(phrase)}:${story.indexOf(phrase) + phrase.length}`;

describeWorkbench(
  "Marks",
  { files: { "story.prompt": `${story}\n` }, settings: quickSettings },
  (test) => {
    test("keep words from being masked and make others one, and are cleared", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      await workbench.selectPhrase("Write");
      await workbench.runCommand("Promptlight: Mark as Never Perturbed");
      await waitForMarks(workbench, "1 mark: Write fixed");
      await workbench.selectPhrase("doctor and his patient");
      await workbench.contextMenu("Mark as One Group");
      await waitForMarks(workbench, "2 marks: Write fixed, doctor and his patient grouped");
      await workbench.screenshot("marks");

      const marked = ["--keep", span("Write"), "--marks", span("doctor and his patient")];
      const explanation = await explanationOf(story, ...marked);
      assert.deepEqual(
        explanation.features.map(({ text }) => text),
        ["a", "story", "about", "a", "doctor and his patient", "."],
      );
      // the word at the cursor is drawn by itself
      await workbench.placeCursor(2, 1);
      await workbench.clickCodeLens("Explain with marks");
      await waitForShadingOf(workbench, explanation);

      await workbench.clickCodeLens("Clear marks");
      await waitUntil("no mark is left", async () =>
        (await workbench.codeLenses()).every((title) => !title.includes("mark")),
      );
      await workbench.placeCursor(1, 3);
      await workbench.pressKey("Control+Alt+E");
      await waitForShadingOf(workbench, await explanationOf(story));
    });
  },
);
