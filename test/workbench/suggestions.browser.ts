import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  explainOnCommandLine,
  patienceMs,
  quickSettings,
  story,
  waitForMarks,
  waitForShadingOf,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

describeWorkbench(
  "Suggested baselines",
  { files: { "story.prompt": `${story}\n` }, settings: quickSettings },
  (test) => {
    test("are picked for a word, which becomes a slot, and serve the next run", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const marked: string[] = [];
      for (const phrase of ["Write a story about a", "and his patient."]) {
        await workbench.selectPhrase(phrase);
        await workbench.runCommand("Promptlight: Mark as Never Perturbed");
        // The first command starts the extension, which then marks what is selected by that time.
        marked.push(`${phrase} fixed`);
        await waitForMarks(workbench, marked.join(", "));
      }
      await workbench.selectPhrase("doctor");
      await workbench.runCommand("Promptlight: Suggest Baselines…");
      const rows = workbench.page.locator(
        ".quick-input-widget:visible .quick-input-list .monaco-list-row",
      );
      await rows.nth(1).waitFor({ timeout: patienceMs });
      const [first, second] = await workbench.quickPickItems();
      assert.ok(first && second && first !== "doctor" && second !== "doctor");
      await workbench.screenshot("suggestions");
      await rows.nth(0).click();
      await rows.nth(1).click();
      await workbench.pressKey("Enter");
      await waitForMarks(workbench, `doctor becomes ${first} or ${second}`);

      await workbench.placeCursor(2, 1);
      await workbench.clickCodeLens("Explain with marks");
      await waitForShadingOf(workbench, await slotExplained([first, second]));
      await workbench.screenshot("slot");

      await workbench.contextMenu("Clear Marks");
      const seen = () => workbench.page.locator(".codelens-decoration").allTextContents();
      await waitUntil("no mark is left", async () => !/\bmarks?\b/.test((await seen()).join()), {
        seen,
      });
    });
  },
);

/** What the command line says of the story when its doctor is the only slot, and becomes each of `baselines`. */
async function slotExplained(baselines: readonly string[]) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-slot-"));
  const file = path.join(folder, "template.json");
  const template = story.replace("doctor", "{who}");
  fs.writeFileSync(
    file,
    JSON.stringify({ template, values: { who: "doctor" }, baselines: { who: baselines } }),
  );
  const quick = ["--method", "feature-ablation", "--max-new-tokens", "16"];
  const explanation = await explainOnCommandLine(["--template", file, ...quick]);
  fs.rmSync(folder, { recursive: true });
  return explanation;
}
