import assert from "node:assert/strict";
import {
  explain,
  explanationOf,
  PanelPage,
  quickSettings,
  story,
  waitForCodeLens,
  waitForShadingOf,
  waitForStatus,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";

const second = "Tell me about the brave dog in the garden.";
const python = [
  "# A prompt",
  String.raw`ask("Write a \"short\" story\nabout a doctor and \x68is patient.")`,
  "",
].join("\n");
const typescript = [
  "const name = 1;",
  "const prompt = `Write a \\`short\\` story\\u0020about a doctor and his patient.`;",
  "",
].join("\n");
const markdown = ["# Notes", "", "```prompt", story, "```", "", "Not a prompt.", ""].join("\n");
const prompty = ["---", "maxNewTokens: 16", "system: Be kind.", "---", story, ""].join("\n");

describeWorkbench(
  "Explain Generation",
  {
    files: {
      "notes.txt": `${story}\n${second}\n`,
      "story.prompt": `\n${story}\n`,
      "ask.py": python,
      "ask.ts": typescript,
      "notes.md": markdown,
      "kind.prompty": prompty,
    },
    settings: quickSettings,
  },
  (test) => {
    test("starts with a command or a prompt file, and not before", async (open) => {
      const workbench = await open({ openFile: "notes.txt" });
      assert.ok(
        (await workbench.paletteOffers("Promptlight: Explain")).includes(
          "Promptlight: Explain Generation",
        ),
      );
      assert.ok(!(await workbench.statusBarText()).includes("Promptlight"));
      await workbench.openFile("story.prompt");
      await waitForStatus(workbench, "ready");
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.runCommand("Promptlight: Show Panel");
      const panel = new PanelPage(workbench);
      await panel.waitFor("Nothing explained yet");
      await workbench.screenshot("empty");
      await panel.button("Explain story.prompt").click();
      await waitForShadingOf(workbench, await explanationOf(story));

      await workbench.runCommand("Promptlight: Open an Example…");
      await workbench.pickItem("A story");
      await workbench.page.locator(".tab.active").filter({ hasText: "Untitled" }).waitFor();
    });

    test("explains the selection from palette, context menu and key, each run replacing the last", async (open) => {
      const workbench = await open({ openFile: "notes.txt" });
      await workbench.selectPhrase(story);
      await workbench.runCommand("Promptlight: Explain Generation");
      await waitForShadingOf(workbench, await explanationOf(story));

      await workbench.selectPhrase(second);
      await workbench.contextMenu("Explain Generation");
      await waitForShadingOf(workbench, await explanationOf(second));

      await workbench.selectPhrase("brave dog");
      await explain(workbench, "brave dog");
    });

    test("explains a whole prompt file, and a plain text file, with nothing selected", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.clickCodeLens("Explain Generation");
      await waitForShadingOf(workbench, await explanationOf(story));
      await waitForCodeLens(workbench, "Explain again");

      await workbench.openFile("notes.txt");
      await workbench.focusEditor();
      await explain(workbench, `${story}\n${second}`);
    });

    test("explains the string literal at the cursor, its escapes read", async (open) => {
      const workbench = await open({ openFile: "ask.py" });
      await workbench.placeCursor(2, 20);
      const text = 'Write a "short" story\nabout a doctor and his patient.';
      const inPython = (part: string) =>
        part.replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("his", "\\x68is");
      await explain(workbench, text, { shown: inPython });

      await workbench.openFile("ask.ts");
      await workbench.placeCursor(2, 24);
      const other = "Write a `short` story about a doctor and his patient.";
      await explain(workbench, other, { shown: (part) => part.replaceAll("`", "\\`") });
    });

    test("explains the prompts in Markdown and under front matter, which sets the run", async (open) => {
      const workbench = await open({ openFile: "kind.prompty" });
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.clickCodeLens("Explain Generation");
      await waitForShadingOf(workbench, await explanationOf(story, "--system", "Be kind."));

      await workbench.openFile("notes.md");
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.clickCodeLens("Explain Generation");
      await waitForShadingOf(workbench, await explanationOf(story));
    });
  },
);
