import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  explanationOf,
  longPrompt,
  PanelPage,
  quickSettings,
  story,
  waitForCodeLens,
  waitForShadingOf,
  waitForStatus,
} from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";
import type { Workbench } from "./workbench.ts";

const slow = { "promptlight.method": "shapley-value-sampling" };

describeWorkbench(
  "A long run",
  {
    files: { "long.prompt": `${longPrompt}\n`, "story.prompt": `${story}\n` },
    settings: { ...quickSettings, ...slow },
  },
  (test) => {
    test("is cancelled at once from CodeLens, panel and notification, and keeps what is there", async (open) => {
      const workbench = await open({ openFile: "long.prompt" });
      const panel = new PanelPage(workbench);
      const ways: [string, () => Promise<void>][] = [
        ["CodeLens", () => workbench.clickCodeLens("Cancel")],
        ["panel", () => panel.button("Cancel").click()],
        ["notification", () => workbench.clickNotificationButton("Promptlight", "Cancel")],
      ];
      for (const [way, cancel] of ways) {
        await workbench.focusEditor();
        await workbench.pressKey("Control+Alt+E");
        await waitForCodeLens(workbench, "First colours, refining");
        await panel.waitFor("Refining");
        const isInPage = way !== "panel";
        const answered = isInPage ? await timeUntilStatus(workbench, "so far") : undefined;
        const clickedAt = performance.now();
        await cancel();
        await waitForStatus(workbench, "");
        await waitUntil(`the status bar says so after Cancel in the ${way}`, async () =>
          (await workbench.statusBarText()).includes("so far"),
        );
        const ms = (await answered?.()) ?? performance.now() - clickedAt;
        console.log(`       Cancel in the ${way} was answered after ${Math.round(ms)} ms`);
        assert.ok(ms < 2000, `Cancel in the ${way} took ${ms} ms`);
        await waitForCodeLens(workbench, "Partial: ");
        assert.ok((await workbench.readShading()).length > 0, "the first colours are kept");
      }
      await workbench.screenshot("partial");
      await panel.waitFor(/Partial: /);
      await panel.button("Continue").waitFor();

      await workbench.openFile("story.prompt");
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      const explanation = await explanationOf(story, "--method", "shapley-value-sampling");
      await waitForShadingOf(workbench, explanation);
    });

    test("is cancelled while it loads and generates", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await waitUntil("the run has begun", async () =>
        /Loading|Generating/.test((await workbench.codeLenses()).join()),
      );
      await workbench.clickCodeLens("Cancel");
      await waitForCodeLens(workbench, "Explain Generation");
      await waitForStatus(workbench, "cancelled");
      assert.deepEqual(await workbench.readShading(), []);
      await new PanelPage(workbench).waitFor("Cancelled before the first colours.");

      await workbench.clickCodeLens("Explain Generation");
      await waitForStatus(workbench, "10 words explained");
    });

    test("whose worker is killed says so, keeps its colours, and runs again", async (open) => {
      const workbench = await open({ openFile: "long.prompt" });
      const panel = new PanelPage(workbench);
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await waitForCodeLens(workbench, "First colours, refining");
      const killed = newestWorker();
      process.kill(killed, "SIGKILL");
      await waitForCodeLens(workbench, "Last run failed: the worker stopped");
      await waitForStatus(workbench, "failed");
      await workbench.notification(/The worker stopped\. The worker process was ended by SIGKILL/);
      await panel.waitFor("The worker stopped");
      await panel.waitFor(/What was scored until then is kept/);
      await panel.button("Open the log").first().waitFor();
      assert.ok((await workbench.readShading()).length > 0, "the colours until then are kept");
      await workbench.screenshot("worker stopped");

      await panel.button("Explain again").first().click();
      await waitForCodeLens(workbench, "First colours, refining");
      assert.notEqual(newestWorker(), killed);
      await workbench.clickCodeLens("Cancel");
      await waitForCodeLens(workbench, "Partial: ");
    });
  },
);

/**
 * Begins to measure in the page: from the next time that the mouse is released until the status bar
 * holds a text; the result waits for it.
 */
async function timeUntilStatus(workbench: Workbench, text: string) {
  const measured = await workbench.page.evaluateHandle((wanted) => {
    const result: { ms?: number } = {};
    let releasedAt: number | undefined;
    window.addEventListener(
      "mouseup",
      () => {
        releasedAt = performance.now();
      },
      { capture: true, once: true },
    );
    const status = document.querySelector(".part.statusbar")!;
    const observer = new MutationObserver(() => {
      if (releasedAt === undefined || !status.textContent?.includes(wanted)) return;
      result.ms = performance.now() - releasedAt;
      observer.disconnect();
    });
    observer.observe(status, { subtree: true, childList: true, characterData: true });
    return result;
  }, text);
  return async () => (await measured.jsonValue()).ms;
}

/** The worker that was started last among the descendants of this process. */
function newestWorker(): number {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().match(/^(\d+)\s+(\d+)\s+(.*)$/))
    .filter((match) => match !== null)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command }));
  const isOwn = (pid: number): boolean => {
    if (pid === process.pid) return true;
    const row = rows.find((own) => own.pid === pid);
    return row !== undefined && row.parent !== pid && isOwn(row.parent);
  };
  const workers = rows.filter(
    ({ command, pid }) => /dist[\\/]worker\.js/.test(command ?? "") && isOwn(pid),
  );
  const pids = workers.map(({ pid }) => pid);
  assert.ok(pids.length > 0, "there is a worker");
  return Math.max(...pids);
}
