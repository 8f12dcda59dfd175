import assert from "node:assert/strict";
import type { Explanation } from "#protocol/explanation";
import { ranking } from "#protocol/shading";
import {
  explain,
  firstMasked,
  PanelPage,
  patienceMs,
  quickSettings,
  story,
  waitForShadingOf,
  waitUntilKept,
  webviewThemeClass,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";
import { type Theme, themes } from "./workbench.ts";

describeWorkbench(
  "The panel",
  {
    files: { "story.prompt": `${story}\n`, "story.txt": `${story}\n` },
    settings: quickSettings,
  },
  (test) => {
    test("proves the scores: both answers, what differs, and figures beside random ones", async (open) => {
      const size = { width: 1900, height: 800 };
      const workbench = await open({ openFile: "story.prompt", size });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const explanation = await explain(workbench, story);
      const first = await firstComparison(panel, explanation);
      const [answer, masked] = await panel.answers();
      assert.equal(answer!.trim(), explanation.target.text.trim());
      assert.notEqual(masked, answer);
      const removed = await panel.find(".answers .answer del").allInnerTexts();
      const added = await panel.find(".answers .answer ins").allInnerTexts();
      assert.ok(removed.length > 0 && added.length > 0);
      for (const word of removed) assert.ok(answer!.includes(word), word);
      for (const word of added) assert.ok(masked!.includes(word), word);
      const rows = await panel.find(".proof tbody tr").allInnerTexts();
      assert.deepEqual(
        rows.map(
          (row) =>
            row.match(/^(Probability ratio|KL divergence|BLEU-4|ROUGE-L F1|Embedding cosine)/)?.[1],
        ),
        ["Probability ratio", "KL divergence", "BLEU-4", "ROUGE-L F1", "Embedding cosine"],
      );
      for (const row of rows) assert.match(row, /−?\d+\.\d\d[\s\S]*−?\d+\.\d\d to −?\d+\.\d\d/);

      for (const theme of Object.keys(themes) as Theme[]) {
        await workbench.switchTheme(theme);
        await panel.find(`body.${webviewThemeClass(theme)}`).waitFor();
        await workbench.screenshot(`panel ${theme}`);
      }

      await panel.find(".stepper").getByRole("button", { name: "Fewer" }).click();
      await panel.waitForMasked(firstMasked(explanation, first.length - 1));
      assert.notEqual((await panel.answers())[1], undefined);
      await panel.find("[role='tab']").filter({ hasText: "Scores" }).click();
      const chips = panel.find("table.scores tbody:first-of-type .chip");
      const inPrompt = explanation.features.map(({ text }) => text);
      const byScore = ranking(explanation.seqAttribution).map((index) => inPrompt[index]!);
      assert.deepEqual(await chips.allInnerTexts(), byScore);
      await workbench.screenshot("scores");
      const sort = (name: string) => panel.find("table.scores button.sort").getByText(name).click();
      const waitForOrder = (words: readonly string[]) =>
        waitUntil(
          `the rows are ${words}`,
          async () => (await chips.allInnerTexts()).join() === words.join(),
        );
      await sort("Word");
      await waitForOrder(inPrompt);
      await sort("nats");
      await waitForOrder(byScore);
      await sort("nats");
      await waitForOrder(byScore.toReversed());
    });

    test("masks a word at a click, regenerates, and brings it back", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const explanation = await explain(workbench, story);
      const first = await firstComparison(panel, explanation);
      await panel.word("story").click();
      await panel.waitForMasked(["story", ...first]);
      await panel.bringBackWords();
      await panel.waitFor("Mask a word to see what the answer loses.");
      assert.deepEqual(await panel.maskedWords(), []);
      await panel.word("doctor").click();
      await panel.word("patient").click();
      await panel.waitForMasked(["doctor", "patient"]);
      const [answer, masked] = await panel.answers();
      assert.notEqual(answer, masked);
    });

    test("is reached and worked by the keyboard alone", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const explanation = await explain(workbench, story);
      await firstComparison(panel, explanation);
      await workbench.runCommand("View: Focus Right Editor Group");
      const focused = () =>
        panel.find("body").evaluate(() => {
          const element = document.activeElement;
          return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
        });
      const stops: string[] = [];
      await waitUntil(
        "Tab reaches a word of the prompt",
        async () => {
          await workbench.pressKey("Tab");
          const stop = await focused();
          if (stop !== stops.at(-1)) stops.push(stop);
          return /^Write,/.test(stop);
        },
        { seen: () => stops },
      );
      const order = [
        "Method: ",
        "Unit: ",
        "Baseline: ",
        "Explain again",
        "Generation",
        "Which words",
        "Number of masked",
      ];
      assert.deepEqual(
        order.filter((start) => !stops.some((stop) => stop.startsWith(start))),
        [],
        stops.join(" | "),
      );
      await workbench.pressKey("ArrowRight ArrowRight");
      assert.match(await focused(), /^story,/);
      await waitUntil("the word is lit in the editor", async () =>
        (await workbench.readShading()).some(
          ({ text, className }) => text === "story" && className !== undefined,
        ),
      );
      await workbench.pressKey("Space");
      await waitUntil("story is masked", async () => (await panel.maskedWords()).includes("story"));
      await panel.waitForMasked(await panel.maskedWords());
      await workbench.pressKey("Escape");
      await workbench.statusBarItem("Ln 1, Col 9").waitFor();
      await workbench.typeText("big ");
      await workbench.waitForCodeLens("Stale");
      assert.match(await workbench.visibleText(), /Write a big story/);
    });

    test("keeps its state when it is hidden, and over a reload with the shading", async (open) => {
      // A file in the window's address would keep VS Code from restoring its editors.
      const workbench = await open();
      await workbench.openFile("story.prompt");
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const explanation = await explain(workbench, story);
      await firstComparison(panel, explanation);
      await panel.word("story").click();
      await waitUntil("story is masked", async () => (await panel.maskedWords()).includes("story"));
      const masked = await panel.maskedWords();
      await panel.waitForMasked(masked);
      const answers = await panel.answers();
      await panel.find("[role='tab']").filter({ hasText: "Scores" }).click();
      await panel.find("table.scores").waitFor();

      await workbench.runCommand("View: Focus Right Editor Group");
      await workbench.openFile("story.txt");
      await panel.find("table.scores").waitFor({ state: "hidden" });
      await workbench.page.locator(".tab").filter({ hasText: "Explanation" }).first().click();
      await panel.find("table.scores").waitFor({ timeout: patienceMs });
      await panel.find("[role='tab']").filter({ hasText: "Generation" }).click();
      await panel.waitForMasked(masked);
      assert.deepEqual(await panel.answers(), answers);

      await workbench.focusEditor("story.prompt");
      // What was kept before the panel was hidden looks the same: first something else has to be kept.
      await waitUntilKept(workbench, '"tab":"generation"', '"choice":"mine"');
      await panel.tab("Scores").click();
      await waitUntilKept(workbench, '"tab":"scores"', '"choice":"mine"');
      await workbench.reload();
      await waitUntil("the scores are shown", () => panel.find("table.scores").isVisible(), {
        timeoutMs: patienceMs,
        seen: () => panel.text(),
      });
      await panel.find("[role='tab']").filter({ hasText: "Generation" }).click();
      await panel.waitForMasked(masked);
      assert.deepEqual(await panel.answers(), answers);
      await waitForShadingOf(workbench, explanation, { file: "story.prompt" });
      await panel.word("story").click();
      await panel.waitForMasked(masked.filter((word) => word !== "story"));
    });

    test("comes back after a reload for a plain text file too", async (open) => {
      // A file in the window's address would keep VS Code from restoring its editors.
      const workbench = await open();
      await workbench.openFile("story.txt");
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const explanation = await explain(workbench, story);
      const masked = await firstComparison(panel, explanation);
      await waitUntilKept(workbench, '"choice":"top"', '"randomSetCount":2');
      await workbench.reload();
      await panel.waitForMasked(masked);
      await waitForShadingOf(workbench, explanation);
    });

    test("is readable in a narrow column", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1100, height: 800 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const explanation = await explain(workbench, story);
      await firstComparison(panel, explanation);
      const width = await panel.find("body").evaluate((body) => body.clientWidth);
      assert.ok(width < 420, `the column is ${width} px wide`);
      assert.deepEqual(await panel.cutOff(), []);
      const boxes = await panel
        .find(".answers > div")
        .evaluateAll((columns) => columns.map((column) => column.getBoundingClientRect().left));
      assert.equal(boxes[0], boxes[1], "the answers stand under each other");
      await workbench.screenshot("narrow");
      for (const tab of ["Generation", "Scores"]) {
        await panel.find("[role='tab']").filter({ hasText: tab }).click();
        for (const width of [1100, 1300, 1400, 1500, 1600, 1800]) {
          await workbench.page.setViewportSize({ width, height: 800 });
          await waitUntil(
            `nothing is cut off on ${tab} in a window of ${width} px`,
            async () => (await panel.cutOff()).length === 0,
            { seen: () => panel.cutOff() },
          );
        }
      }
    });
  },
);

/** Waits for the highest scores masked, with all figures; returns those words. */
async function firstComparison(panel: PanelPage, explanation: Explanation): Promise<string[]> {
  const masked = firstMasked(explanation);
  await panel.waitForMasked(masked);
  return masked;
}
