import assert from "node:assert/strict";
import { featureShades } from "#protocol/shading";
import {
  contributedColor,
  explain,
  explanationOf,
  isSameColor,
  parseColor,
  quickSettings,
  stepOf,
  waitForShadingOf,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { type Theme, themes, type Workbench } from "./workbench.ts";

// Its Shapley values have both signs, and words of every weight.
const prompt =
  "Write a sad story about a doctor and his patient, but never mention any dog or rain.";

describeWorkbench(
  "Shading",
  { files: { "story.prompt": `${prompt}\n` }, settings: quickSettings },
  (test) => {
    test("has the colours of package.json at the steps of the scores, in four themes", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      await workbench.focusEditor();
      const explanation = await explain(workbench, prompt);
      const shades = featureShades(explanation);
      assert.ok(
        shades.some(({ pole, step }) => pole === "oppose" && step > 0),
        "the prompt has an opposing word",
      );
      for (const theme of Object.keys(themes) as Theme[]) {
        await workbench.switchTheme(theme);
        await waitForShadingOf(workbench, explanation, { theme });
        await assertUnderlines(workbench, theme, theme.includes("High Contrast"));
        await workbench.screenshot(`shading ${theme}`);
      }
    });

    test("underlines and strengthens on request", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        settings: { "promptlight.underline": true, "promptlight.colorIntensity": 0.5 },
      });
      await workbench.focusEditor();
      await explain(workbench, prompt, { factor: 0.5 });
      await assertUnderlines(workbench, "Dark Modern", true, 0.5);
    });

    test("shades doctor more than and, with Shapley values and the first colours before them", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        settings: { "promptlight.method": "shapley-value-sampling" },
      });
      await workbench.selectPhrase("a doctor and his patient");
      await workbench.pressKey("Control+Alt+E");
      const text = "a doctor and his patient";
      const explanation = await explanationOf(text, "--method", "shapley-value-sampling");
      await waitForShadingOf(workbench, explanation);
      const seen = await workbench.readShading();
      const stepAt = (word: string) => {
        const shade = seen.find((own) => own.text === word && own.color !== undefined);
        return shade ? stepOf(shade.color!, "Dark Modern")!.step : 0;
      };
      assert.ok(stepAt("doctor") > stepAt("and"), `${stepAt("doctor")} > ${stepAt("and")}`);
    });
  },
);

/** Solid under supporting words, dashed under opposing ones, wider with the step; none where not asked for. */
async function assertUnderlines(workbench: Workbench, theme: Theme, are: boolean, factor = 1) {
  for (const { color, underline, text } of await workbench.readShading()) {
    if (color === undefined) continue;
    if (!are) {
      assert.equal(underline, undefined, text);
      continue;
    }
    const { pole, step } = stepOf(color, theme, factor)!;
    const [width, style] = underline!.split(" ");
    assert.equal(width, `${Math.ceil(step / 3)}px`, text);
    assert.equal(style, pole === "support" ? "solid" : "dashed", text);
    const lineColor = parseColor(underline!.slice(underline!.indexOf("rgb")));
    assert.ok(isSameColor(lineColor, contributedColor(`promptlight.${pole}Line`, theme)), text);
  }
}
