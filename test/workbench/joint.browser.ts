import assert from "node:assert/strict";
import { jointSizes, withShownSet } from "#protocol/joint-shown";
import { formatRatio } from "#text/numbers";
import {
  explanationOf,
  longPrompt,
  PanelPage,
  patienceMs,
  quickSettings,
  story,
  waitForCodeLens,
  waitForStatus,
  webviewThemeClass,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";
import type { Workbench } from "./workbench.ts";

describeWorkbench(
  "The joint set",
  {
    files: { "story.prompt": `${story}\n`, "long.prompt": `${longPrompt}\n` },
    settings: { ...quickSettings, "promptlight.method": "joint-prompt" },
  },
  (test) => {
    test("has a curve over k, a certificate each, what its words do, and is masked and outlined at the chosen k", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 1000 },
      });
      const panel = new PanelPage(workbench);
      const explanation = withShownSet(
        await explanationOf(story, "--method", "joint-prompt", "--k", "1..6"),
      );
      const name = (feature: number) => explanation.features[feature]!.text;
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      assert.deepEqual(explanation.joint!.indices.map(name), ["doctor", "patient"]);
      await waitForCodeLens(workbench, "doctor and patient decide it together");
      await panel.waitForMasked(["doctor", "patient"]);
      await waitForOutlines(workbench, ["doctor", "patient"]);

      await panel.tab("Joint").click();
      await panel.waitFor("decide this answer together.");
      const sizes = jointSizes(explanation.joint!);
      const rows = await panel.find(".sizes tbody tr").allInnerTexts();
      assert.deepEqual(
        rows.map((row) => row.split(/\s*\t\s*/)),
        sizes.map(({ k, indices, probabilityRatio, alone, certificate }, place) => {
          const above = sizes[place - 1]?.indices ?? [];
          const isNested = place > 0 && above.every((index) => indices.includes(index));
          const added = indices.filter((index) => !isNested || !above.includes(index));
          return [
            String(k),
            `${isNested ? "+ " : ""}${added.map(name).join(" ")}`,
            formatRatio(probabilityRatio!),
            formatRatio(alone!.probabilityRatio!),
            certificate,
          ];
        }),
      );
      assert.equal(await panel.find(".curve .own-dot").count(), sizes.length);
      assert.match(await panel.text(), /At k = 2 all 45 pairs were tried\./);
      assert.match(await panel.text(), /both masked\s+[\d.]+/);
      assert.match(await panel.text(), /doctor patient\s+−[\d.]+/);
      assert.match(await panel.text(), /each stands in for the other\./);
      await workbench.screenshot("joint");

      await panel.find(".sizes tbody tr").nth(2).click();
      const third = sizes[2]!.indices.map(name);
      await waitForOutlines(workbench, third);
      await panel.waitFor("all three masked");
      await panel.tab("Generation").click();
      await panel.waitForMasked(third);
      await workbench.runCommand("Promptlight: Clear Explanation");
      await waitForOutlines(workbench, []);
    });

    test("lights its other words under the pointer, says what they do, and loses its outline to an edit", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await panel.waitForMasked(["doctor", "patient"]);
      await waitForOutlines(workbench, ["doctor", "patient"]);
      const text = await workbench.hoverText("doctor");
      assert.match(
        text,
        /Masking it with patient makes it [\d.,]+ times less likely: each stands in for the other\./,
      );
      await waitUntil("both words are lit", async () => (await litStretches(workbench)) === 2, {
        seen: () => litStretches(workbench),
      });
      await workbench.screenshot("joint hover");
      await workbench.hoverText("story");
      await waitUntil("nothing is lit", async () => (await litStretches(workbench)) === 0);
      await workbench.placeCursor(1, 9);
      await workbench.typeText("big ");
      await workbench.waitForCodeLens("Stale");
      await waitForOutlines(workbench, []);
    });

    test("is there from the first sets on, the best so far, and is kept when the search is cancelled", async (open) => {
      const workbench = await open({
        openFile: "long.prompt",
        size: { width: 1900, height: 1000 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await panel.tab("Joint").click();
      const sets = () => panel.find(".sizes tbody tr").allInnerTexts();
      await waitUntil(
        "sets of two words and more are shown while the search goes on",
        async () => (await sets()).length > 1 && (await panel.button("Cancel").count()) > 0,
        { timeoutMs: patienceMs, seen: () => panel.text() },
      );
      await panel.waitFor("decide this answer together.");
      await workbench.screenshot("joint while searching");
      await panel.button("Cancel").click();
      await waitForStatus(workbench, "110 words so far");
      await panel.waitFor(/Partial: /);
      const kept = await sets();
      assert.ok(kept.length > 1, "the sets are kept");
      assert.match(kept[0]!, /^1\s+\w+\s+0\.\d\d/);
      await panel.waitFor("decide this answer together.");
      await panel.button("Continue").waitFor();
    });

    test("is readable in light, in high contrast and in a narrow column", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 1400 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await panel.waitForMasked(["doctor", "patient"]);
      await panel.tab("Joint").click();
      await panel.waitFor("decide this answer together.");
      for (const theme of ["Light Modern", "Dark High Contrast"] as const) {
        await workbench.switchTheme(theme);
        await panel.find(`body.${webviewThemeClass(theme)}`).waitFor();
        await workbench.screenshot(`joint ${theme}`);
      }
      await workbench.switchTheme("Light Modern");
      for (const width of [1100, 1300, 1600]) {
        await workbench.page.setViewportSize({ width, height: 1400 });
        await waitUntil(
          `nothing is cut off in a window of ${width} px`,
          async () => (await panel.cutOff()).length === 0,
          { seen: () => panel.cutOff() },
        );
        if (width === 1100) await workbench.screenshot("joint narrow");
      }
    });

    test("stands beside what feature ablation, integrated gradients and chance would mask", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 1000 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await panel.waitForMasked(["doctor", "patient"]);
      await waitUntil(
        "every figure is there",
        async () => {
          const rows = await panel.find(".rivals tbody tr").allInnerTexts();
          return rows.length >= 7 && rows.every((row) => row.match(/\d\.\d\d/g)!.length === 6);
        },
        { timeoutMs: patienceMs, seen: () => panel.text() },
      );
      const heads = await panel.find(".rivals thead th").allInnerTexts();
      assert.deepEqual(heads, [
        "Measure",
        "Joint set",
        "Feature ablation",
        "Integrated gradients",
        "Random",
        "5 to 95 %",
      ]);
      await workbench.screenshot("joint rivals");
    });
  },
);

/** Waits until exactly these words of the editor have the outline of a joint set. */
async function waitForOutlines(workbench: Workbench, words: readonly string[]): Promise<void> {
  const seen = () => outlineCount(workbench);
  await waitUntil(
    `${words.length} words are outlined`,
    async () => (await seen()) === words.length,
    { timeoutMs: patienceMs, seen },
  );
}

function outlineCount(workbench: Workbench): Promise<number> {
  return workbench.page
    .locator(".view-overlays .cdr[class*='TextEditorDecorationType']")
    .evaluateAll(
      (marks) => marks.filter((mark) => getComputedStyle(mark).outlineStyle === "solid").length,
    );
}

/** The stretches with a border all round: what is pointed at. */
function litStretches(workbench: Workbench): Promise<number> {
  return workbench.page
    .locator(".view-overlays .cdr[class*='TextEditorDecorationType']")
    .evaluateAll(
      (marks) =>
        marks.filter((mark) => {
          const { borderTopStyle, borderTopWidth } = getComputedStyle(mark);
          return borderTopStyle === "solid" && borderTopWidth !== "0px";
        }).length,
    );
}
