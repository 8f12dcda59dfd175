import assert from "node:assert/strict";
import { explain, maskingOf, PanelPage, patienceMs, quickSettings, story } from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

describeWorkbench(
  "Steering",
  { files: { "story.prompt": `${story}\n` }, settings: quickSettings },
  (test) => {
    test("mutes a word, follows the slider, and changes nothing back at its middle", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 800 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explain(workbench, story);
      await panel.find(".proof tbody tr").first().waitFor({ timeout: patienceMs });
      const { answer } = await maskingOf(story, "--indices", "");
      await workbench.selectPhrase("doctor");
      await workbench.runCommand("Promptlight: Mute");
      const at = story.indexOf("doctor");
      const steered = async (factor: string) =>
        (await maskingOf(story, "--steer", `${at}:${at + 6}=${factor}`)).maskedAnswer;
      const waitForAnswer = async (text: string | undefined) =>
        waitUntil(
          `the second answer is ${text}`,
          async () => (await panel.answers())[1]?.trim() === text?.trim(),
        );
      await waitForAnswer(await steered("0"));
      const isShaded = async (word: string) =>
        (await workbench.readShading()).some(({ text, color }) => text === word && color);
      await waitUntil("what is muted has no colour", async () => !(await isShaded("doctor")));
      await workbench.screenshot("muted");
      await workbench.switchTheme("Light Modern");
      await workbench.screenshot("muted light");
      await workbench.switchTheme("Dark High Contrast");
      await workbench.screenshot("muted high contrast");

      const slider = panel.find(".slider-row input");
      await slider.focus();
      await workbench.pressKey("End");
      await waitForAnswer(await steered("16"));
      await panel.find(".factor").getByText("×16").waitFor();
      await workbench.screenshot("boosted");

      await panel.find(".slider-row").getByText("Clear").click();
      await panel.find(".steering").waitFor({ state: "hidden" });
      await waitUntil(
        "the first comparison is back",
        async () => (await panel.maskedWords()).length > 0,
      );
      assert.equal((await panel.answers())[0]?.trim(), answer?.trim());
    });

    test("finds the wording, makes it, and undo takes it back", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 800 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explain(workbench, story);
      await workbench.selectPhrase("doctor");
      await workbench.runCommand("Promptlight: Mute");
      await panel.find(".steering").waitFor({ timeout: patienceMs });
      await panel.find(".steering").getByText("Find the wording").click();
      const use = panel.find(".wording").first().getByText("Use this wording");
      await use.waitFor({ timeout: patienceMs });
      await workbench.screenshot("wordings");
      const text = (
        await panel.find(".wording p").first().locator(":not(del)").allInnerTexts()
      ).join("");
      await use.click();
      await waitUntil(
        "the wording is in the file",
        async () => (await workbench.visibleText()).trim() === text.trim(),
      );
      await panel.find(".steering").waitFor({ state: "hidden" });
      await workbench.focusEditor("story.prompt");
      await workbench.pressKey("Control+Z");
      await waitUntil(
        "undo takes it back",
        async () => (await workbench.visibleText()).trim() === story,
      );
    });
  },
);
