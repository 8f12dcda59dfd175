// The packaged extension, installed and used as a new user would.
import assert from "node:assert/strict";
import { packageExtension } from "../../scripts/package.mjs";
import { cachePath } from "./install-on-demand.mjs";
import { describeWorkbench } from "./suite.ts";

describeWorkbench(
  "The installed package",
  {
    files: { "story.prompt": "Write a story about a doctor and his patient.\n" },
    extension: async () => ({
      vsix: await packageExtension(`${process.platform}-${process.arch}`, cachePath("package")),
    }),
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
