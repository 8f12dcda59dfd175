import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { extensionRoot } from "./places.mjs";
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

const tooLong = Array(60).fill(`${story} ${story}`).join("\n");
const bundled = path.join(extensionRoot, "media/models/story-chat");
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-models-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true, force: true }));

/** A copy of the bundled model that `spoil` has done something to. */
function spoiltModel(name: string, spoil: (folder: string) => void): string {
  const folder = path.join(scratch, name);
  fs.cpSync(bundled, folder, { recursive: true });
  spoil(folder);
  return folder;
}

const noTokenizer = spoiltModel("no-tokenizer", (folder) =>
  fs.rmSync(path.join(folder, "tokenizer.json")),
);
const damaged = spoiltModel("damaged", (folder) => {
  const onnx = path.join(folder, "onnx");
  for (const name of fs.readdirSync(onnx)) {
    const file = path.join(onnx, name);
    fs.truncateSync(file, fs.statSync(file).size >> 1);
  }
});
const prompting = (model: string) => `---\nmodel: ${model}\nmaxNewTokens: 16\n---\n${story}\n`;

describeWorkbench(
  "Bad input",
  {
    files: {
      "story.prompt": `${story}\n`,
      "empty.prompt": "\n",
      "code.py": `x = 1\nask("${story}")\n`,
      "binary.txt": "text\0with zeros\n",
      "long.prompt": `${tooLong}\n`,
      "hub.prompt": prompting("promptlight/no-such-model"),
      "matter.prompt": `---\nmaxNewTokens: many\nmodle: x\n---\n${story}\n`,
      "no-tokenizer.prompt": prompting(noTokenizer),
      "damaged.prompt": prompting(damaged),
    },
    settings: quickSettings,
    environment: { HF_ENDPOINT: "http://127.0.0.1:9" },
  },
  (test) => {
    test("nothing to explain: says so, and explains what is selected next", async (open) => {
      const workbench = await open({ openFile: "code.py" });
      await workbench.placeCursor(1, 3);
      await workbench.runCommand("Promptlight: Explain Generation");
      await workbench.notification(
        "There is no prompt to explain. Nothing is selected, and the cursor is in no string literal. Select the prompt in the editor, and run Explain Generation again.",
      );
      await workbench.placeCursor(2, 8);
      await explain(workbench, story);

      await workbench.openFile("empty.prompt");
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await workbench.notification(
        /There is no prompt to explain\. The text to explain is empty\./,
      );

      await workbench.openFile("binary.txt").catch(() => {});
      await workbench.runCommand("Promptlight: Explain Generation");
      await workbench.notification(/This file is not text|No text editor is active/);
    });

    test("a prompt too long: says by how many tokens, and keeps its end or start on request", async (open) => {
      const settings = {
        "promptlight.granularity": "sentence",
        "[prompt]": { "editor.wordWrap": "off" },
      };
      const workbench = await open({ openFile: "long.prompt", settings });
      const panel = new PanelPage(workbench);
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.clickCodeLens("Explain Generation");
      const said =
        /The prompt is too long for the model\. The prompt has (\d+) tokens, (\d+) too many: .* reads 1024, and 8 are kept for the answer\./;
      await workbench.notification(said, patienceMs);
      const [, all, excess] = (await workbench.notifications()).join("\n").match(said)!;
      assert.equal(Number(all) - Number(excess), 1016);
      await panel.waitFor("The prompt is too long for the model");
      await workbench.screenshot("too long");
      await panel.button("Keep the end").click();
      await waitForCodeLens(workbench, "Explain again");
      const lines = async () => (await workbench.readShading()).map(({ line }) => line);
      assert.ok(Math.min(...(await lines())) > 4, "the start is bare");

      await workbench.clickCodeLens("Clear");
      await workbench.waitForNoShading();
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.clickCodeLens("Explain Generation");
      await workbench.clickNotificationButton(said, "Keep the start");
      await waitForCodeLens(workbench, "Explain again");
      assert.ok(Math.max(...(await lines())) < 52, "the end is bare");
    });

    test("a model without tokenizer, a damaged one, and a hub out of reach: each is named, and the bundled one still runs", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const panel = new PanelPage(workbench);
      const cases: [string, RegExp, string][] = [
        [
          "no-tokenizer.prompt",
          /The model folder .*no-tokenizer lacks tokenizer\.json\./,
          "The model folder is incomplete",
        ],
        ["damaged.prompt", /model_?\w*\.onnx/, "The model file is damaged"],
        [
          "hub.prompt",
          /promptlight\/no-such-model could not be fetched from the model hub\./,
          "The model hub could not be reached",
        ],
      ];
      for (const [file, said, title] of cases) {
        await workbench.openFile(file);
        await waitForCodeLens(workbench, "Explain Generation");
        await workbench.clickCodeLens("Explain Generation");
        await workbench.notification(`${title}. `, patienceMs);
        assert.match((await workbench.notifications()).join("\n"), said);
        await panel.waitFor(title);
        await panel.waitFor(said);
        await panel.button("Use the bundled model").waitFor();
        await waitForCodeLens(workbench, "Last run failed: ");
        await workbench.screenshot(`failure ${file}`);
        await workbench.runCommand("Notifications: Clear All Notifications");
      }
      // The button goes before the front matter, which still names the other model.
      await panel.button("Use the bundled model").click();
      await waitForShadingOf(workbench, await explanationOf(story));

      // the panel was clicked: a file would open beside it
      await workbench.focusEditor("hub.prompt");
      await workbench.openFile("story.prompt");
      await workbench.focusEditor();
      await explain(workbench, story);
    });

    test("front matter that is wrong: says what in which line, and runs all the same", async (open) => {
      const workbench = await open({ openFile: "matter.prompt" });
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.clickCodeLens("Explain Generation");
      await workbench.notification(/matter\.prompt: Line 2/);
      await waitForShadingOf(workbench, await explanationOf(story));
    });
  },
);
