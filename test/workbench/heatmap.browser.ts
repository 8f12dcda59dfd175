import assert from "node:assert/strict";
import type { Explanation } from "#protocol/explanation";
import { ranking } from "#protocol/shading";
import { formatScore } from "#text/numbers";
import {
  explain,
  explanationOf,
  PanelPage,
  quickSettings,
  shadingFor,
  story,
  waitForShadingOf,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

/** Output tokens of the answer to `story`: ten before its last, and its last. */
const earlyToken = 5;
const lastToken = 15;

describeWorkbench(
  "The heatmap",
  { files: { "story.prompt": `${story}\n` }, settings: quickSettings },
  (test) => {
    test("shades the editor by the token of a cell that is clicked, and by the whole answer again", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 800 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const whole = await explain(workbench, story);
      const { tokenAttribution } = await explanationOf(story, "--per-token");
      assert.ok(tokenAttribution);
      await panel.tab("Heatmap").click();
      const cell = (feature: number, token: number) =>
        panel.find(".matrix .row:not(.head-row)").nth(feature).locator(".cell").nth(token);
      const doctor = whole.features.findIndex(({ text }) => text === "doctor");
      const token = ranking(tokenAttribution.map((scores) => scores[doctor]!))[0]!;
      await cell(doctor, token).click();
      await waitForShadingOf(workbench, byToken(whole, tokenAttribution, token));
      await panel.waitFor(`${formatScore(tokenAttribution[token]![doctor]!)} nats`);
      assert.notDeepEqual(shadingFor(byToken(whole, tokenAttribution, token)), shadingFor(whole));
      await workbench.screenshot("heatmap");

      await panel.find(".column-head").nth(lastToken).click();
      await workbench.page.mouse.move(5, 5);
      await waitForShadingOf(workbench, byToken(whole, tokenAttribution, lastToken));
      await panel.find(".column-head").nth(lastToken).click();
      await workbench.page.mouse.move(5, 5);
      await waitForShadingOf(workbench, whole);
    });

    test("lights the word of a row in the editor, and the cell, its row and its column", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 800 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explain(workbench, story);
      await panel.tab("Heatmap").click();
      await panel.find(".matrix .row").nth(4).locator(".cell").nth(3).hover();
      await waitUntil("the word is lit in the editor", async () =>
        (await workbench.readShading()).some(
          ({ text, outline, className }) =>
            text === "about" && (outline ?? className) !== undefined,
        ),
      );
      const lit = await panel.find(".matrix").evaluate((matrix) => ({
        hit: matrix.querySelectorAll(".hit").length,
        cross: matrix.querySelectorAll(".cross").length,
        rows: matrix.querySelectorAll(".row:not(.head-row)").length,
        columns: matrix.querySelectorAll(".column-head").length,
      }));
      assert.equal(lit.hit, 1);
      assert.equal(lit.cross, lit.rows + lit.columns - 1);
      await panel.find(".body .answer .w").nth(5).hover();
      await waitUntil("the token's column is lit", async () =>
        panel
          .find(".column-head")
          .nth(5)
          .evaluate((head) => head.classList.contains("lit")),
      );
    });

    test("is one tab stop that the arrows move in, and Enter shades by the token", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const whole = await explain(workbench, story);
      const { tokenAttribution } = await explanationOf(story, "--per-token");
      await panel.tab("Heatmap").click();
      const grid = panel.find("[role='grid']");
      await grid.focus();
      assert.equal(await panel.find("[role='grid'] [tabindex='0']").count(), 0);
      await workbench.pressKey("Control+Home ArrowDown ArrowRight ArrowRight");
      const active = await panel.find("#matrix-cell").getAttribute("aria-label");
      const [feature, token] = [1, 2];
      assert.ok(active?.endsWith(formatScore(tokenAttribution![token]![feature]!)), active ?? "");
      await panel.find(".readout").filter({ hasText: whole.features[feature]!.text }).waitFor();
      await workbench.pressKey("End");
      const last = whole.target.tokens.length - 1;
      await waitUntil("the last token's column is lit", async () =>
        panel
          .find(".column-head")
          .nth(last)
          .evaluate((head) => head.classList.contains("lit")),
      );
      await workbench.pressKey(`${"ArrowLeft ".repeat(10)}Enter`);
      await workbench.pressKey("Shift+Tab");
      await waitForShadingOf(workbench, byToken(whole, tokenAttribution!, earlyToken));
    });
  },
);

/** `whole` as it is shaded for one output token. */
function byToken(
  whole: Explanation,
  tokenAttribution: NonNullable<Explanation["tokenAttribution"]>,
  token: number,
): Explanation {
  const { standardError: _, ...rest } = whole;
  return { ...rest, seqAttribution: tokenAttribution[token]! };
}
