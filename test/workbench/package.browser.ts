// The packaged extension, installed and used as a new user would.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { cachePath, runProgram } from "./install-on-demand.mjs";
import { projectRoot } from "./places.mjs";
import { describeWorkbench } from "./suite.ts";

describeWorkbench(
  "The installed package",
  {
    files: { "story.prompt": "Write a story about a doctor and his patient.\n" },
    extension: async () => ({ vsix: await packageForThisMachine() }),
  },
  (test) => {
    test("shades a prompt with nothing set up", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      await workbench.runCommand("Promptlight: Explain Generation");
      const shades = await workbench.waitForShading();
      assert.ok(shades.some(({ text }) => text.includes("doctor")));
    });
  },
);

async function packageForThisMachine(): Promise<string> {
  const out = cachePath("package");
  fs.rmSync(out, { recursive: true, force: true });
  const script = path.join(projectRoot, "scripts/package.mjs");
  const target = `${process.platform}-${process.arch}`;
  await runProgram(process.execPath, [script, target, "--no-build", "--out", out]);
  const [name] = fs.readdirSync(out);
  return path.join(out, name!);
}
