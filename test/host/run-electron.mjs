// Runs the in-host suite in a desktop VS Code where one can be downloaded, and else in the browser
// workbench. `npm run test:host`
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { programOnPath } from "../workbench/chromium.mjs";
import {
  bundleHostSuite,
  hostEnvironment,
  hostWorkspace,
  reportHostSuite,
  runHostSuite,
} from "../workbench/host-suite.mjs";
import { cachePath } from "../workbench/install-on-demand.mjs";
import { extensionRoot } from "../workbench/places.mjs";
import { writeFiles } from "../workbench/server.mjs";

const { program, reason } = await findDesktop();
if (program) {
  process.exit((await runInDesktop(program)) ? 0 : 1);
} else {
  console.log(`\nNo desktop VS Code (${reason}): the browser workbench takes its place.`);
  process.exit((await runHostSuite()) ? 0 : 1);
}

/** A desktop VS Code that can run here, downloaded where needed; else the reason why there is none. */
async function findDesktop() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY) {
    const hint = programOnPath("xvfb-run") ? "; xvfb-run would give one" : "";
    return { reason: `there is no display${hint}` };
  }
  try {
    const cache = cachePath("vscode-desktop");
    return { program: await downloadAndUnzipVSCode({ cachePath: cache, timeout: 30_000 }) };
  } catch (error) {
    return { reason: `it could not be downloaded: ${/** @type {Error} */ (error).message}` };
  }
}

async function runInDesktop(vscodeExecutablePath) {
  console.log("\nIn-host suite: mocha inside the extension host of a desktop VS Code");
  const startedAt = Date.now();
  const extensionTestsPath = await bundleHostSuite();
  const scratch = mkdtempSync(path.join(os.tmpdir(), "promptlight-"));
  const report = path.join(scratch, "report.json");
  const workspace = path.join(scratch, "workspace");
  writeFiles(workspace, hostWorkspace);
  try {
    const exitCode = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: extensionRoot,
      extensionTestsPath,
      extensionTestsEnv: hostEnvironment(report),
      launchArgs: [
        workspace,
        "--disable-extensions",
        "--disable-workspace-trust",
        `--user-data-dir=${path.join(scratch, "data")}`,
      ],
    }).catch(() => 1);
    return reportHostSuite(report, exitCode === 0, startedAt);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
