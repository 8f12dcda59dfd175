import assert from "node:assert/strict";
import { describeWorkbench } from "./suite.ts";

const story = "Write a story about a doctor and his patient.\n";

describeWorkbench("Explain Generation", { files: { "story.prompt": story } }, (test) => {
  test("shades the prompt, explains a word, and proves it in the panel", async (open) => {
    const workbench = await open({ openFile: "story.prompt" });
    await workbench.runCommand("Promptlight: Explain Generation");
    await workbench.waitForCodeLens("Explain again");
    const shades = await workbench.waitForShading();
    console.log(shades.map((s) => `${s.text} ${s.color} ${s.underline}`));
    await workbench.panelFrame().getByText("Answer without").waitFor({ timeout: 30000 });
    await new Promise((r) => setTimeout(r, 8000));
    console.log(await workbench.codeLenses(), await workbench.statusBarText());
    await workbench.screenshot("first");
    console.log(await workbench.hoverText("doctor"));
    await workbench.screenshot("hover");
    assert.ok(shades.length > 0);
  });
});
