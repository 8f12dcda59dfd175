import assert from "node:assert/strict";
import type { Explanation } from "#protocol/explanation";
import {
  explain,
  explanationOf,
  PanelPage,
  patienceMs,
  quickSettings,
  shadingFor,
  story,
  waitForCodeLens,
  waitForShadingOf,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";
import type { Workbench } from "./workbench.ts";

describeWorkbench(
  "A part of the answer",
  { files: { "story.prompt": `${story}\n` }, settings: quickSettings },
  (test) => {
    test("that is dragged over is shaded for at once, several in turn, and the whole again", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        size: { width: 1900, height: 800 },
      });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const whole = await explain(workbench, story);
      await panel.find(".proof tbody tr").first().waitFor({ timeout: patienceMs });
      const [one, another] = await decidedParts(whole);
      const first = await askAboutTokens(workbench, panel, whole, one);
      const second = await askAboutTokens(workbench, panel, whole, another);
      assert.notDeepEqual(shadingFor(first), []);
      assert.notDeepEqual(shadingFor(second), []);
      assert.notDeepEqual(shadingFor(first), shadingFor(whole));
      assert.notDeepEqual(shadingFor(first), shadingFor(second));
      await waitForCodeLens(workbench, quotedTokens(whole, another));
      await workbench.screenshot("part of the answer");

      await panel.button(quotedTokens(whole, one)).click();
      await waitForShadingOf(workbench, first);
      assert.match(
        await workbench.hoverText("doctor"),
        /(supports|opposes|no difference)[^·]*“|Rank/,
      );
      await panel.tab("Scores").click();
      await panel.waitFor(/the log-probability of “/);
      await panel.button("the whole answer").click();
      await waitForShadingOf(workbench, whole);
      await panel.waitFor(/the answer’s log-probability/);
    });

    test("is picked and asked about by the keyboard alone", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const whole = await explain(workbench, story);
      await panel.find(".proof tbody tr").first().waitFor({ timeout: patienceMs });
      await panel.find(".answers .answer").first().focus();
      await workbench.pressKey("ArrowLeft ArrowLeft ArrowLeft ArrowLeft ArrowLeft");
      await workbench.pressKey("Shift+ArrowLeft Shift+ArrowLeft");
      const span = { start: 9, end: 12 };
      await panel.waitFor(`${quotedTokens(whole, span)}, 3 tokens`);
      await workbench.pressKey("Enter");
      await waitForShadingOf(workbench, await partOf(whole, span));
    });

    test("is set against another answer that is typed", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      const whole = await explain(workbench, story);
      await panel.find(".proof tbody tr").first().waitFor({ timeout: patienceMs });
      const span = { start: 1, end: 4 };
      await dragOver(workbench, panel, whole, span);
      await panel.find(".field").fill("lazy cat");
      await panel.find(".field").press("Enter");
      await panel.button("Value: contrast").waitFor({ timeout: patienceMs });
      const tokens = whole.target.tokens.map(({ text }) => text);
      const versus = [tokens.slice(0, 1), [" lazy cat"], tokens.slice(4)].flat().join("");
      const contrast = await explanationOf(
        story,
        ...["--versus", versus, "--target-span", "1:4", "--value", "contrast"],
      );
      await waitForShadingOf(workbench, contrast);
      await panel.waitFor(/In contrast with “/);
      await panel.button("Explain the answer alone").click();
      await waitForShadingOf(workbench, whole);
    });

    test("and other values are chosen in the run line, and remembered", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explain(workbench, story);
      await panel.button("Value: log-probability").click();
      assert.deepEqual(await workbench.quickPickItems(), [
        "log-probability",
        "probability",
        "entropy",
        "logit",
        "contrast",
      ]);
      await workbench.pickItem("entropy");
      await waitForShadingOf(workbench, await explanationOf(story, "--value", "entropy"));
      await panel.button("Value: entropy").waitFor();
      await panel.button("Explain again").click();
      await panel.button("Value: entropy").waitFor();
      await waitForShadingOf(workbench, await explanationOf(story, "--value", "entropy"));
      await panel.button("Value: entropy").click();
      await workbench.pickItem("contrast");
      await workbench.answerInput("The dog ran home.");
      await waitForShadingOf(
        workbench,
        await explanationOf(story, "--value", "contrast", "--versus", "The dog ran home."),
      );
    });
  },
);

type Span = { readonly start: number; readonly end: number };

/** The two parts of two tokens each that words of the prompt matter to most: most parts follow from the answer alone. */
async function decidedParts(whole: Explanation): Promise<[Span, Span]> {
  const decided: { readonly span: Span; readonly most: number }[] = [];
  for (let start = 0; start + 2 <= whole.target.tokens.length; start += 2) {
    const span = { start, end: start + 2 };
    const { seqAttribution } = await partOf(whole, span);
    decided.push({ span, most: Math.max(...seqAttribution.map(Math.abs)) });
  }
  decided.sort((a, b) => b.most - a.most);
  return [decided[0]!.span, decided[1]!.span];
}

/** What the command line says of a part: its scores in place of the whole answer's. */
async function partOf(whole: Explanation, { start, end }: Span): Promise<Explanation> {
  const more = ["--target-span", `${start}:${end}`];
  const { parts, ...found } = await explanationOf(story, ...more);
  assert.equal(found.target.text, textOf(whole, { start, end }));
  return found;
}

function textOf(whole: Explanation, { start, end }: Span): string {
  return whole.target.tokens
    .slice(start, end)
    .map(({ text }) => text)
    .join("");
}

function quotedTokens(whole: Explanation, span: Span): string {
  return `“${textOf(whole, span).trim()}”`;
}

/** Drags over the tokens of the answer, from the middle of the first to the middle of the last. */
async function dragOver(workbench: Workbench, panel: PanelPage, whole: Explanation, span: Span) {
  const box = panel.find(".answers .answer").first();
  await box.scrollIntoViewIfNeeded();
  const text = textOf(whole, { start: 0, end: span.end });
  const from = textOf(whole, { start: 0, end: span.start }).length + 1;
  const places = await box.evaluate(
    (element, [start, end]) => {
      const at = (offset: number) => {
        let left = offset;
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const length = node.textContent!.length;
          if (left < length) {
            const range = document.createRange();
            range.setStart(node, left);
            range.setEnd(node, left + 1);
            const { x, y, width, height } = range.getBoundingClientRect();
            return { x, y: y + height / 2, width };
          }
          left -= length;
        }
        throw new Error(`the answer has no character ${offset}`);
      };
      const last = at(end!);
      return [at(start!), { ...last, x: last.x + last.width }];
    },
    [from, text.length - 1],
  );
  const frame = (await box.boundingBox())!;
  const own = await box.evaluate((element) => element.getBoundingClientRect().toJSON());
  const [first, last] = places.map(({ x, y }) => ({
    x: frame.x + x - own.x,
    y: frame.y + y - own.y,
  }));
  await workbench.page.mouse.move(first!.x, first!.y);
  await workbench.page.mouse.down();
  await workbench.page.mouse.move(last!.x, last!.y, { steps: 5 });
  await workbench.page.mouse.up();
  await panel.waitFor(`${quotedTokens(whole, span)}, ${span.end - span.start} tokens`);
}

/** Drags over a part, asks about it, and sees that no progress is shown on the way to its shading. */
async function askAboutTokens(
  workbench: Workbench,
  panel: PanelPage,
  whole: Explanation,
  span: Span,
): Promise<Explanation> {
  const wanted = await partOf(whole, span);
  await dragOver(workbench, panel, whole, span);
  const seen = await panel.find("body").evaluateHandle((body) => {
    const notes: string[] = [];
    const look = () => {
      const going = body.querySelector(".banner, .progress:not(.quiet), .late");
      if (going) notes.push(going.textContent ?? "");
    };
    new MutationObserver(look).observe(body, { subtree: true, childList: true });
    return notes;
  });
  await panel.button("Explain this part").click();
  const began = Date.now();
  await waitForShadingOf(workbench, wanted);
  console.log(`       The part was shaded within ${Date.now() - began} ms`);
  assert.deepEqual(await seen.jsonValue(), []);
  await waitUntil("the part is named", async () =>
    (await panel.find(".part[aria-pressed='true']").innerText()).includes(
      textOf(whole, span).trim(),
    ),
  );
  return wanted;
}
