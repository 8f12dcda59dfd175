import assert from "node:assert/strict";
import path from "node:path";
import { withShownClass } from "#protocol/class-shown";
import type { Explanation } from "#protocol/explanation";
import type { LogitLens } from "#protocol/lens";
import { formatRatio, visibleWhitespace } from "#text/numbers";
import {
  explainOnCommandLine,
  onCommandLine,
  PanelPage,
  patienceMs,
  quickSettings,
  shadingFor,
  waitForCodeLens,
  waitForShadingOf,
  waitUntilKept,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import type { Workbench } from "./workbench.ts";

const review = "The story was wonderful, but the acting was dull and the ending was boring.";
const news = "The coach was happy with the match. The bank lost money.";
const words = { kind: "manual", labels: { sports: ["team", "match"], money: ["bank", "loan"] } };
const template = "A <mask> news: {text}";
const file = (classes: object) => `${JSON.stringify(classes, null, 2)}\n`;
const frontMatter = `---
classes:
  template: "${template}"
  labels:
    sports: [team, match]
    money: [bank, loan]
---
`;

const classified = (text: string, ...more: string[]) =>
  explainOnCommandLine([text, ...more], "classify");

const shownOf = async (found: Promise<Explanation>) => withShownClass(await found, {});

async function explainClassification(workbench: Workbench, classes: string): Promise<void> {
  await workbench.runCommand("Promptlight: Explain Classification");
  await workbench.pickItem(classes);
}

describeWorkbench(
  "Explain Classification",
  {
    files: {
      "review.txt": review,
      "news.prompt": `${frontMatter}${news}\n`,
      "news.txt": news,
      "own.verbalizer.json": file({ template, ...words }),
      "empty.verbalizer.json": file({ labels: { sports: ["team"], money: [] } }),
    },
    settings: quickSettings,
  },
  (test) => {
    test("shows what each block predicts at every position", async (open) => {
      const workbench = await open({ openFile: "review.txt", size: { width: 1600, height: 900 } });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explainClassification(workbench, "Positive or negative (IMDB)");
      await waitForShadingOf(workbench, await shownOf(classified(review, "--preset", "imdb")));
      const found = await onCommandLine<LogitLens>("classify", [
        review,
        "--preset",
        "imdb",
        "--lens",
      ]);
      await panel.button("Show what each block predicts").click();
      await panel.find("table.lens").waitFor({ timeout: patienceMs });
      const cells = await panel.find("table.lens tbody td").allInnerTexts();
      const wanted = found.prompt.tokens.flatMap((_, at) =>
        found.blocks.map((row) => visibleWhitespace(row[at]!.text)),
      );
      assert.deepEqual(cells, wanted);
      await workbench.screenshot("lens");
    });

    test("shades by the class, and by another one that is clicked", async (open) => {
      const workbench = await open({ openFile: "review.txt", size: { width: 1600, height: 900 } });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explainClassification(workbench, "Positive or negative (IMDB)");
      const found = await classified(review, "--preset", "imdb");
      await waitForShadingOf(workbench, withShownClass(found, {}));
      const [positive, negative] = found.classes!;
      const predicted = positive!.probability > negative!.probability ? 0 : 1;
      const other = 1 - predicted;
      await waitForCodeLens(
        workbench,
        `Class ${found.target.text}, ${formatRatio(found.classes![predicted]!.probability)}`,
      );
      assert.equal(await panel.tab("Classes").getAttribute("aria-selected"), "true");
      assert.equal(await panel.tab("Generation").count(), 0);
      assert.deepEqual(
        await panel.find(".prediction .num").allInnerTexts(),
        found.classes!.map(({ probability }) => formatRatio(probability)),
      );
      await workbench.screenshot("classes dark");

      await panel.find(".class-name").nth(other).click();
      await waitForShadingOf(workbench, withShownClass(found, { shown: other }));
      assert.notDeepEqual(
        shadingFor(withShownClass(found, { shown: other })),
        shadingFor(withShownClass(found, {})),
      );
    });

    test("asks what the front matter says, and sets one class against another", async (open) => {
      const workbench = await open({
        openFile: "news.prompt",
        size: { width: 1600, height: 900 },
        theme: "Light Modern",
      });
      const panel = new PanelPage(workbench);
      const theme = "Light Modern";
      await waitForCodeLens(workbench, "Explain Classification");
      await workbench.clickCodeLens("Explain Classification");
      const found = await classified(
        news,
        "--verbalizer",
        path.join(workbench.workspace, "own.verbalizer.json"),
      );
      await waitForShadingOf(workbench, withShownClass(found, {}), { theme });
      await panel.find(".chooser").click();
      await panel
        .find("vscode-option")
        .filter({ hasText: /money|sports/ })
        .first()
        .click();
      const [own, versus] = found.target.text === "sports" ? [0, 1] : [1, 0];
      await waitForShadingOf(workbench, withShownClass(found, { shown: own, versus }), { theme });
      await workbench.screenshot("classes light");
      assert.match(await workbench.hoverText("match", 1), /speaks for sports rather than money/);
    });

    test("in another template keeps the class that is shown", async (open) => {
      const workbench = await open({ openFile: "review.txt", size: { width: 1600, height: 900 } });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explainClassification(workbench, "Positive or negative (IMDB)");
      await waitForCodeLens(workbench, "Other classes");
      await panel.find(".class-name").first().click();
      await panel.button("Template: It was <mask>. …").click();
      await workbench.pickItem("{text} All in all, it was <mask>.");
      const third = await classified(review, "--preset", "imdb", "--template", "3");
      await waitForShadingOf(workbench, withShownClass(third, { shown: 0 }));
    });

    test("says what is wrong with a file of classes, and goes on with another", async (open) => {
      const workbench = await open({ openFile: "news.txt" });
      await workbench.focusEditor();
      await explainClassification(workbench, "empty.verbalizer.json");
      await workbench.notification(/empty.verbalizer.json: the class money has no words/);
      await workbench.clickNotificationButton(/has no words/, "Choose other classes");
      await workbench.pickItem("own.verbalizer.json");
      const own = path.join(workbench.workspace, "own.verbalizer.json");
      await waitForShadingOf(
        workbench,
        withShownClass(await classified(news, "--verbalizer", own), {}),
      );
    });

    test("has the masked models to choose from, and reads a causal one where it answers", async (open) => {
      const workbench = await open({ openFile: "review.txt", size: { width: 1600, height: 900 } });
      const panel = new PanelPage(workbench);
      await workbench.focusEditor();
      await explainClassification(workbench, "Positive or negative (IMDB)");
      await waitForCodeLens(workbench, "Other classes");
      await workbench.runCommand("Promptlight: Choose Model");
      const offered = await workbench.quickPickItems();
      assert.ok(offered.includes("review-cloze") && offered.includes("RoBERTa base"));
      await workbench.pickItem("story-chat");
      await waitUntilKept(workbench, '"classModel":"story-chat"');
      await workbench.runCommand("Promptlight: Explain Again");
      await panel.waitFor("where the answer begins");
      await panel.button("Template: text alone").waitFor();
      const labels = await panel.find(".class-name").allInnerTexts();
      assert.deepEqual(labels, ["positive", "negative"]);
      assert.ok((await workbench.statusBarText()).includes("story-chat"));
    });
  },
);
