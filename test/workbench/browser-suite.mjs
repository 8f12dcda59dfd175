import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import Mocha from "mocha";
import { projectRoot } from "./places.mjs";
import { printResult, printSummary } from "./reporter.mjs";
import { patience } from "./wait-until.mjs";

const source = import.meta.dirname;
const built = path.join(projectRoot, "dist/test/workbench");

/**
 * Runs all test/workbench/*.browser.ts, or those tests whose full name holds `grep`.
 *
 * @param {{ grep?: string | undefined }} options
 * @returns {Promise<boolean>} whether all passed
 */
export async function runBrowserSuite({ grep }) {
  console.log("\nBrowser suite: a real workbench in a real browser");
  const startedAt = Date.now();
  const silent = /** @type {any} */ (class {});
  const mocha = new Mocha({ timeout: patience * 120_000, slow: 60_000, reporter: silent });
  if (grep) mocha.fgrep(grep);
  for (const file of await bundleTests()) mocha.addFile(file);
  await mocha.loadFilesAsync();

  let passedCount = 0;
  const failedCount = await new Promise((resolve) => {
    mocha
      .run(resolve)
      .on("pass", (test) => {
        passedCount += 1;
        printResult({ name: test.fullTitle(), durationMs: test.duration ?? 0 });
      })
      .on("fail", (test, error) => {
        const reason = String(error.stack ?? error);
        printResult({ name: test.fullTitle(), durationMs: test.duration ?? 0, error: reason });
      });
  });
  printSummary("browser suite", passedCount, failedCount, startedAt);
  if (passedCount + failedCount === 0) console.log("No browser test ran: that is a failure too.");
  return failedCount === 0 && passedCount > 0;
}

async function bundleTests() {
  fs.rmSync(built, { recursive: true, force: true });
  const names = fs.readdirSync(source).filter((name) => name.endsWith(".browser.ts"));
  await build({
    entryPoints: names.map((name) => path.join(source, name)),
    outdir: built,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    plugins: [{ name: "leave-scripts", setup: leaveScripts }],
  });
  return names.map((name) => path.join(built, name.replace(/\.ts$/, ".mjs")));
}

/** Scripts stay where they are: they find their files beside themselves, and are loaded once. */
function leaveScripts(/** @type {import("esbuild").PluginBuild} */ { onResolve }) {
  onResolve({ filter: /^\.{1,2}\/.*\.mjs$/ }, ({ path: name, resolveDir }) => ({
    path: pathToFileURL(path.resolve(resolveDir, name)).href,
    external: true,
  }));
}
