// The driver's own test, on a small extension that shows one of everything.
import assert from "node:assert/strict";
import path from "node:path";
import { projectRoot } from "./places.mjs";
import { describeWorkbench } from "./suite.ts";
import { type Theme, themes } from "./workbench.ts";

const story =
  "Write a story about a doctor and his patient.\n" +
  "\ttabbed words over two\nlines, and a 👩‍⚕️ with é.\r\n";
const fixture = path.join(projectRoot, "test/workbench/fixtures/driver-extension");

describeWorkbench(
  "The driver",
  {
    files: { "story.txt": story, "folder/other.txt": "Another doctor\n" },
    extension: () => ({ linked: fixture }),
  },
  (test) => {
    test("reads shaded words with their colors in four themes", async (open) => {
      const workbench = await open({ openFile: "story.txt" });
      await workbench.statusBarItem("driver ready").waitFor();
      await workbench.runCommand("Driver: Shade");
      const shades = await workbench.waitForShading();
      assert.deepEqual(
        shades.map(({ line, text }) => `${line} ${text}`),
        ["1 Write", "1 doctor", "1 patient", "2 tabbed", "2 over two", "3 lines", "3 👩‍⚕️"],
      );
      assert.equal(shades[0]?.textDecoration, "line-through");
      assert.equal(shades[0]?.after, "x0");
      assert.equal((await workbench.shadeOf("patient"))?.color, "rgba(255, 128, 0, 0.25)");
      assert.equal((await workbench.shadeOf("patient"))?.underline, "2px dashed rgb(1, 2, 3)");
      assert.equal(await workbench.shadeOf("story"), undefined);
      const colors: Record<Theme, string> = {
        "Dark Modern": "rgba(0, 0, 255, 0.5)",
        "Light Modern": "rgba(0, 255, 0, 0.5)",
        "Dark High Contrast": "rgba(255, 0, 0, 0.5)",
        "Light High Contrast": "rgba(255, 0, 255, 0.5)",
      };
      for (const theme of Object.keys(themes) as Theme[]) {
        await workbench.switchTheme(theme);
        assert.equal((await workbench.shadeOf("doctor"))?.color, colors[theme]);
      }
    });

    test("selects by positions and by phrase, across lines, tabs and emoji", async (open) => {
      const workbench = await open({ openFile: "story.txt" });
      await workbench.statusBarItem("driver ready").waitFor();
      for (const phrase of ["doctor and", "words over two\nlines", "👩‍⚕️ with é"]) {
        await workbench.selectPhrase(phrase);
        await workbench.pressKey("Control+Alt+E");
        await workbench.statusBarItem(`selected ${JSON.stringify(phrase)}`).waitFor();
      }
      await workbench.selectText(1, 7, 1, 14);
      await workbench.contextMenu("Shade");
      await workbench.statusBarItem('selected "a story"').waitFor();
      await workbench.placeCursor(1, 1);
      assert.ok(!(await workbench.contextMenuItems()).some((item) => item.includes("Shade")));
    });

    test("uses lenses, hovers, notifications, quick picks and the explorer", async (open) => {
      const workbench = await open({ theme: "Light Modern" });
      await workbench.openFile("folder/other.txt");
      await workbench.openFile("story.txt");
      await workbench.statusBarItem("driver ready").waitFor();
      assert.equal(await workbench.hoverText("doctor"), "This is doctor");
      await workbench.waitForCodeLens("Shade It");
      await workbench.clickCodeLens("Shade It");
      await workbench.clickNotificationButton("Shaded the words.", "Say Thanks");
      await workbench.statusBarItem("thanked").waitFor();
      assert.match(await workbench.statusBarText(), /thanked/);
      assert.deepEqual(await workbench.paletteOffers("Driver:"), [
        "Driver: Pick Something",
        "Driver: Shade",
        "Driver: Show Panel",
      ]);
      await workbench.runCommand("Driver: Pick Something");
      assert.deepEqual(await workbench.quickPickItems(), ["First", "Second"]);
      await workbench.pickItem("Second");
      await workbench.statusBarItem("picked Second").waitFor();
    });

    test("works a webview and hears of what its security policy forbids", async (open) => {
      const workbench = await open({ openFile: "story.txt" });
      await workbench.runCommand("Driver: Show Panel");
      const panel = workbench.panelFrame();
      await panel.getByRole("button", { name: "Press me" }).click();
      await panel.getByText("pressed", { exact: true }).waitFor();
      assert.deepEqual(workbench.cspViolations(), []);
      await panel.getByText("Offend").click();
      assert.match((await workbench.takeCspViolations())[0] ?? "", /style/);
    });
  },
);
