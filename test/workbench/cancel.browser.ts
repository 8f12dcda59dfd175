import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  explain,
  explanationOf,
  longPrompt,
  PanelPage,
  quickSettings,
  shadingSeen,
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
        await waitForCodeLens(workbench, "Refining");
        await panel.waitFor("Refining");
        const timed = await timeUntilStatus(workbench, "so far");
        await cancel();
        const ms = await timed();
        console.log(`       Cancel in the ${way} was answered after ${Math.round(ms)} ms`);
        assert.ok(ms < 1500, `Cancel in the ${way} took ${ms} ms`);
        await waitForCodeLens(workbench, "Partial: ");
        assert.ok((await workbench.readShading()).length > 0, "the first colours are kept");
      }
      await workbench.screenshot("partial");
      await panel.waitFor(/Partial: /);
      await panel.button("Continue").waitFor();
    });

    test("is cancelled also while its worker hangs, and another worker takes over", async (open) => {
      const workbench = await open({
        openFile: "story.prompt",
        settings: { "promptlight.method": "feature-ablation" },
      });
      await workbench.focusEditor();
      await explain(workbench, story);
      await workbench.clickCodeLens("Clear");
      await workbench.waitForNoShading();
      await waitForCodeLens(workbench, "Explain Generation");
      const hanging = newestWorker();
      process.kill(hanging, "SIGSTOP");
      await workbench.clickCodeLens("Explain Generation");
      await waitForCodeLens(workbench, "Loading story-chat");
      const panel = new PanelPage(workbench);
      await panel.waitFor("Loading story-chat");
      await workbench.screenshot("loading");
      const timed = await timeUntilStatus(workbench, "cancelled");
      await workbench.clickCodeLens("Cancel");
      const ms = await timed();
      console.log(`       Cancel while loading was answered after ${Math.round(ms)} ms`);
      assert.ok(ms < 1000, `Cancel took ${ms} ms`);
      await waitForCodeLens(workbench, "Explain Generation");
      await panel.waitFor("Cancelled before the first colours.");
      assert.deepEqual(shadingSeen(await workbench.readShading(), "Dark Modern"), []);

      await workbench.clickCodeLens("Explain Generation");
      await waitForShadingOf(workbench, await explanationOf(story));
      assert.notEqual(newestWorker(), hanging);
    });

    test("whose worker is killed says so, keeps its colours, and runs again", async (open) => {
      const workbench = await open({ openFile: "long.prompt" });
      const panel = new PanelPage(workbench);
      await waitForCodeLens(workbench, "Explain Generation");
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await waitForCodeLens(workbench, "Refining");
      await workbench.waitForShading();
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
      await waitForCodeLens(workbench, "Refining");
      assert.notEqual(newestWorker(), killed);
      await workbench.clickCodeLens("Cancel");
      await waitForCodeLens(workbench, "Partial: ");
    });
  },
);

/**
 * Begins to measure, in the pages themselves: from the next time that the mouse is released, in the
 * window or in the panel, until the status bar holds a text. The result waits for it.
 */
async function timeUntilStatus(workbench: Workbench, text: string): Promise<() => Promise<number>> {
  const panel = workbench.panelFrame().locator("body");
  const releases = [
    await panel.evaluateHandle(() => {
      const release = { at: 0 };
      const note = () => {
        release.at = Date.now();
      };
      window.addEventListener("mouseup", note, { capture: true, once: true });
      return release;
    }),
    await workbench.page.evaluateHandle(() => {
      const release = { at: 0 };
      const note = () => {
        release.at = Date.now();
      };
      window.addEventListener("mouseup", note, { capture: true, once: true });
      return release;
    }),
  ];
  const answer = await workbench.page.evaluateHandle((wanted) => {
    const seen = { at: 0 };
    const status = document.querySelector(".part.statusbar")!;
    const observer = new MutationObserver(() => {
      if (!status.textContent?.includes(wanted)) return;
      seen.at = Date.now();
      observer.disconnect();
    });
    observer.observe(status, { subtree: true, childList: true, characterData: true });
    return seen;
  }, text);
  return async () => {
    const { at } = await waitUntil(`the status bar says "${text}"`, async () => {
      const seen = await answer.jsonValue();
      return seen.at > 0 && seen;
    });
    const released = await Promise.all(releases.map(async (own) => (await own.jsonValue()).at));
    return at - Math.max(...released);
  };
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
