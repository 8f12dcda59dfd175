import assert from "node:assert/strict";
import { PanelPage, patienceMs, quickSettings, story, waitForCodeLens } from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

describeWorkbench(
  "Words that do nothing",
  {
    files: { "story.prompt": `${story}\n` },
    settings: { ...quickSettings, "promptlight.method": "input-x-gradient" },
  },
  (test) => {
    test("are listed and marked, compared, deleted in one step, and brought back by one undo", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      await workbench.focusEditor();
      await workbench.runCommand("Promptlight: Words That Do Nothing");
      const faded = workbench.page.locator(".view-line .squiggly-inline-unnecessary");
      await waitUntil("words are faded", async () => (await faded.count()) > 0, {
        timeoutMs: patienceMs,
        seen: () => workbench.notifications(),
      });
      const words = await faded.allInnerTexts();
      assert.match(
        await workbench.hoverText(words[0]!),
        /” does nothing: without it[\s\S]* the answer stays the same\./,
      );
      await workbench.screenshot("idle words");

      await workbench.runCommand("View: Focus Left Editor Group");
      await workbench.placeCursor(1, story.indexOf(` ${words[0]} `) + 2);
      await workbench.pressKey("Control+.");
      await workbench.page
        .getByText(/^Delete the .*that do(es)? nothing/)
        .first()
        .click();
      const said = await workbench.dialogText();
      assert.match(said, /Without .* the answer stays the same\./);
      await workbench.screenshot("idle words compared");
      const textOf = async (side: string) => {
        const lines = workbench.page.locator(`.monaco-diff-editor .editor.${side} .view-line`);
        return (await lines.allInnerTexts()).join("\n").replaceAll("\u00a0", " ");
      };
      const [before, after] = [await textOf("original"), await textOf("modified")];
      const answerOf = (side: string) => side.slice(side.indexOf("Answer"));
      assert.match(answerOf(before), /Answer\s+\w+/);
      assert.equal(answerOf(after), answerOf(before));
      assert.notEqual(after, before);
      await workbench.clickDialogButton("Delete");
      const whole = `${story}\n`.trim();
      await waitUntil(
        "the words are gone",
        async () => {
          const text = (await workbench.visibleText()).trim();
          return text.length < whole.length && !text.includes("Answer");
        },
        { seen: () => workbench.visibleText() },
      );
      await waitUntil("nothing is faded", async () => (await faded.count()) === 0);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Z");
      await waitUntil(
        "one undo brings them back",
        async () => (await workbench.visibleText()).includes(whole),
        { seen: () => workbench.visibleText() },
      );
    });

    test("stand on the Joint tab, and go with an edit", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        settings: { "promptlight.method": "joint-prompt" },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await waitForCodeLens(workbench, "decide it together");
      await panel.tab("Joint").click();
      await panel.button("Find the words that do nothing").click();
      await panel.waitFor(/can (all |both )?go: probability ratio \d\.\d\d, the same answer\./);
      await workbench.screenshot("joint idle");
      await workbench.placeCursor(1, 1);
      await workbench.typeText("x");
      await panel.button("Find the words that do nothing").waitFor({ timeout: patienceMs });
    });
  },
);
