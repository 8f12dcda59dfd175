import assert from "node:assert/strict";
import { ranking } from "#protocol/shading";
import { formatScore, formatShare } from "#text/numbers";
import {
  explain,
  explanationOf,
  PanelPage,
  patienceMs,
  quickSettings,
  story,
  waitForShadingOf,
  waitForStatus,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";

describeWorkbench(
  "Hover",
  { files: { "story.prompt": `${story}\n` }, settings: quickSettings },
  (test) => {
    test("says score, rank, share, meaning and tokens, and masks the word from its link", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      await workbench.focusEditor();
      const explanation = await explain(workbench, story);
      const scores = explanation.seqAttribution;
      const at = explanation.features.findIndex(({ text }) => text === "doctor");
      const total = scores.reduce((sum, score) => sum + score, 0);
      const text = await workbench.hoverText("doctor");
      const lines = text.split("\n").filter(Boolean);
      assert.equal(
        lines[0],
        `doctor supports this answer: ${formatScore(scores[at]!, { short: true })} nats`,
      );
      const rank = ranking(scores).indexOf(at) + 1;
      const share = formatShare(scores[at]! / total).replace("\u00a0", " ");
      assert.equal(lines[1], `Rank ${rank} of ${scores.length} · ${share} of the total`);
      assert.match(
        text,
        /Masking this word alone makes the answer [\d.,]+ (times|million times|thousand times|billion times|%) less likely\./,
      );
      assert.match(text, /Tokens? .*doctor \d+.* · Feature ablation/);
      const { id } = explanation.prompt.tokens[explanation.features[at]!.tokens[0]!]!;
      assert.ok(text.includes(` ${id}`), `${text} holds the token ${id}`);
      await workbench.screenshot("hover");

      const card = await workbench.hover("doctor");
      await card.getByText("Mask and regenerate").click();
      await new PanelPage(workbench).waitForMasked(["doctor"]);
    });

    test("gives the standard error of sampled scores, and says where nothing can be shown", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        settings: { "promptlight.method": "shapley-value-sampling" },
      });
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      const explanation = await explanationOf(story, "--method", "shapley-value-sampling");
      await waitForShadingOf(workbench, explanation);
      await waitForStatus(workbench, `${explanation.features.length} words explained`);
      const text = await workbench.hoverText("doctor");
      assert.match(text, /^doctor supports this answer: \+[\d.]+ nats ± \d\.\d\d\n/);
      assert.match(text, /Shapley value sampling, \d+ orders/);
      const errors = explanation.standardError!;
      const doubtful = explanation.features.findIndex(
        ({ text: word }, index) =>
          word.length > 2 && Math.abs(explanation.seqAttribution[index]!) < 2 * errors[index]!,
      );
      if (doubtful >= 0) {
        const word = explanation.features[doubtful]!.text;
        assert.match(
          await workbench.hoverText(word),
          new RegExp(`^${word} makes no difference that \\d+ orders can show: `),
        );
      }
      const stale = workbench.page.locator(".monaco-hover:visible");
      await workbench.page.mouse.move(0, 0);
      await stale.first().waitFor({ state: "hidden", timeout: patienceMs });
    });
  },
);
